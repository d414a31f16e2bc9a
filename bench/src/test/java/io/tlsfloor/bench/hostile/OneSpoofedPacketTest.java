package io.tlsfloor.bench.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WirePackets;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One packet of somebody else, whatever it is and wherever it comes, does not hide a client: it is
 * found, or the loss is stated by exit status 3. Each of many connections of one capture has its
 * own packet; those that are not found there are scanned alone.
 */
@TakesLong("packets of somebody else, by the thousand")
class OneSpoofedPacketTest {
  private static final int CAPTURE = 4000; // connections
  private static final int ROUNDS = Integer.getInteger("tlsfloor.rounds", CAPTURE);
  private static final int WORDS = 300; // of each dialogue
  private static final long SEED = Long.getLong("tlsfloor.seed", 1);
  private static final Pattern SOURCE =
      Pattern.compile(
          "\"source\":\\{\"ip\":\"(?:10\\.(\\d+)\\.(\\d+)\\.(\\d+)|fd00::a(..):(\\w+))\"");
  private static final Pattern IN_DOUBT =
      Pattern.compile("(two contents|may have sent it).*\"confidence\":\"medium\",\"summary\"");

  @TempDir Path folder;

  @Test
  void noPacketHidesAClientOverTcp() throws IOException {
    Random random = new Random(SEED);
    for (int left = ROUNDS; left > 0; left -= CAPTURE) {
      List<Spoofed> drawn = draw(left, () -> Spoofed.draw(random));
      assertThat(hidden(drawn, Spoofed::write)).as("seed %s", SEED).isEmpty();
    }
  }

  @Test
  void noDatagramHidesAClientOverDtlsOrQuic() throws IOException {
    Random random = new Random(SEED);
    for (int left = ROUNDS; left > 0; left -= CAPTURE) {
      List<SpoofedDatagram> drawn = draw(left, () -> SpoofedDatagram.draw(random));
      assertThat(hidden(drawn, SpoofedDatagram::write)).as("seed %s", SEED).isEmpty();
    }
  }

  /**
   * Who gets TLS 1.2 is not accused by an old hello of others but in doubt: the choice is none of
   * its offer's. Left out is a first fragment alone: it is read as a connection of its own.
   */
  @Test
  void noForgedHelloAccusesWhoGetsABetterVersionWithoutDoubt() throws IOException {
    List<Spoofed> forged = new ArrayList<>();
    for (Story.Kind kind :
        List.of(Story.Kind.ESTABLISHED, Story.Kind.SMTP, Story.Kind.IMAP, Story.Kind.CONNECT)) {
      List<Story.Segment> story = Story.modern(kind, new Random(1));
      int hello = hello(story);
      for (Shape shape : EnumSet.complementOf(EnumSet.of(Shape.FIRST_FRAGMENT))) {
        for (Spoofed.Data data : List.of(Spoofed.Data.OLD_HELLO, Spoofed.Data.OLDER_HELLO)) {
          for (int flags :
              new int[] {Wire.PSH_ACK, WirePackets.FIN, WirePackets.FIN | Wire.PSH_ACK}) {
            int first = shape == Shape.PLAIN ? 3 : hello;
            int last = shape == Shape.PLAIN ? story.size() : hello + 1;
            for (int place = first; place <= last; place++) {
              forged.add(forged(kind, place, true, flags, data, shape, forged.size()));
            }
          }
        }
      }
    }

    Path file = folder.resolve("modern.pcap");
    write(file, forged, OneSpoofedPacketTest::writeModern);
    assertThat(alerts(file)).allMatch(IN_DOUBT.asPredicate());
    assertThat(ScanRun.said("scan", "--all", "--format", "jsonl", file.toString()).lines())
        .filteredOn(line -> line.contains("\"negotiated\":{\"version\":\"TLS 1.2\""))
        .hasSize(forged.size());
  }

