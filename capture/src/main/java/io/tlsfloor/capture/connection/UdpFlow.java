package io.tlsfloor.capture.connection;

/** Two UDP ports that exchange DTLS or QUIC. */
final class UdpFlow extends TrackedFlow {
  /** The association of the hello seen last, so that its retransmission is not another. */
  HelloDigest association = HelloDigest.NONE;
}
