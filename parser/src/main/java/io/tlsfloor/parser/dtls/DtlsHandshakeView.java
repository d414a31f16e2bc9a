package io.tlsfloor.parser.dtls;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;

/** A fragment of a DTLS handshake message (RFC 6347 §4.2.2, RFC 9147 §5.2). */
public final class DtlsHandshakeView {
  /** Length of the header of each fragment. */
  public static final int HEADER_BYTES = 12;

  private static final int LENGTH = 1;
  private static final int MESSAGE_SEQUENCE = 4;
  private static final int FRAGMENT_OFFSET = 6;
  private static final int FRAGMENT_LENGTH = 9;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int there; // bytes from the fragment's first on

  /**
   * Points this view at a fragment and checks it.
   *
   * @param available bytes of the record's fragment that are there from {@code start} on
   * @param missing bytes of it that are not
   * @return whether it is one that lies in them, or begins there
   */
  public boolean wrap(ByteBuffer buffer, int start, int available, int missing) {
    this.buffer = buffer;
    this.start = start;
    there = available - HEADER_BYTES;
    return there >= 0
        && fragmentLength() <= there + missing
        && fragmentOffset() + fragmentLength() <= messageLength()
        && (fragmentLength() > 0 || messageLength() == 0);
  }

  /** Type of the message. */
  public int type() {
    return Bytes.u8(buffer, start);
  }

  /** Bytes of the whole message's body. */
  public int messageLength() {
    return Bytes.u24(buffer, start + LENGTH);
  }

  /** Number of the message in its flight; equal for all its fragments and retransmissions. */
  public int messageSequence() {
    return Bytes.u16(buffer, start + MESSAGE_SEQUENCE);
  }

  /** Where in the body this fragment begins. */
  public int fragmentOffset() {
    return Bytes.u24(buffer, start + FRAGMENT_OFFSET);
  }

  /** Bytes of the body in this fragment. */
  public int fragmentLength() {
    return Bytes.u24(buffer, start + FRAGMENT_LENGTH);
  }

  /** Index of the fragment's bytes. */
  public int fragmentStart() {
    return start + HEADER_BYTES;
  }

  /** Bytes of the body in this fragment that are there. */
  public int captured() {
    return Math.min(fragmentLength(), there);
  }

  /** Bytes of header and fragment. */
  public int length() {
    return HEADER_BYTES + fragmentLength();
  }
}