  /** Nor what somebody else says in a dialogue before TLS, a log-in in clear text for one. */
  @Test
  void noForgedWordAccusesWhoGetsABetterVersionWithoutDoubt() throws IOException {
    Random random = new Random(SEED);
    List<Spoofed> forged = new ArrayList<>();
    for (Story.Kind kind : Story.Kind.values()) {
      for (int i = 0; i < WORDS && kind.isDialogue(); i++) {
        List<Story.Segment> story = Story.modern(kind, new Random(1));
        int place = 3 + random.nextInt(hello(story) - 2);
        Word word = Spoofed.one(Word.values(), random);
        forged.add(forged(kind, place, random.nextBoolean(), Wire.PSH_ACK, word, Shape.PLAIN, i));
      }
    }

    Path file = folder.resolve("words.pcap");
    write(file, forged, OneSpoofedPacketTest::writeModern);
    assertThat(alerts(file)).allMatch(IN_DOUBT.asPredicate());
  }

  /** Where nothing decides, as before a set-up or behind an end, what is reported is in doubt. */
  @Test
  void whatAForgedPacketAccusesIsSaidToBeInDoubt() throws IOException {
    Random random = new Random(SEED);
    for (int left = ROUNDS; left > 0; left -= CAPTURE) {
      Path file = folder.resolve("accused.pcap");
      write(file, draw(left, () -> Spoofed.drawModern(random)), OneSpoofedPacketTest::writeModern);
      assertThat(alerts(file)).as("seed %s", SEED).allMatch(IN_DOUBT.asPredicate());
    }
  }

  private static void writeModern(Spoofed each, Wire wire, byte[] client) throws IOException {
    each.write(wire, client, Story.modern(each.kind(), new Random(each.seed())));
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
    void write(T attacked, Wire wire, byte[] client) throws IOException;
  }

  private static <T> List<T> draw(int left, Supplier<T> one) {
    List<T> drawn = new ArrayList<>();
    for (int i = 0; i < Math.min(left, CAPTURE); i++) {
      drawn.add(one.get());
    }
    return drawn;
  }

  private <T> List<T> hidden(List<T> all, Writing<T> writing) throws IOException {
    Path file = folder.resolve("all.pcap");
    write(file, all, writing);
    Set<Integer> found = found(file);
    List<T> hidden = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if (!found.contains(i) && isSilent(all.get(i), writing)) {
        hidden.add(all.get(i));
      }
    }
    return hidden;
  }

  private <T> boolean isSilent(T attacked, Writing<T> writing) throws IOException {
    Path alone = folder.resolve("alone.pcap");
    write(alone, List.of(attacked), writing);
    int exit = ScanRun.here(alone).exit();
    return exit != 1 && exit != 3;
  }

  private static <T> void write(Path file, List<T> all, Writing<T> writing) throws IOException {
    try (Wire wire = new Wire(file, 1)) {
      for (int i = 0; i < all.size(); i++) {
        writing.write(all.get(i), wire, Wire.v4(0x100000 + i));
        wire.pause(1);
      }
    }
  }

  private static Stream<String> alerts(Path file) {
    return ScanRun.said("scan", "--format", "jsonl", file.toString())
        .lines()
        .filter(line -> line.contains("\"kind\":\"alert\""));
  }

  /** The numbers of clients that a scan of the file flags. */
  private static Set<Integer> found(Path file) {
    Set<Integer> found = new HashSet<>();
    alerts(file)
        .forEach(
            line -> {
              Matcher source = SOURCE.matcher(line);
              if (source.find()) {
                int address =
                    source.group(1) == null
                        ? part(source, 4, 16) << 16 | part(source, 5, 16)
                        : part(source, 1, 10) << 16
                            | part(source, 2, 10) << 8
                            | part(source, 3, 10);
                found.add(address - 0x100000);
              }
            });
    return found;
  }

  private static int part(Matcher address, int group, int radix) {
    return Integer.parseInt(address.group(group), radix);
  }
}
