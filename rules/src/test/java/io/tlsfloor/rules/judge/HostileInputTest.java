package io.tlsfloor.rules.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Seen;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever was seen, it is judged: nothing throws, and no control character gets into a sentence.
 */
class HostileInputTest {
  private static final int CONNECTIONS = 20_000;
  private static final int MAX_SENTENCE = 8_000;
  private static final int[] VERSIONS = {
    0, 2, 0x100, 0x200, 0x300, 0x301, 0x302, 0x303, 0x304, 0x305, 0x7F00, 0x7F1C, 0x7FFF, 0xFEFC,
    0xFEFD, 0xFEFF, 0xFFFF, 0x0A0A
  };
  private static final String[] PIECES = {
    "outlook",
    ".",
    "office365",
    "com",
    "*",
    "sharepoint.com",
    "smtp-legacy.office365.com",
    "..",
    "\u0000",
    "\u001b[2J",
    "\r\n",
    "é",
    "\uD800",
    " ",
    "-",
    "52.97.1.1",
    "[::1]",
    "a".repeat(300),
    "%n%s",
    "<b>",
    "=1+1",
    "2603:1006::1",
    ":",
    "/"
  };
  private static final String[] ADDRESSES = {
    "10.0.0.1",
    "52.97.1.1",
    "40.92.1.1",
    "198.51.100.1",
    "::",
    "::ffff:52.97.1.1",
    "64:ff9b::3461:101",
    "2603:1006::1",
    "255.255.255.255",
    "0.0.0.0",
    "52.112.1.1"
  };

  private final Random random = new Random(42);

  @Test
  void anythingSeenIsJudged() {
    Judge judge = new Judge(Policy.standard(), Catalogue.bundled());
    int flagged = 0;
    for (int i = 0; i < CONNECTIONS; i++) {
      Judgement judgement = judge.judge(anything().build());

      flagged += judgement.flagged() ? 1 : 0;
      for (Finding finding : judgement.findings()) {
        assertThat(finding.summary()).doesNotContainPattern("\\p{Cntrl}").endsWith(".");
        assertThat(finding.summary().length()).isLessThan(MAX_SENTENCE);
        assertThat(finding.remedy()).isPresent();
        assertThat(finding.evidence()).isNotEmpty();
      }
    }
    assertThat(flagged).as("flagged among them").isBetween(1, CONNECTIONS - 1);
  }

  private Seen anything() {
    Seen seen =
        Seen.connection()
            .client(pick(ADDRESSES))
            .server(pick(ADDRESSES), random.nextInt(0x10000))
            .clientPort(random.nextInt(0x10000))
            .at(random.nextBoolean() ? "2021-01-01T00:00:00Z" : "2026-12-01T00:00:00Z")
            .outcome(pick(Outcome.values()));
    if (random.nextInt(5) == 0) {
      seen.udp(pick(Protocol.values()));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      seen.named(pick(NameSource.values()), name());
    }
    if (random.nextInt(4) == 0) {
      seen.target(
          random.nextBoolean() ? "http-connect" : "socks5", name(), random.nextInt(0x10000));
    }
    if (random.nextInt(4) == 0) {
      seen.certificate(name(), name(), name());
    }
    if (random.nextInt(4) == 0) {
      Optional<Boolean> offered =
          random.nextBoolean() ? Optional.empty() : Optional.of(random.nextBoolean());
      seen.mail(Protocol.SMTP, offered, random.nextBoolean(), random.nextBoolean(), "MAIL", "X");
    }
    if (random.nextInt(4) != 0) {
      seen.offers(offer());
    }
    switch (random.nextInt(4)) {
      case 0 -> seen.refused(pick(Side.values()), random.nextInt(256));
      case 1 -> seen.reset(pick(Side.values()));
      case 2 -> seen.closed(pick(Side.values()));
      default -> seen.timeUnknown();
    }
    if (random.nextBoolean()) {
      seen.chooses(choice());
    } else if (random.nextBoolean()) {
      seen.infers(version());
    }
    return seen;
  }

  private Offer offer() {
    Optional<List<TlsVersion>> versions =
        random.nextBoolean()
            ? Optional.empty()
            : Optional.of(List.of(version(), version(), version()).subList(0, random.nextInt(4)));
    return new Offer(
        pick(HelloFormat.values()),
        random.nextInt(4) != 0,
        random.nextInt(3),
        new Offer.Range(
            version(),
            version(),
            versions.flatMap(list -> list.stream().findFirst()),
            versions,
            random.nextBoolean()),
        new Offer.Lists(
            numbers(0x1000000),
            numbers(0x10000),
            numbers(0x10000),
            numbers(0x100),
            List.of(name())),
        Optional.of(name()),
        random.nextBoolean(),
        Optional.empty(),
        Optional.empty());
  }

  private Choice choice() {
    return new Choice(
        version(),
        pick(ChoiceBasis.values()),
        random.nextBoolean(),
        Optional.empty(),
        Optional.of(name()),
        pick(DowngradeSentinel.values()),
        random.nextBoolean(),
        Optional.empty());
  }

  private TlsVersion version() {
    return new TlsVersion(VERSIONS[random.nextInt(VERSIONS.length)]);
  }

  private List<Integer> numbers(int bound) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      numbers.add(random.nextInt(bound));
    }
    return numbers;
  }

  private String name() {
    StringBuilder name = new StringBuilder();
    for (int i = random.nextInt(5); i > 0; i--) {
      name.append(pick(PIECES));
    }
    return name.toString();
  }

  private <T> T pick(T[] from) {
    return from[random.nextInt(from.length)];
  }
}
