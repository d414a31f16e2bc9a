package io.tlsfloor.inventory;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.ClientBehaviour;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Found.Answers;
import io.tlsfloor.report.model.Found.Sight;
import io.tlsfloor.report.model.KindCounts;
import io.tlsfloor.report.model.Retries;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.Origin;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Makes lines as runs save them, of the shapes that real ones have. */
public final class Saved {
  private final List<String> lines = new ArrayList<>();
  private final String site;

  public Saved(String site) {
    this.site = site;
  }

  /** What a client did with a service on one UTC day. */
  public static final class Client {
    private final String ip;
    private String mac = "";
    private final List<Map.Entry<ClientNameSource, String>> names = new ArrayList<>();
    private String service = "Exchange Online";
    private String area = "Exchange";
    private String stack = "Java 7 (JSSE)";
    private String otherStack = "";
    private String remedy = "";
    private String enforced = "";
    private String until = "2027-12-31";
    private String expired = "";
    private int old;
    private int good;
    private int refusedOld;
    private int refusedGood;
    private int low;
    private int legacy;
    private int clear;
    private int excepted;

    public Client(String ip) {
      this.ip = ip;
    }

    public Client mac(String value) {
      mac = value;
      return this;
    }

    public Client name(String value) {
      return name(ClientNameSource.DHCP, value);
    }

    public Client name(ClientNameSource from, String value) {
      if (!value.isEmpty()) {
        names.add(Map.entry(from, value));
      }
      return this;
    }

    /** Uses it as a report of Microsoft's says. */
    public Client usedBy(String someone, String what) {
      return name(ClientNameSource.USER, someone).name(ClientNameSource.APPLICATION, what);
    }

    public Client service(String value) {
      service = value;
      return this;
    }

    /** The area that its service is of. */
    public Client area(String value) {
      area = value;
      return this;
    }

    /** Of the connections with findings. */
    public Client stack(String value) {
      stack = value;
      return this;
    }

    /** Of other connections. */
    public Client alsoLooksLike(String value) {
      otherStack = value;
      return this;
    }

    /** What to do about what is found. */
    public Client remedy(String value) {
      remedy = value;
      return this;
    }

    /** The day on which the service ends what is found. */
    public Client enforced(String value) {
      enforced = value;
      return this;
    }

    /** Connections that negotiated TLS 1.0 and were flagged critical. */
    public Client old(int count) {
      old = count;
      return this;
    }

    /** Connections that offered TLS 1.0, were refused, and were flagged high. */
    public Client refusedOld(int count) {
      refusedOld = count;
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
      low = count;
      return this;
    }

    /** Connections at TLS 1.2 to a host that takes old versions. */
    public Client legacyHost(int count) {
      legacy = count;
      return this;
    }

    /** Connections that sent mail in clear text. */
    public Client clear(int count) {
      clear = count;
      return this;
    }

    /** Connections at TLS 1.0 that an exception of the policy keeps from being flagged. */
    public Client excepted(int count) {
      excepted = count;
      return this;
    }

    /** The last day of that exception. */
    public Client until(String value) {
      until = value;
      return this;
    }

    /** The last day of an exception that covered what is flagged by now. */
    public Client expired(String value) {
      expired = value;
      return this;
    }

    private ClientDay day(long part, Instant first, Instant last) {
      List<Found> found = new ArrayList<>();
      found(found, RuleId.NEGOTIATED_BELOW_FLOOR, Severity.CRITICAL, old, false, first, last);
      found(found, RuleId.OFFERED_BELOW_FLOOR, Severity.HIGH, refusedOld, false, first, last);
      found(found, RuleId.OFFERS_BELOW_FLOOR, Severity.LOW, low, false, first, last);
      found(found, RuleId.LEGACY_ENDPOINT, Severity.MEDIUM, legacy, false, first, last);
      found(found, RuleId.CLEARTEXT_FALLBACK, Severity.HIGH, clear, false, first, last);
      found(found, RuleId.NEGOTIATED_BELOW_FLOOR, Severity.CRITICAL, excepted, true, first, last);
      int flagged = old + refusedOld + low + legacy + clear;
      int whole = good + low + legacy;
      int all = flagged + excepted + good + refusedGood;
      Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
      count(outcomes, Outcome.ESTABLISHED, old + excepted + whole);
      count(outcomes, Outcome.REFUSED, refusedOld + refusedGood);
      count(outcomes, Outcome.ANSWERED_IN_CLEAR, clear);
      Map<TlsVersion, Long> offered = new TreeMap<>();
      count(offered, TlsVersion.TLS_1_0, old + refusedOld + excepted);
      count(offered, TlsVersion.TLS_1_2, whole + refusedGood);
      Map<TlsVersion, Long> negotiated = new TreeMap<>();
      count(negotiated, TlsVersion.TLS_1_0, old + excepted);
      count(negotiated, TlsVersion.TLS_1_2, whole);
      IpAddress address = IpAddress.parse(ip);
      return new ClientDay(
          Optional.empty(),
          new ClientDay.Who(
              address,
              mac.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new MacAddress(Long.parseLong(mac.replace("-", ""), 16))),
              names.stream()
                  .map(
                      name ->
                          new ClientName(
                              address,
                              name.getValue(),
                              name.getKey(),
                              new FrameRef("eth0.pcapng", 3, first)))
                  .toList(),
              address),
          Optional.of(new ServiceName("Worldwide", area, service)),
          new ClientDay.Counts(
              all,
              flagged,
              excepted,
              old + refusedOld + excepted,
              excepted,
              whole,
              offered,
              negotiated,
              outcomes,
              Map.of(first.atOffset(ZoneOffset.UTC).getHour(), (long) all)),
          found,
          0,
          Stream.of(stack, otherStack).filter(name -> !name.isEmpty()).toList(),
          new ClientBehaviour(
              Optional.empty(), Optional.empty(), Retries.NONE, false, false, SpeaksFloor.NO, 0, 0),
          new Period(part, first, last),
          first,
          last);
    }

