package io.tlsfloor.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamPoolTest {
  private static final int SEQUENCE = 7000;

  private final StreamPool pool = new StreamPool();
  private final FrameMark frame = new FrameMark();

  /** Uses nothing of what it is offered. */
  private static final class Waiting implements StreamReader {
    final List<String> told = new ArrayList<>();

    @Override
    public int read(Stream stream, ByteBuffer buffer, int start, int length) {
      told.add(stream.direction() + ": " + length + " at " + stream.readOffset());
      return 0;
    }

    @Override
    public boolean again(Stream stream, long offset, ByteBuffer buffer, int start, int length) {
      return true;
    }

    @Override
    public void hole(Stream stream, ByteBuffer kept, int keptLength, long missing) {}

    @Override
    public void end(Stream stream, ByteBuffer kept, int keptLength) {}
  }

  @Test
  void aConnectionFindsNothingOfTheOneBefore() throws IllegalAccessException {
    Stream[] used = pool.take(new Waiting());
    use(used);
    pool.give(used);

    StreamReader reader = new Waiting();
    Stream[] again = pool.take(reader);
    Stream[] fresh = new StreamPool().take(reader);

    assertThat(again).isSameAs(used);
    for (int direction = 0; direction < 2; direction++) {
      assertThat(state(again[direction])).isEqualTo(state(fresh[direction]));
      assertThat(again[direction].heldBytes()).isLessThan(200);
      assertThat(again[direction].frames(0, Long.MAX_VALUE)).isEmpty();
    }
  }

  @Test
  void readsTheSameInAStreamThatWasUsedAsInANewOne() {
    Waiting first = new Waiting();
    Waiting second = new Waiting();
    Stream[] streams = pool.take(first);
    use(streams);
    pool.give(streams);
    streams = pool.take(second);
    use(streams);

    assertThat(second.told).isNotEmpty().isEqualTo(first.told);
  }

  @Test
  void lendsNoPairToTwo() {
    Stream[] one = pool.take(new Waiting());
    Stream[] other = pool.take(new Waiting());

    assertThat(one[0]).isNotSameAs(other[0]);
  }

  @Test
  void buffersHoldWhatIsAskedForAndAreLentAgain() {
    BufferPool buffers = pool.buffers();
    for (int room = 1; room <= 1 << 17; room = room * 3 + 1) {
      ByteBuffer lent = buffers.take(room);
      assertThat(lent.capacity()).isGreaterThanOrEqualTo(room);
      buffers.give(lent);
      assertThat(buffers.take(room).capacity()).isEqualTo(lent.capacity());
    }
    ByteBuffer one = buffers.take(600);
    one.put(0, new byte[] {1, 2, 3});
    assertThat(buffers.widen(one, 3, 5000).slice(0, 3))
        .isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    assertThat(buffers.take(600)).isSameAs(one);
  }

  /** Bytes in order, ahead, again with others, a gap given up, an end; in both directions. */
  private void use(Stream[] streams) {
    long nanos = 1_000_000_000L;
    for (Stream stream : streams) {
      stream.captured();
      stream.startAt(SEQUENCE);
      stream.acknowledge(SEQUENCE + 2000);
      segment(stream, SEQUENCE, 700, nanos);
      segment(stream, SEQUENCE + 100, 300, nanos + 200_000_000L);
      segment(stream, SEQUENCE + 900, 100, nanos);
      stream.checkGap(nanos + io.tlsfloor.capture.stream.Waiting.GAP_NANOS + 1);
      segment(stream, SEQUENCE + 5000, 100, nanos);
      stream.endAt(SEQUENCE + 6000);
    }
    for (int i = 0; i < 40; i++) {
      segment(streams[0], SEQUENCE + 1000 + 1000 * i, 1000, nanos);
    }
    assertThat(streams[0].overflowed()).isTrue();
  }

  private void segment(Stream stream, int sequence, int length, long nanos) {
    frame.set("test.pcap", sequence, nanos);
    byte[] bytes = new byte[length];
    bytes[0] = (byte) sequence;
    stream.segment(sequence, SEQUENCE, ByteBuffer.wrap(bytes), 0, length, 0, frame);
  }

  /** All fields that are neither constant nor an object of the stream's own. */
  private static List<String> state(Stream stream) throws IllegalAccessException {
    List<String> state = new ArrayList<>();
    for (Field field : Stream.class.getDeclaredFields()) {
      if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isFinal(field.getModifiers())) {
        field.setAccessible(true);
        boolean other = field.getName().equals("other");
        state.add(field.getName() + " = " + (other ? "" : field.get(stream)));
      }
    }
    return state;
  }
}
