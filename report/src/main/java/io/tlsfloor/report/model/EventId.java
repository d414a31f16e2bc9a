package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.report.text.Timestamps;
import java.nio.charset.StandardCharsets;
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
    StringBuilder text =
        new StringBuilder(160)
            .append(connection.transport())
            .append('|')
            .append(connection.client())
            .append('|')
            .append(connection.server())
            .append('|')
            .append(Timestamps.iso(evidence.first().time()))
            .append('|')
            .append(Timestamps.iso(hello.time()));
    if (!evidence.timeKnown()) {
      text.append('|').append(evidence.first().number()).append('|').append(hello.number());
    }
    connection.log().ifPresent(log -> text.append('|').append(log.writer()).append(log.id()));
    return hash(text.toString());
  }

  /** The digits of an id that nothing shares with {@code text}. */
  public static String hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(IdHash.sha256(bytes, bytes.length), 0, BYTES);
  }
}
