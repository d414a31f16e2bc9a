package io.tlsfloor.capture.record;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds names of servers in frames that are none of their connections' own: DNS answers. */
public final class NameFrames {
  private static final int MAX_LABEL = 63; // RFC 1035 §2.3.4

  private final Map<Long, List<TlsConnection>> naming = new HashMap<>(); // by frame
  private final IdentityHashMap<TlsConnection, List<LocatedMessage>> found =
      new IdentityHashMap<>();

  /** For the servers of some connections. */
  public NameFrames(List<TlsConnection> connections) {
    for (TlsConnection connection : connections) {
      for (NameSeen name : connection.names()) {
        name.frame()
            .ifPresent(
                ref ->
                    naming.computeIfAbsent(ref.number(), f -> new ArrayList<>()).add(connection));
      }
    }
  }

  /** Takes a frame of the file. */
  public void frame(Frame frame) {
    List<TlsConnection> named = naming.remove(frame.number());
    if (named == null) {
      return;
    }
    byte[] bytes = new byte[frame.capturedLength()];
    frame.buffer().get(frame.offset(), bytes);
    for (TlsConnection connection : new LinkedHashSet<>(named)) {
      for (NameSeen name : connection.names()) {
        name.frame()
            .filter(ref -> ref.number() == frame.number())
            .map(ref -> message(ref, bytes, name))
            .ifPresent(found.computeIfAbsent(connection, c -> new ArrayList<>())::add);
      }
    }
  }

  /** Returns what frames say of a connection's server. */
  public List<LocatedMessage> of(TlsConnection connection) {
    return found.getOrDefault(connection, List.of());
  }

  private static LocatedMessage message(FrameRef frame, byte[] bytes, NameSeen name) {
    byte[] labels = labels(name.name());
    int at = find(bytes, labels);
    RecordedBytes side = new RecordedBytes();
    if (at >= 0) {
      FrameBytes there = new FrameBytes(0, labels.length, frame.number(), at);
      side.put(0, List.of(there), ByteBuffer.wrap(bytes), at);
    }
    Field field = new Field("name", 0, labels.length, Privacy.PUBLIC, name.name(), "RFC 1035 §3.1");
    Message message =
        new Message(
            "name by " + name.from().name().toLowerCase(Locale.ROOT).replace('_', ' '),
            labels.length,
            at < 0 ? new ByteRuns() : ByteRuns.of(0, labels.length),
            List.of(field),
            at < 0 ? "written in pieces, by pointers (RFC 1035 §4.1.4)" : "");
    return LocatedMessage.of(false, message, side, List.of(frame));
  }

  /** A name as it stands in a message, without the root. */
  private static byte[] labels(String name) {
    ByteArrayOutputStream labels = new ByteArrayOutputStream();
    for (String label : name.split("\\.")) {
      byte[] text = label.getBytes(StandardCharsets.ISO_8859_1);
      labels.write(Math.min(text.length, MAX_LABEL));
      labels.writeBytes(text);
    }
    return labels.toByteArray();
  }

  /** Whatever the case: RFC 1035 §2.3.3. */
  private static int find(byte[] in, byte[] what) {
    for (int at = 0; at + what.length <= in.length; at++) {
      int same = 0;
      while (same < what.length && lower(in[at + same]) == lower(what[same])) {
        same++;
      }
      if (same == what.length) {
        return at;
      }
    }
    return -1;
  }

  private static int lower(byte b) {
    return b >= 'A' && b <= 'Z' ? b + 32 : b;
  }
}
