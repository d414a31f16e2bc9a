package io.tlsfloor.parser.quic;

/** Types of packets with a long header, in the order of version 1's numbers (RFC 9000 §17.2). */
public enum QuicPacketType {
  INITIAL,
  ZERO_RTT,
  HANDSHAKE,
  RETRY
}
