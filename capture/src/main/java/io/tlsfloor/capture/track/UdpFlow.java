package io.tlsfloor.capture.track;

/** Two UDP ports that exchange DTLS or QUIC. */
final class UdpFlow extends TrackedFlow {
  /** The hello of the connection that was told last, so that its retransmission is not another. */
  HelloDigest told = new HelloDigest(0, 0);
}
