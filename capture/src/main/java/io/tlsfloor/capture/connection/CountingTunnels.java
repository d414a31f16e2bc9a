package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.flow.FlowKey;
import io.tlsfloor.parser.packet.OpenVpn;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.packet.TunnelCounter;
import java.nio.ByteBuffer;

/**
 * Recognises the data of encrypted tunnels on any port, by numbers that count up from packet to
 * packet. Of each direction the latest number is remembered, in a table of fixed size that others
 * overwrite.
 */
final class CountingTunnels {
  private static final int SLOTS = 1 << 10;
  private static final int ENOUGH = 4; // packets in turn that count: less may be chance

  private final long[] sessions = new long[SLOTS];
  private final long[] counters = new long[SLOTS];
  private final int[] runs = new int[SLOTS];

  /** How many packets a datagram shows to be of a tunnel: those before it as well, once. */
  int datagram(FlowKey key, PacketView packet) {
    return look(key, packet, 0);
  }

  /** The same of a segment of TCP that is one message of OpenVPN, or begins a session. */
  int segment(FlowKey key, PacketView packet) {
    ByteBuffer buffer = packet.buffer();
    int at = packet.payloadStart();
    int available = packet.payloadLength();
    int length = available + packet.missing();
    if (!OpenVpn.isSegment(buffer, at, available, length)) {
      return 0;
    }
    return OpenVpn.beginsSegment(buffer, at, available, length)
        ? 1
        : look(key, packet, OpenVpn.LENGTH_BYTES);
  }

  private int look(FlowKey key, PacketView packet, int before) {
    int at = packet.payloadStart() + before;
    int available = packet.payloadLength() - before;
    long session =
        TunnelCounter.session(packet.buffer(), at, available, available + packet.missing());
    if (session == TunnelCounter.NONE) {
      return 0;
    }
    long mixed = session * 31 ^ key.hash() ^ key.direction();
    int slot = ((int) (key.hash() >>> 20) & (SLOTS - 2)) | key.direction();
    long counter = TunnelCounter.counter(packet.buffer(), at);
    boolean next = sessions[slot] == mixed && TunnelCounter.isNext(counters[slot], counter);
    sessions[slot] = mixed;
    counters[slot] = counter;
    runs[slot] = next ? Math.min(runs[slot] + 1, ENOUGH + 1) : 1;
    return runs[slot] < ENOUGH ? 0 : runs[slot] == ENOUGH ? ENOUGH : 1;
  }
}
