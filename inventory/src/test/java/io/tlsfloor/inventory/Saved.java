package io.tlsfloor.inventory;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes lines as runs save them, of the shapes that real ones have. */
public final class Saved {
  private final List<String> lines = new ArrayList<>();
  private final String site;

  public Saved(String site) {
    this.site = site;
  }

  /** One client line, of one UTC day. */
  public static final class Client {
    private final String ip;
    private String mac = "";
    private String name = "";
    private String user = "";
    private String application = "";
    private String service = "Exchange Online";
    private String stack = "Java 7 (JSSE)";
    private int old;
    private int good;
    private int refusedOld;
    private int refusedGood;
    private String severity = "";
    private int excepted;

    public Client(String ip) {
      this.ip = ip;
    }

    public Client mac(String value) {
      mac = value;
      return this;
    }

    public Client name(String value) {
      name = value;
      return this;
    }

    /** Uses it as a report of Microsoft's says. */
    public Client usedBy(String someone, String what) {
      user = someone;
      application = what;
      return this;
    }

    public Client service(String value) {
      service = value;
      return this;
    }

    public Client stack(String value) {
      stack = value;
      return this;
    }

    /** Connections that negotiated TLS 1.0 and were flagged critical. */
    public Client old(int count) {
      old = count;
      severity = "critical";
      return this;
    }

    /** Connections that offered TLS 1.0, were refused, and were flagged high. */
    public Client refusedOld(int count) {
      refusedOld = count;
      severity = severity.isEmpty() ? "high" : severity;
      return this;
    }

    /** Connections that offered TLS 1.2 and were refused: neither good nor below. */
    public Client refusedGood(int count) {
      refusedGood = count;
      return this;
    }

    /** Connections that negotiated TLS 1.2. */
    public Client good(int count) {
      good = count;
      return this;
    }

    /** Connections flagged at low severity only. */
    public Client low(int count) {
      good += count;
      severity = "low";
      return this;
    }

    /** Connections that an exception kept from being flagged. */
    public Client excepted(int count) {
      excepted = count;
      return this;
    }
  }

  public Saved client(String day, String from, String to, Client c) {
    int flagged = c.severity.equals("low") ? c.good : c.old + c.refusedOld;
    String start = quoted(day + "T" + from + ":00.000000001Z");
    String end = quoted(day + "T" + to + ":00.000000002Z");
    List<String> negotiated = new ArrayList<>();
    List<String> offered = new ArrayList<>();
    count(offered, "TLS 1.0", c.old + c.refusedOld + c.excepted);
    count(offered, "TLS 1.2", c.good + c.refusedGood);
    count(negotiated, "TLS 1.0", c.old + c.excepted);
    count(negotiated, "TLS 1.2", c.good);
    lines.add(
        String.format(
            "{\"@timestamp\":%s,\"ecs\":{\"version\":\"8.11.0\"},\"event\":{\"kind\":\"event\",\"category\":[\"network\"],"
                + "\"type\":[\"info\"],\"dataset\":\"tlsfloor.client\",\"start\":%s,\"end\":%s},\"observer\":{\"name\":%s},"
                + "\"source\":{\"ip\":%s%s},\"tlsfloor\":{\"from\":%s,\"to\":%s,\"service\":{\"instance\":\"Worldwide\","
                + "\"area\":\"Exchange\",\"name\":%s},\"client\":{\"connections\":%d,\"flagged\":%d,\"excepted\":%d,"
                + "\"below\":%d,\"below_excepted\":%d,\"good\":%d,\"offered\":[%s],\"negotiated\":[%s]%s,\"stacks\":[%s],\"names\":[%s],"
                + "\"behaviour\":{\"succeeded\":%d,\"failed\":%d}}}}",
            end,
            start,
            end,
            quoted(site),
            quoted(c.ip),
            c.mac.isEmpty() ? "" : ",\"mac\":" + quoted(c.mac),
            start,
            end,
            quoted(c.service),
            c.old + c.good + c.refusedOld + c.refusedGood + c.excepted,
            flagged,
            c.excepted,
            c.old + c.refusedOld + c.excepted,
            c.excepted,
            c.good,
            String.join(",", offered),
            String.join(",", negotiated),
            c.severity.isEmpty() ? "" : ",\"severity\":" + quoted(c.severity),
            c.stack.isEmpty() ? "" : quoted(c.stack),
            names(c),
            c.old + c.good + c.excepted,
            c.refusedOld + c.refusedGood));
    return this;
  }

  private static String names(Client c) {
    List<String> names = new ArrayList<>();
    Map.of("dhcp", c.name, "user", c.user, "application", c.application)
        .forEach(
            (from, name) -> {
              if (!name.isEmpty()) {
                names.add("{\"name\":" + quoted(name) + ",\"from\":\"" + from + "\"}");
              }
            });
    return String.join(",", names);
  }

  private static void count(List<String> counts, String version, int connections) {
    if (connections > 0) {
      counts.add("{\"version\":\"" + version + "\",\"connections\":" + connections + "}");
    }
  }

