package io.tlsfloor.bench.inventory;

import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.ClientBehaviour;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.KindCounts;
import io.tlsfloor.report.model.Retries;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.Origin;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Fills an inventory as an import does, without lines between: clients over days, of which most
 * were always good, some were fixed at some time, and some are below. One in two has a second
 * service. What follows from them is worked out as after an import.
 */
public final class FillInventory {
  static final int LAST_DAY = 20_783; // 2026-11-26
  private static final String SITE = "hq";
  private static final String INTERFACE = "eth0";
  private static final long CONNECTIONS = 20; // of a client with a service on a day
  private static final int FIRST_HOUR = 9;
  private static final int LAST_HOUR = 17;
  private static final int NEVER = Integer.MAX_VALUE; // also on the days after those that it fills
  private static final long NETWORK = 10L << 24; // 10.0.0.0
  private static final long MACS = 0x00005E000000L;
  private static final List<String> STACKS =
      List.of(
          "Windows 10 and 11 (Schannel)", "Java 8 (JSSE)", "curl 8 on OpenSSL 3.5", "Chrome 120");
  private static final List<OldStack> OLD_STACKS =
      List.of(
          new OldStack("Java 7 (JSSE)", "java-7"),
          new OldStack("Windows 7 and 2008 R2 (Schannel)", "windows-7-2008r2"),
          new OldStack("OpenSSL 0.9.8 or 1.0.0", "openssl"),
          new OldStack(".NET Framework 4.5", "dotnet-framework"));
  private static final List<Target> TARGETS =
      List.of(
          new Target("Exchange", "Exchange Online", "outlook.office365.com", "40.101.9.2"),
          new Target(
              "Common",
              "Microsoft 365 Common and Office Online",
              "login.microsoftonline.com",
              "20.190.128.1"));

  private final int clients;
  private final int days;

  /**
   * A stack below the floor.
   *
   * @param name for people
   * @param key of its remedy
   */
  private record OldStack(String name, String key) {}

  /** Whom clients connect to: a service, and a server of it. */
  private record Target(ServiceName service, String host, Peer server) {
    Target(String area, String name, String host, String address) {
      this(new ServiceName("Worldwide", area, name), host, new Peer(IpAddress.parse(address), 443));
    }
  }

  private FillInventory(int clients, int days) {
    this.clients = clients;
    this.days = days;
  }

  /** {@code URL|FILE CLIENTS DAYS}. */
  public static void main(String[] words) throws IOException {
    fill(
        Store.open(Location.parse(words[0]), notice -> {}),
        Integer.parseInt(words[1]),
        Integer.parseInt(words[2]));
  }

  /** Fills {@code store}, and works out what follows. */
  static void fill(Store store, int clients, int days) throws IOException {
    FillInventory fill = new FillInventory(clients, days);
    for (int day = LAST_DAY - days + 1; day <= LAST_DAY; day++) {
      fill.day(new Intake(store, SITE), day);
    }
    Derivation.refresh(store);
  }

  /**
   * What a watch of a site saved of some clients on a day: all of them as the inventory has them.
   */
  static byte[] lines(String site, int day, int days, int number, int firstId, int lastId)
      throws IOException {
    FillInventory fill = new FillInventory(lastId, days);
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    JsonLinesReport report =
        new JsonLinesReport(
            chunk -> lines.write(chunk.bytes(), 0, chunk.length()), true, Optional.of(site));
    WatchState state = state(site + " " + day + " " + number, day);
    report.watch(state);
    List<ClientDay> seen = new ArrayList<>();
    for (int id = firstId; id <= lastId; id++) {
      for (int service = 1; service <= 1 + id % 2; service++) {
        fill.client(day, id, service).ifPresent(seen::add);
      }
    }
    report.clients(seen);
    report.watch(state);
    return lines.toByteArray();
  }

  /** The address of a client. */
  static String address(int id) {
    return IpAddress.v4((int) (NETWORK + id)).toString();
  }

  private static Instant time(int day, int hour) {
    return Instant.ofEpochSecond(day * 86_400L + hour * 3_600L);
  }

  /** A watch of its own for each day. */
  private void day(Intake intake, int day) throws IOException {
    String watch = "day " + day;
    Origin origin =
        new Origin(Optional.of(SITE), Optional.of(watch), true, Optional.of(TlsVersion.TLS_1_2));
    for (int id = 1; id <= clients; id++) {
      for (int service = 1; service <= 1 + id % 2; service++) {
        Optional<ClientDay> client = client(day, id, service);
        if (client.isPresent()) {
          intake.client(origin, client.get());
        }
      }
    }
    intake.watch(origin, state(watch, day));
    intake.flush();
  }

