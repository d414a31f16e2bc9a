package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.PrefaceKind;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Is told what the readers of one direction find, and where. Places count from the first byte of a
 * stream; those of datagrams are indexes in the buffer that they are read from.
 */
public interface SideRecorder {
  /** Records nothing. */
  SideRecorder NONE = new SideRecorder() {};

  /** Nothing of what was read counts: it is read again, or was none of it. */
  default void forget() {}

  /**
   * A TLS record's header.
   *
   * @param type of its content
   * @param length of its content
   * @param clear whether that is in clear
   * @param within whether a message that began in an earlier one goes on in it
   */
  default void record(int place, int type, int length, boolean clear, boolean within) {}

  /** Bytes of a handshake message; more of it may come. */
  default void handshake(int place, int count, boolean begins) {}

  /** Bytes that say nothing but that they came. */
  default void noted(int place, int length) {}

  /** A hello in SSLv2 format. */
  default void sslV2(int place, int length) {}

  /** Bytes of a dialogue. */
  default void dialogue(PrefaceKind kind, int place, int length) {}

  /** A DTLS record whose content lies at {@code content}. */
  default void dtlsRecord(int at, int length, int content, int type, boolean clear) {}

  /**
   * A fragment of a handshake message of DTLS.
   *
   * @param header bytes of its header
   * @param key of the message
   * @param from offset in the message's body
   * @param count bytes of that
   * @param whole bytes of all of the body
   */
  default void dtlsFragment(int at, int header, int key, int from, int count, int whole) {}

  /** A QUIC packet with a long header. */
  default void quic(int at, int to) {}

  /** A QUIC packet with a short header; a reader has to find the datagram up to {@code to}. */
  default void quicShort(int at, int to) {}

  /** A handshake message that was decrypted from some frames. */
  default void decrypted(ByteBuffer buffer, int at, int length, List<FrameRef> from) {}
}