  /** A client line of office hours. */
  public Saved client(String day, Client client) {
    return client(day, "09:00", "16:59", client);
  }

  /** A flagged connection, with the remedy of its finding. */
  public Saved alert(String day, String ip, String id, String remedy) {
    lines.add(
        """
        {"@timestamp":"%1$sT10:00:00.000000000Z","event":{"kind":"alert","dataset":"tlsfloor.connection","id":"%3$s",\
        "start":"%1$sT10:00:00.000000000Z","end":"%1$sT10:00:00.100000000Z"},"observer":{"name":%4$s},\
        "source":{"ip":"%2$s","port":50000},"destination":{"ip":"40.101.9.2","port":443},\
        "network":{"transport":"tcp","protocol":"tls","direction":"outbound"},"tlsfloor":{"basis":"packets",\
        "negotiated":{"version":"TLS 1.0","basis":"server_hello"},"outcome":"established","service":{\
        "instance":"Worldwide","area":"Exchange","name":"Exchange Online","matched":"outlook.office365.com",\
        "host":"outlook.office365.com","evidence":"sni","confidence":"high"},"client_stack":{"name":"Java 7 (JSSE)",\
        "confidence":"high"},"findings":[{"rule":"negotiated-below-floor","severity":"critical","confidence":"high",\
        "summary":"It chose TLS 1.0.","evidence":[{"frame":7,"field":"version","value":"0x0301"}],\
        "remedy":{"text":%5$s,"reference":"docs/remedies/java-7.md"},"enforced":"2027-01-31"}],\
        "capture":{"file":"eth0.pcapng","frames":{"first":5,"last":9}}}}"""
            .formatted(day, ip, id, quoted(site), quoted(remedy)));
    return this;
  }

  /** The same with the link address. */
  public Saved alert(String day, String ip, String mac, String id, String remedy) {
    alert(day, ip, id, remedy);
    String line = lines.remove(lines.size() - 1);
    String source = "\"source\":{\"ip\":" + quoted(ip);
    return line(line.replace(source, source + ",\"mac\":" + quoted(mac)));
  }

  /** A connection that only an exception keeps from being flagged. */
  public Saved excepted(String day, String ip, String id, String until) {
    alert(day, ip, id, "wait");
    String line = lines.remove(lines.size() - 1);
    lines.add(
        line.replace("\"kind\":\"alert\"", "\"kind\":\"event\"")
            .replace(
                "\"enforced\"",
                "\"exception\":\"replaced soon\",\"exception_owner\":\"ben\",\"exception_until\":\""
                    + until
                    + "\",\"enforced\""));
    return this;
  }

  /** The end of a run that watched a part of a day, without a loss. */
  public Saved run(String day, String from, String to, String id) {
    return runWith(day + "T" + from + ":00Z", day + "T" + to + ":00Z", id, "");
  }

  /** The end of a run. */
  public Saved runWith(String first, String last, String id, String more) {
    return runWith(first, last, id, more, 0, 0, 0);
  }

  /** The end of a run that lost connections or packets of a thousand each on each of its days. */
  public Saved runWith(
      String first, String last, String id, String more, int lost, int dropped, int blind) {
    Instant from = Instant.parse(first);
    Instant to = Instant.parse(last);
    List<String> days = new ArrayList<>();
    for (LocalDate day = day(from); !day.isAfter(day(to)); day = day.plusDays(1)) {
      Instant midnight = day.atStartOfDay(ZoneOffset.UTC).toInstant();
      Instant next = midnight.plusSeconds(86_400);
      Duration watched =
          Duration.between(from.isAfter(midnight) ? from : midnight, to.isBefore(next) ? to : next);
      days.add(
          "{\"day\":\"%s\",\"watched_seconds\":%d,\"connections\":1000,\"lost\":%d,\"packets\":1000,\"dropped\":%d}"
              .formatted(day, Math.max(0, watched.toSeconds() - blind), lost, dropped));
    }
    lines.add(
        "{\"@timestamp\":\"2026-12-31T23:59:59.000000000Z\",\"event\":{\"dataset\":\"tlsfloor.run\",\"start\":"
            + "\"2026-12-31T23:59:58.000000000Z\",\"end\":\"2026-12-31T23:59:59.000000000Z\"},\"observer\":{\"name\":"
            + quoted(site)
            + "},\"tlsfloor\":{\"run\":{\"id\":"
            + quoted(id)
            + ",\"first_packet\":"
            + quoted(first)
            + ",\"last_packet\":"
            + quoted(last)
            + ",\"days\":["
            + String.join(",", days)
            + "]"
            + more
            + "}}}");
    return this;
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** A run of a whole working day, complete. */
  public Saved day(String day) {
    return run(day, "08:00", "18:00", site + day);
  }

  /** A line as it is. */
  public Saved line(String text) {
    lines.add(text);
    return this;
  }

  public String text() {
    return String.join("\n", lines) + "\n";
  }

  public byte[] bytes() {
    return text().getBytes(StandardCharsets.UTF_8);
  }

  public static String day(int number) {
    return LocalDate.of(2026, 3, 1).plusDays(number).toString();
  }

  private static String quoted(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
