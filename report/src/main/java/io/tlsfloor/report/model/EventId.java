package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

/**
 * An id for a connection that is the same whenever the same packets are read: from the file they
 * were captured to, from a part of it, or after a rotated set was merged.
 */
public final class EventId {
  private static final int BYTES = 16; // 128 bits: no two connections share one by chance

  private EventId() {}

  /**
   * Hashes transport, ends and the times of the first frame and of the first hello. Frame numbers
   * change when captures are cut or merged, so they count only where frames have no times. Of a log
   * its own id of the connection counts as well.
   */
  public static String of(TlsConnection connection) {
    Evidence evidence = connection.evidence();
    FrameRef hello =
        evidence.clientHello().isEmpty() ? evidence.first() : evidence.clientHello().get(0);
    HashInput text = new HashInput();
    text.put(connection.transport().name()).bar();
    text.put(connection.report().isEmpty() ? connection.client() : reported(connection)).bar();
    text.put(connection.server()).bar();
    text.put(evidence.first().time()).bar();
    text.put(hello.time());
    if (!evidence.timeKnown()) {
      text.bar();
      text.put(Long.toString(evidence.first().number())).bar();
      text.put(Long.toString(hello.number()));
    }
    if (connection.log().isPresent()) {
      LogEntry log = connection.log().get();
      return hash(text.and("|" + log.writer() + log.id()));
    }
    return hash(text.bytes, text.length);
  }

  /** The client as the report has it, whichever machine was found for it. */
  private static Peer reported(TlsConnection connection) {
    return connection.nat().orElse(connection.client());
  }

  /**
   * Holds what is hashed, in ASCII: written without objects, as each line that is reported has an
   * id.
   */
  private static final class HashInput {
    private static final int ROOM = 256; // more than all parts together

    private final byte[] bytes = new byte[ROOM];
    private int length;

    void bar() {
      bytes[length++] = '|';
    }

    @SuppressWarnings("deprecation") // what is put is ASCII
    HashInput put(String part) {
      part.getBytes(0, part.length(), bytes, length);
      length += part.length();
      return this;
    }

    HashInput put(Peer peer) {
      boolean v4 = peer.address().v4();
      put(v4 ? "" : "[");
      length = peer.address().write(bytes, length);
      return put(v4 ? ":" : "]:").put(Integer.toString(peer.port()));
    }

    HashInput put(Instant time) {
      length = Timestamps.iso(time, bytes, length);
      return this;
    }

    String and(String more) {
      return new String(bytes, 0, length, StandardCharsets.US_ASCII) + more;
    }
  }

  /** The digits of an id that nothing shares with {@code text}. */
  public static String hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return hash(bytes, bytes.length);
  }

  private static String hash(byte[] bytes, int length) {
    return HexFormat.of().formatHex(IdHash.sha256(bytes, length), 0, BYTES);
  }
}
