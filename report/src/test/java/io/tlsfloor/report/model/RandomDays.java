package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.report.model.ClientBehaviour.SpeaksFloor;
import io.tlsfloor.report.model.ClientDay.Counts;
import io.tlsfloor.report.model.ClientDay.Period;
import io.tlsfloor.report.model.ClientDay.Who;
import io.tlsfloor.report.model.Found.Answers;
import io.tlsfloor.report.model.Found.Sight;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.FindingEvidence;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;

/**
 * Days of clients with all that a day can hold, by chance: each of one connection, with more kinds
 * of hosts, findings, stacks and names than there is room for.
 */
public final class RandomDays {
  private static final Instant MIDNIGHT = Instant.parse("2026-11-02T00:00:00Z");
  private static final List<TlsVersion> VERSIONS =
      List.of(
          TlsVersion.SSL_3_0,
          TlsVersion.TLS_1_0,
          TlsVersion.TLS_1_1,
          TlsVersion.TLS_1_2,
          TlsVersion.TLS_1_3,
          new TlsVersion(0x7F1C));
  private static final int KINDS = 2 * KindCounts.MAX;

  private final Random random;
  private final IpAddress client = IpAddress.parse("10.20.3.41");
  private long frame;

  /** Days that are the same for the same {@code seed}. */
  public RandomDays(long seed) {
    random = new Random(seed);
  }

  /** So many parts of one day of a client, of one connection each. */
  public List<ClientDay> connections(int count) {
    List<ClientDay> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(connection(i));
    }
    return all;
  }

  /** Adds days up in some order and some groups, by chance. */
  public ClientDay sum(List<ClientDay> days, BinaryOperator<ClientDay> and) {
    List<ClientDay> left = new ArrayList<>(days);
    Collections.shuffle(left, random);
    while (left.size() > 1) {
      int at = random.nextInt(left.size() - 1);
      left.set(at, and.apply(left.get(at), left.remove(at + 1)));
    }
    return left.get(0);
  }

  private ClientDay connection(int part) {
    Instant first = MIDNIGHT.plusNanos((long) (random.nextDouble() * 86_399e9));
    Instant last = first.plusMillis(random.nextInt(900));
    Outcome outcome = any(Outcome.values());
    boolean found = random.nextInt(4) > 0;
    Map<Integer, Long> hour = Map.of(first.atOffset(ZoneOffset.UTC).getHour(), 1L);
    List<Found> findings = found ? List.of(found(first, last, hour)) : List.of();
    boolean excepted = found && !findings.get(0).flagged();
    return new ClientDay(
        Optional.empty(),
        new Who(client, mac(), names(first), IpAddress.v4(0x0A140329 + random.nextInt(3))),
        Optional.of(new ServiceName("Worldwide", "Exchange", "Exchange Online")),
        new Counts(
            1,
            found && !excepted ? 1 : 0,
            excepted ? 1 : 0,
            random.nextInt(2),
            0,
            random.nextInt(2),
            Map.of(any(VERSIONS), 1L),
            random.nextBoolean() ? Map.of() : Map.of(any(VERSIONS), 1L),
            Map.of(outcome, 1L),
            hour),
        findings,
        random.nextInt(9) == 0 ? 1 : 0,
        random.nextInt(3) == 0 ? List.of() : List.of("stack " + random.nextInt(KINDS)),
        behaviour(first),
        new Period(part, first.minusNanos(random.nextInt(99)), last.plusNanos(random.nextInt(99))),
        first,
        last);
  }

  private Found found(Instant first, Instant last, Map<Integer, Long> hour) {
    FrameRef at = new FrameRef("a.pcap", ++frame, first);
    Set<RuleId> also = EnumSet.noneOf(RuleId.class);
    if (random.nextInt(3) == 0) {
      also.add(any(RuleId.values()));
    }
    boolean through = random.nextBoolean();
    return new Found(
        finding(at),
        new Sight(
            at,
            any(Transport.values()),
            new Ends(
                new Peer(client, random.nextInt(65_536)),
                new Peer(IpAddress.v4(random.nextInt()), 443),
                mac(),
                mac()),
            random.nextInt(4) == 0
                ? Optional.empty()
                : Optional.of(
                    new ClientStack(
                        "stack " + random.nextInt(KINDS),
                        "",
                        any(Confidence.values()),
                        List.of("one", "other"))),
            maybe("CN=some CA, O=\u00fc\u202e"),
            random.nextBoolean() ? List.of() : List.of("starttls-smtp")),
        also,
        Optional.of(any(VERSIONS)),
        random.nextBoolean() ? Optional.empty() : Optional.of(any(VERSIONS)),
        random.nextBoolean(),
        new Answers(
            through ? 1 : 0,
            through ? 0 : 1,
            through ? random.nextInt(2) : 0,
            through ? Optional.empty() : Optional.of(first)),
        KindCounts.of("outcome " + random.nextInt(KINDS), 1),
        KindCounts.of("host " + random.nextInt(KINDS) + ".example:443", 1),
        hour,
        1,
        first,
        last);
  }

  private Finding finding(FrameRef at) {
    return new Finding(
        any(RuleId.values()),
        any(Severity.values()),
        any(Confidence.values()),
        "sentence " + at.number() + " \u001b[31m",
        List.of(new FindingEvidence(at.file(), at.number(), "legacy_version", "0x0301")),
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(new Remedy("use Java 8", "docs/remedies/java-7.md")),
        maybe("2026-12-31"),
        random.nextInt(3) > 0
            ? Optional.empty()
            : Optional.of(
                new Waiver("printer", "J. Doe", LocalDate.of(2027, 1, 1 + random.nextInt(2)))),
        random.nextInt(3) > 0
            ? Optional.empty()
            : Optional.of(new Waiver("old printer", "J. Doe", LocalDate.of(2026, 1, 1))));
  }

  private ClientBehaviour behaviour(Instant first) {
    return new ClientBehaviour(
        random.nextBoolean() ? Optional.empty() : Optional.of(first),
        random.nextBoolean() ? Optional.empty() : Optional.of(first.plusMillis(3)),
        random.nextBoolean() ? Retries.NONE : Retries.of(random.nextInt(1_000_000)),
        random.nextInt(5) == 0,
        random.nextInt(5) == 0,
        any(SpeaksFloor.values()),
        random.nextInt(3),
        random.nextInt(3));
  }

  private List<ClientName> names(Instant at) {
    return random.nextInt(3) == 0
        ? List.of()
        : List.of(
            new ClientName(
                client,
                "name " + random.nextInt(KINDS),
                any(ClientNameSource.values()),
                new FrameRef("a.pcap", ++frame, at)));
  }

  private Optional<MacAddress> mac() {
    return random.nextInt(3) == 0
        ? Optional.empty()
        : Optional.of(new MacAddress(0x00005E005300L + random.nextInt(3)));
  }

  private Optional<String> maybe(String text) {
    return random.nextBoolean() ? Optional.empty() : Optional.of(text);
  }

  private <T> T any(List<T> all) {
    return all.get(random.nextInt(all.size()));
  }

  private <T> T any(T[] all) {
    return all[random.nextInt(all.length)];
  }
}
