package io.tlsfloor.capture.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * One packet of somebody else, whatever it is and wherever it comes, does not hide a client: it is
 * found, or the loss is stated, but for one in 100,000 over TCP, which is listed. Each of many
 * connections of one capture has its own packet; those that are not found there are looked at
 * alone.
 */
@TakesLong("packets of somebody else, by the thousand")
class OneSpoofedPacketTest {
  private static final int CAPTURE = 4000; // connections
  private static final int ROUNDS = Rounds.count(CAPTURE);
  private static final int SILENT = 100_000; // of so many packets one may hide a client unsaid
  private static final int WORDS = 300; // of each dialogue
  private static final int FIRST_CLIENT = 0x100000;

  @Test
  void noPacketHidesAClientOverTcp() {
    Random random = new Random(Rounds.SEED);
    List<Spoofed> hidden = new ArrayList<>();
    for (int left = ROUNDS; left > 0; left -= CAPTURE) {
      List<Spoofed> drawn = draw(left, () -> Spoofed.draw(random));
      hidden.addAll(hidden(drawn, Spoofed::write));
    }
    assertThat(hidden).as("seed %s", Rounds.SEED).hasSizeLessThanOrEqualTo(ROUNDS / SILENT);
    hidden.forEach(System.out::println);
  }

  @Test
  void noDatagramHidesAClientOverDtlsOrQuic() {
    Random random = new Random(Rounds.SEED);
    for (int left = ROUNDS; left > 0; left -= CAPTURE) {
      List<SpoofedDatagram> drawn = draw(left, () -> SpoofedDatagram.draw(random));
      assertThat(hidden(drawn, SpoofedDatagram::write)).as("seed %s", Rounds.SEED).isEmpty();
    }
  }

  /**
   * Who gets TLS 1.2 is not accused by an old hello of others but in doubt: the choice is none of
   * its offer's. Left out is a first fragment alone: it is read as a connection of its own.
   */
  @Test
  void noForgedHelloAccusesWhoGetsABetterVersionWithoutDoubt() {
    List<Spoofed> forged = new ArrayList<>();
    for (Story.Kind kind :
        List.of(Story.Kind.ESTABLISHED, Story.Kind.SMTP, Story.Kind.IMAP, Story.Kind.CONNECT)) {
      List<Story.Segment> story = Story.modern(kind, new Random(1));
      int hello = hello(story);
      for (Shape shape : EnumSet.complementOf(EnumSet.of(Shape.FIRST_FRAGMENT))) {
        for (Spoofed.Data data : List.of(Spoofed.Data.OLD_HELLO, Spoofed.Data.OLDER_HELLO)) {
          for (int flags :
              new int[] {Tap.PSH_ACK, WirePackets.FIN, WirePackets.FIN | Tap.PSH_ACK}) {
            int first = shape == Shape.PLAIN ? 3 : hello;
            int last = shape == Shape.PLAIN ? story.size() : hello + 1;
            for (int place = first; place <= last; place++) {
              forged.add(forged(kind, place, true, flags, data, shape, forged.size()));
            }
          }
        }
      }
    }

    Told told = Told.of(written(forged, OneSpoofedPacketTest::writeModern));
    assertThat(told.flagged()).allMatch(OneSpoofedPacketTest::isInDoubt);
    assertThat(told.all().stream().map(Judgement::connection))
        .filteredOn(
            each -> each.choice().map(c -> c.version().equals(TlsVersion.TLS_1_2)).orElse(false))
        .hasSize(forged.size());
  }

  /** Nor what somebody else says in a dialogue before TLS, a log-in in clear text for one. */
  @Test
  void noForgedWordAccusesWhoGetsABetterVersionWithoutDoubt() {
    Random random = new Random(Rounds.SEED);
    List<Spoofed> forged = new ArrayList<>();
    for (Story.Kind kind : Story.Kind.values()) {
      for (int i = 0; i < WORDS && kind.isDialogue(); i++) {
        List<Story.Segment> story = Story.modern(kind, new Random(1));
        int place = 3 + random.nextInt(hello(story) - 2);
        Word word = Spoofed.one(Word.values(), random);
        forged.add(forged(kind, place, random.nextBoolean(), Tap.PSH_ACK, word, Shape.PLAIN, i));
      }
    }

    assertThat(Told.of(written(forged, OneSpoofedPacketTest::writeModern)).flagged())
        .allMatch(OneSpoofedPacketTest::isInDoubt);
  }

  /** Where nothing decides, as before a set-up or behind an end, what is reported is in doubt. */
  @Test
  void whatAForgedPacketAccusesIsSaidToBeInDoubt() {
    Random random = new Random(Rounds.SEED);
    for (int left = ROUNDS; left > 0; left -= CAPTURE) {
      List<Spoofed> drawn = draw(left, () -> Spoofed.drawModern(random));
      assertThat(Told.of(written(drawn, OneSpoofedPacketTest::writeModern)).flagged())
          .as("seed %s", Rounds.SEED)
          .allMatch(OneSpoofedPacketTest::isInDoubt);
    }
  }

  private static boolean isInDoubt(Judgement judgement) {
    return Told.isDoubted(judgement.connection())
        && judgement.findings().stream()
            .map(Finding::confidence)
            .allMatch(Confidence.MEDIUM::equals);
  }

  private static void writeModern(Spoofed each, Tap tap, byte[] client) {
    each.write(tap, client, Story.modern(each.kind(), new Random(each.seed())));
  }

  private static Spoofed forged(
      Story.Kind kind,
      int place,
      boolean byClient,
      int flags,
      Spoofed.Carried data,
      Shape shape,
      long seed) {
    Spoofed.Where next = Spoofed.Where.NEXT;
    return new Spoofed(
        kind, place, byClient, flags, next, next, data, shape, Carriage.IPV4, 0, seed);
  }

  private static int hello(List<Story.Segment> story) {
    return IntStream.range(0, story.size())
        .filter(i -> story.get(i).byClient() && story.get(i).data().length > 0)
        .filter(i -> story.get(i).data()[0] == 22)
        .findFirst()
        .orElseThrow();
  }

  private interface Writing<T> {
    void write(T attacked, Tap tap, byte[] client);
  }

  private static <T> List<T> draw(int left, Supplier<T> one) {
    List<T> drawn = new ArrayList<>();
    for (int i = 0; i < Math.min(left, CAPTURE); i++) {
      drawn.add(one.get());
    }
    return drawn;
  }

  private static <T> List<T> hidden(List<T> all, Writing<T> writing) {
    Set<Integer> found =
        Told.of(written(all, writing))
            .flagged()
            .map(each -> number(each.connection()))
            .collect(Collectors.toSet());
    List<T> hidden = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!found.contains(i)) {
        Told alone = Told.of(written(List.of(all.get(i)), writing));
        if (alone.flagged().findAny().isEmpty() && !alone.isStated()) {
          hidden.add(all.get(i));
        }
      }
    }
    return hidden;
  }

  private static <T> List<WireFrame> written(List<T> all, Writing<T> writing) {
    Tap tap = new Tap();
    for (int i = 0; i < all.size(); i++) {
      writing.write(all.get(i), tap, Tap.v4(FIRST_CLIENT + i));
      tap.pause(1);
    }
    return tap.frames();
  }

  /** The number of a client, in IPv4 or IPv6. */
  private static int number(TlsConnection connection) {
    IpAddress address = connection.client().address();
    return ((int) address.low() & 0xFF_FFFF) - FIRST_CLIENT;
  }
}
