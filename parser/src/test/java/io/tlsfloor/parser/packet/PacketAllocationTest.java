package io.tlsfloor.parser.packet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The walk through a packet allocates nothing, good packet or bad. */
class PacketAllocationTest {
  private static final int PACKETS = 1_000_000;

  /** Holds what the measurement itself, or the compiler on our thread, may take. */
  private static final long SLACK_BYTES = 10_000;

  @Test
  void aMillionPacketsAllocateNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    List<SampleFrame> frames = SampleFrame.all();
    SampleFrame[] frame = frames.toArray(SampleFrame[]::new);
    ByteBuffer[] buffer =
        frames.stream().map(f -> ByteBuffer.wrap(f.bytes())).toArray(ByteBuffer[]::new);
    PacketView packet = new PacketView();
    walk(packet, frame, buffer, 20_000);

    long before = threads.getCurrentThreadAllocatedBytes();
    long payload = walk(packet, frame, buffer, PACKETS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    assertThat(payload).isPositive();
    assertThat(allocated).isLessThan(SLACK_BYTES);
  }

  private static long walk(
      PacketView packet, SampleFrame[] frame, ByteBuffer[] buffer, int packets) {
    long payload = 0;
    for (int i = 0; i < packets; i++) {
      int which = i % frame.length;
      int length = frame[which].bytes().length;
      int captured = length - i / frame.length % 3;
      packet.wrap(frame[which].linkType(), buffer[which], 0, captured, length);
      payload += packet.payloadLength() + packet.tunnelHash() % 2 + packet.vlan();
    }
    return Math.abs(payload) + 1;
  }
}