    private static <K> void count(Map<K, Long> counts, K what, int count) {
      if (count > 0) {
        counts.put(what, (long) count);
      }
    }

    private void found(
        List<Found> all,
        RuleId rule,
        Severity severity,
        int times,
        boolean isExcepted,
        Instant first,
        Instant last) {
      if (times == 0) {
        return;
      }
      boolean refused = rule == RuleId.OFFERED_BELOW_FLOOR;
      Finding worst =
          new Finding(
              rule,
              severity,
              Confidence.HIGH,
              rule == RuleId.NEGOTIATED_BELOW_FLOOR ? "It chose TLS 1.0." : "It did not do well.",
              List.of(new FindingEvidence("eth0.pcapng", 7, "version", "0x0301")),
              remedy.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Remedy(remedy, "docs/remedies/java-7.md")),
              enforced.isEmpty() ? Optional.empty() : Optional.of(enforced),
              isExcepted
                  ? Optional.of(new Waiver("replaced soon", "ben", LocalDate.parse(until)))
                  : Optional.empty(),
              expired.isEmpty()
                  ? Optional.empty()
                  : Optional.of(new Waiver("replaced soon", "ben", LocalDate.parse(expired))));
      all.add(
          new Found(
              worst,
              new Sight(
                  new FrameRef("eth0.pcapng", 5, first),
                  Transport.TCP,
                  new Ends(
                      new Peer(IpAddress.parse(ip), 50_000),
                      new Peer(IpAddress.parse("40.101.9.2"), 443),
                      Optional.empty(),
                      Optional.empty()),
                  stack.isEmpty()
                      ? Optional.empty()
                      : Optional.of(
                          new ClientStack(stack, "java-7", Confidence.HIGH, List.of(stack))),
                  Optional.empty(),
                  List.of()),
              Set.of(),
              Optional.empty(),
              Optional.empty(),
              false,
              new Answers(
                  refused ? 0 : times,
                  refused ? times : 0,
                  0,
                  refused ? Optional.of(first) : Optional.empty()),
              KindCounts.of(refused ? "refused" : "established", 1),
              KindCounts.of("outlook.office365.com:443", 1),
              Map.of(),
              times,
              first,
              last));
    }
  }

  /** A client's day, or a part of it, as a run that ends by itself writes it. */
  public Saved client(String day, String from, String to, Client client) {
    return client(Optional.empty(), 0, day, from, to, client);
  }

  /** A part of a client's day, as a watch writes it. */
  public Saved part(String watch, long part, String day, String from, String to, Client client) {
    return client(Optional.of(watch), part, day, from, to, client);
  }

  private Saved client(
      Optional<String> watch, long part, String day, String from, String to, Client client) {
    Instant first = Instant.parse(day + "T" + from + ":00.000000001Z");
    Instant last = Instant.parse(day + "T" + to + ":00.000000002Z");
    Origin origin =
        new Origin(Optional.of(site), watch, watch.isPresent(), Optional.of(TlsVersion.TLS_1_2));
    return line(new SavedLine.OfClient(origin, client.day(part, first, last)));
  }

  /** A line as the product writes it. */
  public Saved line(SavedLine line) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      JsonLine json = new JsonLine(out);
      json.open();
      line.fields(json);
      json.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line(out.toString(StandardCharsets.UTF_8).strip());
  }

  /** A client's day of office hours. */
  public Saved client(String day, Client client) {
    return client(day, "09:00", "16:59", client);
  }

  /** What a watch says of its days so far. */
  public Saved stats(String watch, String begun, String at, List<Run.Day> days) {
    Instant from = Instant.parse(begun);
    Instant to = Instant.parse(at);
    return line(
        new SavedLine.OfWatch(
            new Origin(Optional.of(site), Optional.of(watch), true),
            new WatchState(
                watch,
                from,
                to,
                Duration.between(from, to),
                List.of(),
                List.of(),
                List.of(),
                Map.of("packets", 1L),
                days,
                TlsVersion.TLS_1_2,
                "built in",
                Optional.empty())));
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