  private static WatchState state(String watch, int day) {
    Instant begun = time(day, FIRST_HOUR - 1);
    Instant at = time(day, LAST_HOUR + 1);
    Duration ran = Duration.between(begun, at);
    long lost = day % 37 == 5 ? 5_000 : 0; // a day that is not covered
    return new WatchState(
        watch,
        begun,
        at,
        ran,
        List.of(),
        List.of(),
        List.of(),
        Map.of("packets", 1_000_000L),
        List.of(new Run.Day(day, ran.toSeconds(), 100_000, lost, 1_000_000, 0)),
        TlsVersion.TLS_1_2,
        "built in",
        Optional.empty());
  }

  /** What a client did with a service on a day; empty where it was away. */
  private Optional<ClientDay> client(int day, int id, int service) {
    Random own = new Random(id * 31L + service); // what becomes of it is the same each day
    int kind = own.nextInt(100);
    int changes = kind < 80 ? 0 : kind < 92 ? own.nextInt(days) : NEVER;
    int gone = own.nextInt(50) == 0 ? own.nextInt(days) : NEVER;
    OldStack old = OLD_STACKS.get(own.nextInt(OLD_STACKS.size()));
    String stack = changes > 0 ? old.name() : STACKS.get(own.nextInt(STACKS.size()));
    int number = day - (LAST_DAY - days + 1);
    boolean away = new Random(id * 131L + day).nextInt(10) == 0;
    if (number > 0 && (number >= gone || number % 7 > 4 || away)) {
      return Optional.empty();
    }
    boolean below = number < changes;
    Target target = TARGETS.get(service - 1);
    Instant first = time(day, FIRST_HOUR);
    Instant last = time(day, LAST_HOUR);
    Optional<MacAddress> mac =
        id % 2 == 0 ? Optional.of(new MacAddress(MACS | id)) : Optional.empty();
    IpAddress address = IpAddress.v4((int) (NETWORK + id));
    List<ClientName> names =
        id % 4 < 2
            ? List.of(
                new ClientName(
                    address,
                    "pc-" + id + ".corp.example",
                    ClientNameSource.DHCP,
                    new FrameRef(INTERFACE, 3, first)))
            : List.of();
    Map<TlsVersion, Long> versions =
        below
            ? Map.of(TlsVersion.TLS_1_0, CONNECTIONS)
            : Map.of(TlsVersion.TLS_1_2, 5L, TlsVersion.TLS_1_3, CONNECTIONS - 5);
    long low = below ? CONNECTIONS : 0;
    return Optional.of(
        new ClientDay(
            Optional.of(SITE),
            new ClientDay.Who(address, mac, names, address),
            Optional.of(target.service()),
            new ClientDay.Counts(
                CONNECTIONS,
                low,
                0,
                low,
                0,
                CONNECTIONS - low,
                versions,
                versions,
                Map.of(Outcome.ESTABLISHED, CONNECTIONS),
                Map.of(FIRST_HOUR, CONNECTIONS)),
            below ? List.of(found(old, target, address, mac, first, last)) : List.of(),
            0,
            List.of(stack),
            new ClientBehaviour(
                Optional.of(first),
                Optional.of(last),
                Retries.NONE,
                false,
                !below,
                below ? SpeaksFloor.NO : SpeaksFloor.HERE,
                0,
                0),
            new ClientDay.Period(0, first, last),
            first,
            last));
  }

  private static Found found(
      OldStack old,
      Target target,
      IpAddress address,
      Optional<MacAddress> mac,
      Instant first,
      Instant last) {
    Finding finding =
        new Finding(
            RuleId.NEGOTIATED_BELOW_FLOOR,
            Severity.CRITICAL,
            Confidence.HIGH,
            "The server chose TLS 1.0, which " + target.service().name() + " ends on 2027-01-31.",
            List.of(new FindingEvidence(INTERFACE, 7, "server_hello.version", "0x0301 (TLS 1.0)")),
            Optional.of(
                new Remedy(
                    "Upgrade " + old.name() + ", or set its protocols to TLS 1.2.",
                    "docs/remedies/" + old.key() + ".md")),
            Optional.of("2027-01-31"),
            Optional.empty(),
            Optional.empty());
    return new Found(
        finding,
        new Found.Sight(
            new FrameRef(INTERFACE, 7, first),
            Transport.TCP,
            new Ends(new Peer(address, 50_000), target.server(), mac, Optional.empty()),
            Optional.of(
                new ClientStack(old.name(), old.key(), Confidence.HIGH, List.of(old.name()))),
            Optional.empty(),
            List.of()),
        Set.of(),
        Optional.of(TlsVersion.TLS_1_0),
        Optional.of(TlsVersion.TLS_1_0),
        false,
        new Found.Answers(CONNECTIONS, 0, 0, Optional.empty()),
        KindCounts.of("established", CONNECTIONS),
        KindCounts.of(target.host() + ":443", CONNECTIONS),
        Map.of(FIRST_HOUR, CONNECTIONS),
        CONNECTIONS,
        first,
        last);
  }
}
