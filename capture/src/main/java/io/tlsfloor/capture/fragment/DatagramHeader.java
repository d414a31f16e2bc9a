package io.tlsfloor.capture.fragment;

import java.nio.ByteBuffer;

/** Writes the IP header of a datagram that was put together (RFC 791 §3.1, RFC 8200 §3). */
final class DatagramHeader {
  private static final int IPV4 = 20;
  private static final int IPV6 = 40;
  private static final int MAX_LENGTH = 0xFFFF; // of the datagram in IPv4, of the payload in IPv6
  private static final byte HOPS = 64;

  private DatagramHeader() {}

  static int length(DatagramKey key) {
    return key.v4() ? IPV4 : IPV6;
  }

  /** Index of the number of what is inside. */
  static int protocolAt(DatagramKey key) {
    return key.v4() ? 9 : 6;
  }

  /** The most payload that a datagram can have. */
  static int maxPayload(boolean v4) {
    return v4 ? MAX_LENGTH - IPV4 : MAX_LENGTH;
  }

  static void put(ByteBuffer to, DatagramKey key, int protocol, int payload) {
    if (key.v4()) {
      to.putShort((short) 0x4500).putShort((short) (IPV4 + payload));
      to.putShort((short) key.id()).putShort((short) 0); // no flags, offset 0
      to.put(HOPS).put((byte) protocol).putShort((short) 0); // no checksum
      to.putInt((int) key.sourceLow()).putInt((int) key.destinationLow());
    } else {
      to.putInt(0x60000000).putShort((short) payload).put((byte) protocol).put(HOPS);
      to.putLong(key.sourceHigh()).putLong(key.sourceLow());
      to.putLong(key.destinationHigh()).putLong(key.destinationLow());
    }
  }
}
