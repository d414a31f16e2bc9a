package io.tlsfloor.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.testing.Rounds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Bytes put together from pieces in any order, against a map from place to byte. */
class ReassemblyTest {
  private static final int LOOKED_AT = 2; // places after each piece

  private final BufferPool pool = new BufferPool();
  private final FrameMark frame = new FrameMark();
  private final Set<Integer> brought = new HashSet<>(); // places
  private final Set<Integer> givenUp = new HashSet<>();
  private final Random looks = new Random(5);
  private long number;

  private void begin(Reassembly bytes) {
    bytes.begin(pool);
    brought.clear();
    givenUp.clear();
  }

  private boolean add(Reassembly bytes, int from, byte[] piece) {
    return add(bytes, from, piece, OptionalInt.empty());
  }

  private boolean addAnswer(Reassembly bytes, int from, byte[] piece, int answered) {
    return add(bytes, from, piece, OptionalInt.of(answered));
  }

  private boolean add(Reassembly bytes, int from, byte[] piece, OptionalInt answered) {
    frame.set("a.pcap", ++number, number * 1000);
    ByteBuffer source = ByteBuffer.wrap(piece);
    int had = bytes.have();
    if (!bytes.isTooFar(from, from + piece.length) && from + piece.length > had) {
      IntStream.range(from, from + piece.length).forEach(brought::add);
    }
    boolean news =
        answered.isPresent()
            ? bytes.addAnswer(pool, from, source, 0, piece.length, frame, answered.getAsInt())
            : bytes.add(pool, from, source, 0, piece.length, frame);
    check(bytes, had);
    return news;
  }

  private void skipTo(Reassembly bytes, int place) {
    int had = bytes.have();
    IntStream.range(had, place).filter(each -> !brought.contains(each)).forEach(givenUp::add);
    bytes.skipTo(place);
    check(bytes, had);
  }

  /** What always holds, see {@link Reassembly}. */
  private void check(Reassembly bytes, int had) {
    int[] kept = bytes.kept();
    for (int i = 0; i < kept.length; i += 2) {
      assertThat(kept[i]).isLessThan(kept[i + 1]);
      assertThat(i == 0 || kept[i - 1] < kept[i]).as("a gap between").isTrue();
      assertThat(kept[i] > bytes.have() || kept[i + 1] <= bytes.have()).as("in order").isTrue();
      assertThat(bytes.index(kept[i])).isNotNegative();
      assertThat(bytes.index(kept[i + 1])).isLessThanOrEqualTo(bytes.buffer().capacity());
    }
    assertThat(bytes.have()).isGreaterThanOrEqualTo(had);
    for (int i = 0; i < LOOKED_AT && bytes.available() > 0 && bytes.buffer().capacity() > 0; i++) {
      checkUnread(bytes, bytes.position() + looks.nextInt(bytes.available()));
    }
  }

  /** A place that was not read has its byte and the frame that brought it, or is given up. */
  private void checkUnread(Reassembly bytes, int place) {
    if (brought.contains(place)) {
      boolean goesOn = place + 1 < bytes.have() && brought.contains(place + 1);
      assertThat(bytes.holds(place, place + (goesOn ? 2 : 1))).as("in one range").isTrue();
      assertThat(frames(bytes, place, place + 1)).as("marked").isNotEmpty();
    } else {
      assertThat(givenUp).contains(place);
    }
  }

  private static byte[] piece(Random random, int length, int values) {
    byte[] piece = new byte[length];
    for (int i = 0; i < length; i++) {
      piece[i] = (byte) random.nextInt(values);
    }
    return piece;
  }

