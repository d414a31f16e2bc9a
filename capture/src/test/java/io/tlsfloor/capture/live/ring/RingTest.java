package io.tlsfloor.capture.live.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

/** A kernel of our own fills the ring, by struct tpacket_block_desc and struct tpacket3_hdr. */
class RingTest {
  private static final int BLOCK = 1024;
  private static final int BLOCKS = 3;
  private static final int HOST = 0; // PACKET_HOST
  private static final int OUTGOING = 4; // PACKET_OUTGOING
  private static final int UNTAGGED = -1;

  private final ByteBuffer memory =
      ByteBuffer.allocateDirect(BLOCK * BLOCKS).order(ByteOrder.nativeOrder());
  private final Frame frame = new Frame();
  private int block;
  private int at;
  private int packets;

  private Ring ring(boolean skipOutgoing) {
    return new Ring(memory, BLOCK, skipOutgoing);
  }

  private void begin(int index) {
    block = index * BLOCK;
    at = block + 48;
    packets = 0;
    memory.putInt(block + 16, 48); // offset_to_first_pkt
  }

  private void packet(int seconds, int nanoseconds, int type, int tci, int... bytes) {
    memory.putInt(at, 128); // tp_next_offset
    memory.putInt(at + 4, seconds);
    memory.putInt(at + 8, nanoseconds);
    memory.putInt(at + 12, bytes.length);
    memory.putInt(at + 16, bytes.length + 1000);
    memory.putInt(at + 20, tci == UNTAGGED ? 1 : 1 | 1 << 4); // TP_STATUS_VLAN_VALID
    memory.putShort(at + 24, (short) 82); // tp_mac
    memory.putInt(at + 32, Math.max(0, tci));
    memory.put(at + 48 + 10, (byte) type); // sll_pkttype
    for (int i = 0; i < bytes.length; i++) {
      memory.put(at + 82 + i, (byte) bytes[i]);
    }
    at += 128;
    packets++;
  }

  private void handOver() {
    memory.putInt(block + 12, packets);
    memory.putInt(block + 8, 1); // TP_STATUS_USER
  }

  private boolean isTheKernels(int index) {
    return memory.getInt(index * BLOCK + 8) == 0;
  }

  @Test
  void readsFramesWhereTheyLie() {
    begin(0);
    packet(1_700_000_000, 999_999_999, HOST, UNTAGGED, 0x16, 0x03, 0x01);
    handOver();
    Ring ring = ring(false);

    assertThat(ring.nextNanos()).isEqualTo(1_700_000_000_999_999_999L);
    assertThat(ring.poll(frame, 5, 1)).isTrue();
    assertThat(frame.capturedLength()).isEqualTo(3);
    assertThat(frame.originalLength()).isEqualTo(1003);
    assertThat(frame.buffer().getShort(frame.offset())).isEqualTo((short) 0x1603);
    assertThat(frame.number()).isEqualTo(5);
    assertThat(frame.vlanTci()).isEqualTo(Frame.NO_TCI);
    assertThat(frame.buffer().isDirect()).isTrue();
  }

  @Test
  void takesTheTagFromTheHeader() {
    begin(0);
    packet(1, 0, HOST, 0, 1);
    packet(1, 0, HOST, 0x600C, 2); // priority 3, VLAN 12
    packet(1, 0, HOST, 0x0064, 3); // VLAN 100
    memory.putInt(at - 128 + 20, 1 | 1 << 4 | 1 << 6); // TP_STATUS_VLAN_TPID_VALID
    memory.putShort(at - 128 + 36, (short) 0x88A8);
    handOver();
    Ring ring = ring(false);

    ring.poll(frame, 1, 1);
    assertThat(frame.vlanTci()).isZero();
    ring.poll(frame, 2, 1);
    assertThat(frame.vlanTci()).isEqualTo(0x600C);
    ring.poll(frame, 3, 1);
    assertThat(frame.vlanTci()).isEqualTo(0x0064 | PacketView.SERVICE_TAG);
  }

  @Test
  void givesABlockBackOnlyWhenTheFrameAfterItsLastIsAskedFor() {
    begin(0);
    packet(1, 0, HOST, UNTAGGED, 1);
    handOver();
    Ring ring = ring(false);

    assertThat(ring.poll(frame, 1, 1)).isTrue();
    assertThat(isTheKernels(0)).isFalse();
    assertThat(ring.poll(frame, 2, 1)).isFalse();
    assertThat(isTheKernels(0)).isTrue();
  }

  @Test
  void goesRoundAndWaitsAtABlockThatIsTheKernels() {
    Ring ring = ring(false);
    for (int i = 0; i < 2 * BLOCKS; i++) {
      assertThat(ring.nextNanos()).isEqualTo(LiveCapture.NOTHING);
      begin(i % BLOCKS);
      packet(i, 0, HOST, UNTAGGED, i);
      handOver();
      assertThat(ring.poll(frame, i, 1)).isTrue();
      assertThat(frame.buffer().get(frame.offset())).isEqualTo((byte) i);
    }
  }

  @Test
  void stepsOverABlockWithoutPackets() {
    begin(0);
    handOver(); // the kernel retires a block whose time is over
    begin(1);
    packet(9, 0, HOST, UNTAGGED, 9);
    handOver();

    assertThat(ring(false).nextNanos()).isEqualTo(9_000_000_000L);
  }

  @Test
  void leavesOutWhatWasSentWhereItIsReceivedToo() {
    begin(0);
    packet(1, 0, OUTGOING, UNTAGGED, 1);
    packet(2, 0, HOST, UNTAGGED, 2);
    packet(3, 0, OUTGOING, UNTAGGED, 3);
    handOver();
    Ring in = ring(true);
    assertThat(in.poll(frame, 1, 1)).isTrue();
    assertThat(frame.buffer().get(frame.offset())).isEqualTo((byte) 2);
    assertThat(in.poll(frame, 2, 1)).isFalse();
  }
}
