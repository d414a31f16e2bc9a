package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.packet.PacketView;
import java.util.List;

/**
 * Is told by the analyzer which frames it reads for which connection, and may have what is read of
 * one recorded.
 */
public interface Recorder {
  /** Records nothing. */
  Recorder NONE = new Recorder() {};

  /** Says which frame is looked at. */
  default void look(Frame frame, String source) {}

  /** Packet time goes on. */
  default void time(long nowNanos) {}

  /**
   * The frame holds a fragment.
   *
   * @param waits whether its datagram waits for others
   */
  default void fragment(PacketView packet, boolean waits) {}

  /** The frame made a datagram whole: it stands for all its fragments from now on. */
  default void whole(long[] frames) {}

  /**
   * Says that fragments are looked at once more, since the rest of their datagram never came.
   *
   * @param first the frame of the first of them
   * @param frames of all of them
   */
  default void parts(FrameMark first, List<Long> frames) {}

  /** A connection begins with the frame: takes what is read of it. */
  default ConnectionRecorder begin() {
    return ConnectionRecorder.NONE;
  }

  /**
   * The frame is one of a connection.
   *
   * @param flow any object that stands for it until {@link #drop}
   * @param payload bytes of payload in it
   * @param event whether it is a SYN, FIN or RST
   */
  default void keep(Object flow, int payload, boolean event) {}

  /** The frame is an answer that names servers. */
  default void answer() {}

  /** The frame ends such an answer, whose beginning is in frames kept for {@code flow}. */
  default void answer(Object flow) {}

  /** A connection is about to be reported. */
  default void tell(Object flow, TlsConnection connection) {}

  /** The connection was reported. */
  default void forgetTold() {}

  /** Nothing more of a connection will come. */
  default void drop(Object flow) {}
}