  @Test
  void ofPiecesInAnyOrderTheFirstCopyOfAByteStays() {
    Random random = new Random(20_261_130);
    Reassembly bytes = new Reassembly();
    for (int round = 0; round < Rounds.some(2_000); round++) {
      begin(bytes);
      Map<Integer, Byte> first = new HashMap<>();
      int conflicts = 0;
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt(300);
        byte[] piece = piece(random, 1 + random.nextInt(60), 2);
        boolean differs = false;
        for (int at = 0; at < piece.length; at++) {
          Byte known = first.get(from + at);
          differs |= known != null && known != piece[at];
        }
        int had = bytes.have();

        boolean news = add(bytes, from, piece);

        conflicts += differs ? 1 : 0;
        for (int at = 0; at < piece.length; at++) {
          first.putIfAbsent(from + at, piece[at]);
        }
        assertThat(news).isEqualTo(bytes.have() > had);
        assertThat(first).doesNotContainKey(bytes.have());
        assertThat(bytes.conflicts()).isEqualTo(conflicts);
        byte[] there = new byte[bytes.have()];
        byte[] expected = new byte[bytes.have()];
        for (int at = 0; at < there.length; at++) {
          there[at] = bytes.buffer().get(bytes.index(at));
          expected[at] = first.get(at);
        }
        assertThat(there).isEqualTo(expected);
        assertThat(bytes.isWaiting())
            .isEqualTo(first.keySet().stream().anyMatch(p -> p > bytes.have()));
      }
    }
  }

  /** A reader that takes some, passes others over, and gives gaps up, gets the first copies. */
  @Test
  void aReaderGetsTheFirstCopiesWhereverItIs() {
    Random random = new Random(7);
    Reassembly bytes = new Reassembly();
    for (int round = 0; round < Rounds.some(300); round++) {
      begin(bytes);
      Map<Integer, Byte> first = new HashMap<>();
      int length = 20_000;
      int at = 0;
      while (at < length) {
        int from = Math.max(0, at + random.nextInt(3_000) - 1_000);
        byte[] piece = piece(random, 1 + random.nextInt(1_400), 256);
        if (bytes.isTooFar(from, from + piece.length)) {
          skipTo(bytes, bytes.isWaiting() ? bytes.waitingFrom() : from);
          continue;
        }
        if (from + piece.length > bytes.have()) {
          for (int i = 0; i < piece.length; i++) {
            if (from > bytes.have() || from + i >= bytes.have()) {
              first.putIfAbsent(from + i, piece[i]);
            }
          }
        }
        add(bytes, from, piece);
        at = Math.max(at, bytes.have());
        while (bytes.available() > 0) {
          int take = 1 + random.nextInt(bytes.available());
          for (int i = 0; i < take; i++) {
            Byte expected = first.get(bytes.position() + i);
            byte read = bytes.buffer().get(bytes.index() + i);
            if (expected != null && read != expected) { // an assertion of each takes long
              assertThat(read).as("place %d", bytes.position() + i).isEqualTo(expected);
            }
          }
          bytes.advance(random.nextInt(4) == 0 ? take + random.nextInt(3_000) : take);
        }
        if (random.nextInt(20) == 0 && bytes.isWaiting()) {
          int had = bytes.have();
          int waiting = bytes.waitingFrom();
          skipTo(bytes, waiting);
          assertThat(bytes.have()).isGreaterThan(waiting);
          for (int place = had; place < waiting; place++) {
            first.remove(place);
          }
        }
        assertThat(bytes.heldBytes()).isLessThan(5 * Reassembly.MAX_ROOM);
      }
    }
  }

  /** A piece as the model has it, while its bytes may be asked for. */
  private record Sent(int from, int to, boolean answers, int answered) {
    private boolean holds(int place) {
      return from <= place && place < to;
    }

    private boolean answersMoreThan(int wanted) {
      return answers && answered - wanted > 0;
    }
  }

  /**
   * A byte may be read if a copy of it answers no more than what was read; the model looks at each.
   */
  @Test
  void bytesThatAnswerOthersAreReadableUpToWhatTheyAnswer() {
    Random random = new Random(47);
    int base = 0xFFFFFF80; // numbers turn over
    Reassembly bytes = new Reassembly();
    for (int round = 0; round < Rounds.some(3_000); round++) {
      begin(bytes);
      List<Sent> sent = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        int from = Math.max(0, bytes.position() + random.nextInt(60) - 10);
        byte[] piece = new byte[1 + random.nextInt(30)];
        int to = from + piece.length;
        boolean answers = random.nextInt(8) > 0;
        int answered = base + random.nextInt(300);
        boolean isRead = bytes.position() >= bytes.have() && !bytes.isWaiting();
        if (to > bytes.have() && to > bytes.position()) {
          if (isRead) {
            sent.clear();
          }
          sent.add(new Sent(from, to, answers, answered));
        }
        if (answers) {
          addAnswer(bytes, from, piece, answered);
        } else {
          add(bytes, from, piece);
        }
        int wanted = base + random.nextInt(300);

        assertThat(bytes.readable(wanted)).isEqualTo(readable(bytes, sent, wanted));
        assertThat(bytes.answered(base)).isEqualTo(answered(bytes, sent, base));

        if (bytes.available() > 0 && random.nextBoolean()) {
          bytes.advance(1 + random.nextInt(bytes.available()));
        }
      }
    }
  }

  private static int readable(Reassembly bytes, List<Sent> sent, int wanted) {
    if (sent.stream().noneMatch(each -> each.holds(bytes.position()))) {
      return bytes.have();
    }
    int place = bytes.position();
    while (place < bytes.have() && isReadable(place, sent, wanted)) {
      place++;
    }
    return place;
  }

  private static boolean isReadable(int place, List<Sent> sent, int wanted) {
    return sent.stream().anyMatch(each -> each.holds(place) && !each.answersMoreThan(wanted));
  }

  private static int answered(Reassembly bytes, List<Sent> sent, int base) {
    return sent.stream()
        .filter(each -> each.holds(bytes.position()) && each.answers())
        .mapToInt(each -> each.answered() - base)
        .min()
        .orElse(Integer.MAX_VALUE);
  }

  @Test
  void whatLiesTooFarAheadIsLeftOutAndSaid() {
    Reassembly bytes = new Reassembly();
    begin(bytes);

    assertThat(bytes.isTooFar(Reassembly.MAX_ROOM, Reassembly.MAX_ROOM + 1)).isTrue();
    assertThat(add(bytes, Reassembly.MAX_ROOM, new byte[1])).isFalse();
    assertThat(bytes.overflowed()).isTrue();
    assertThat(bytes.isWaiting()).isFalse();
  }

  @Test
  void piecesWithGapsBetweenThemAreBounded() {
    Reassembly bytes = new Reassembly();
    begin(bytes);
    for (int i = 1; i <= Reassembly.MAX_RANGES; i++) {
      add(bytes, 3 * i, new byte[1]);
    }

    assertThat(bytes.isTooFar(5_000, 5_001)).isTrue();
    assertThat(bytes.isTooFar(0, 5_001)).as("what comes next always fits").isFalse();
    assertThat(bytes.heldBytes()).isLessThan(20_000);
  }

  @Test
  void whatIsClosedCountsBytesAndHoldsNone() {
    Reassembly bytes = new Reassembly();
    begin(bytes);
    add(bytes, 0, new byte[100]);

    bytes.close(pool);

    assertThat(bytes.heldBytes()).isZero();
    assertThat(add(bytes, 5_000, new byte[10])).isFalse();
    assertThat(bytes.have()).isEqualTo(5_010);
  }

  @Test
  void theFirstByteCanTurnOutNotToBeTheFirst() {
    Reassembly bytes = new Reassembly();
    begin(bytes);
    add(bytes, 0, new byte[] {4, 5, 6});
    bytes.advance(3);

    assertThat(bytes.beginEarlier(pool, 3)).isTrue();
    brought.addAll(Set.of(3, 4, 5));
    assertThat(bytes.available()).isZero();
    assertThat(add(bytes, 0, new byte[] {1, 2, 3})).isTrue();

    assertThat(bytes.available()).isEqualTo(6);
    for (int i = 0; i < 6; i++) {
      assertThat(bytes.buffer().get(bytes.index() + i)).isEqualTo((byte) (i + 1));
    }
    assertThat(frames(bytes, 0, 6)).extracting(FrameRef::number).containsExactly(2L, 1L);
  }

  @Test
  void framesAreNamedInTheOrderOfTheBytesAndCopiesAreNot() {
    Reassembly bytes = new Reassembly();
    begin(bytes);
    add(bytes, 20, new byte[10]);
    add(bytes, 10, new byte[10]);
    add(bytes, 12, new byte[5]);
    add(bytes, 0, new byte[10]);

    assertThat(frames(bytes, 0, 30)).extracting(FrameRef::number).containsExactly(4L, 2L, 1L);
    assertThat(frames(bytes, 10, 20)).extracting(FrameRef::number).containsExactly(2L);
    assertThat(bytes.boundary(1)).isEqualTo(10);
    assertThat(bytes.boundary(21)).isEqualTo(30);
  }

  @Test
  void ofManyFramesTheFirstAndTheLastAreNamed() {
    Reassembly bytes = new Reassembly();
    begin(bytes);
    for (int i = 0; i < 200; i++) {
      add(bytes, i, new byte[1]);
    }

    List<FrameRef> frames = frames(bytes, 0, 200);

    assertThat(frames).hasSize(Reassembly.MAX_FRAMES);
    assertThat(frames.get(Reassembly.MAX_FRAMES - 1).number()).isEqualTo(200);
  }

  @Test
  void framesThatAreHeldStayThoughTheirBytesWereRead() {
    Reassembly bytes = new Reassembly();
    begin(bytes);
    add(bytes, 0, new byte[10]);
    bytes.hold(0);
    bytes.advance(10);
    add(bytes, 10, new byte[10]);
    assertThat(frames(bytes, 0, 20)).hasSize(2);

    bytes.hold(-1);
    bytes.advance(10);
    add(bytes, 20, new byte[10]);

    assertThat(frames(bytes, 0, 30)).hasSize(1);
  }

  private static List<FrameRef> frames(Reassembly bytes, int from, int to) {
    List<FrameRef> found = new ArrayList<>();
    bytes.frames(from, to, found);
    return found;
  }
}
