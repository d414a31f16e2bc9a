package io.tlsfloor.capture.record;

import java.util.List;

/**
 * A frame that proves something, and how much of it.
 *
 * @param frame as it was captured
 * @param bytes of it that are needed, from the first on, as they leave: some are blanked, and then
 *     there is no checksum over them. Not to be changed
 * @param blanked bytes among them that are not: their number counts, not what they say
 * @param role what it is for
 * @param fromClient who sent it; of no meaning for an answer that holds a name
 * @param messages what it holds of messages that facts were read from
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ProvingFrame(
    KeptFrame frame,
    byte[] bytes,
    List<Range> blanked,
    Role role,
    boolean fromClient,
    List<LocatedMessage> messages) {
  /** Stands for a byte that is blanked. */
  public static final byte BLANK = '*';

  /** Says what a frame is for. */
  public enum Role {
    /** A packet of the connection, or its last fragment. */
    PACKET,
    /** The packet that opens it: SYN. */
    SYN,
    /** The answer to that: SYN and ACK. */
    SYN_ACK,
    /** Acknowledges, and says nothing more. */
    ACK,
    /** FIN: its sender says no more. */
    FIN,
    /** RST: its sender breaks off. */
    RST,
    /** A fragment of a datagram. */
    FRAGMENT,
    /** A DNS answer with a name of the server, or a part of one. */
    NAME
  }

  /** Bytes of the frame, by offset and number. */
  public record Range(int offset, int length) {}

  /** Copies the lists. */
  public ProvingFrame {
    blanked = List.copyOf(blanked);
    messages = List.copyOf(messages);
  }

  /** The same with other messages. */
  public ProvingFrame with(List<LocatedMessage> others) {
    return new ProvingFrame(frame, bytes, blanked, role, fromClient, others);
  }

  /** How many bytes are blanked. */
  public int blankedBytes() {
    return blanked.stream().mapToInt(Range::length).sum();
  }
}
