package io.tlsfloor.capture.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A stream that begins again, for another connection, has nothing of the one before. */
class StreamAgainTest {
  private static final int SEQUENCE = 7000;

  private final BufferPool buffers = new BufferPool();
  private final FrameMark frame = new FrameMark();

  /** Uses nothing of what it is offered. */
  private static final class Waiting implements StreamReader {
    final List<String> told = new ArrayList<>();

    @Override
    public int read(OrderedBytes stream, ByteBuffer buffer, int start, int length) {
      told.add(stream.direction() + ": " + length + " at " + stream.readOffset());
      return 0;
    }

    @Override
    public boolean again(
        OrderedBytes stream, long offset, ByteBuffer buffer, int start, int length) {
      return true;
    }

    @Override
    public boolean keeps(OrderedBytes stream, long offset, int length) {
      return false;
    }

    @Override
    public boolean hasFirst(
        OrderedBytes stream, long offset, ByteBuffer buffer, int start, int length) {
      return false;
    }

    @Override
    public void hole(OrderedBytes stream, ByteBuffer kept, int keptLength, long missing) {}

    @Override
    public void end(OrderedBytes stream, ByteBuffer kept, int keptLength) {}
  }

  @Test
  void readsTheSameInAStreamThatWasUsedAsInANewOne() {
    Waiting reader = new Waiting();
    Stream[] streams = Stream.pair(buffers, reader);
    use(streams);
    List<String> first = List.copyOf(reader.told);
    for (Stream stream : streams) {
      stream.begin();
      assertThat(stream.heldBytes()).isLessThan(200);
      assertThat(stream.frames(0, Long.MAX_VALUE)).isEmpty();
    }
    reader.told.clear();
    use(streams);

    assertThat(reader.told).isNotEmpty().isEqualTo(first);
  }

  @Test
  void buffersHoldWhatIsAskedForAndAreLentAgain() {
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
}
