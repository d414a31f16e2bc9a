package io.tlsfloor.capture.record;

import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Transport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says in sentences how packets were put together. */
final class Assembly {
  private static final int MAX_LISTED = 8;

  private final TlsConnection connection;
  private final Recording recording;

  Assembly(TlsConnection connection, Recording recording) {
    this.connection = connection;
    this.recording = recording;
  }

  List<String> sentences(List<LocatedMessage> messages) {
    List<String> all = new ArrayList<>();
    tunnels(all);
    if (!connection.way().prefaces().isEmpty()) {
      all.add(
          "Before TLS came "
              + String.join(", then ", PrefaceKind.labels(connection.way().prefaces()))
              + ".");
    }
    fragments(all);
    if (connection.transport() == Transport.TCP) {
      holes(all, recording.client().bytes(), "client");
      holes(all, recording.server().bytes(), "server");
    }
    for (LocatedMessage message : messages) {
      if (message.frames().size() > 1) {
        all.add(message.name() + " was put together from " + frames(message.frames()) + ".");
      }
    }
    copies(all);
    for (Contradiction each : connection.evidence().contradictions()) {
      all.add("Contradiction " + each.id() + ": " + each.meaning() + ". What came first counts.");
    }
    return all;
  }

  private void tunnels(List<String> all) {
    Map<List<String>, Set<Boolean>> seen = new LinkedHashMap<>();
    for (RecordedPacket packet : recording.packets()) {
      if (!packet.tunnels().isEmpty()) {
        seen.computeIfAbsent(packet.tunnels(), t -> new LinkedHashSet<>()).add(packet.fromClient());
      }
    }
    seen.forEach(
        (tunnels, from) ->
            all.add(
                (from.size() == 2
                        ? "Packets of both sides"
                        : from.contains(true) ? "Packets of the client" : "Packets of the server")
                    + " came inside "
                    + String.join(", in it ", tunnels)
                    + "."));
  }

  private void fragments(List<String> all) {
    for (RecordedPacket packet : recording.packets()) {
      if (!packet.fragments().isEmpty()) {
        all.add(
            "Frame "
                + packet.frame()
                + " makes an IP datagram whole that came in fragments, in "
                + frames(packet.fragments())
                + ".");
      }
    }
  }

  private void holes(List<String> all, RecordedBytes stream, String who) {
    int at = stream.next(0);
    if (at < 0) {
      return;
    }
    if (at > 0) {
      all.add("The first " + at + " bytes of the " + who + " are not in the capture.");
    }
    int told = 0;
    int end = stream.end(at);
    for (int next = stream.next(end); next >= 0 && told < MAX_LISTED; next = stream.next(end)) {
      all.add(
          "Of the "
              + who
              + "'s stream, bytes "
              + end
              + " to "
              + (next - 1)
              + " are not in the capture.");
      end = stream.end(next);
      told++;
    }
  }

  private void copies(List<String> all) {
    List<Long> copies = new ArrayList<>();
    for (RecordedPacket packet : recording.packets()) {
      if (packet.copy()) {
        copies.add(packet.frame());
      }
    }
    if (!copies.isEmpty()) {
      String said = frames(copies);
      all.add(
          Character.toUpperCase(said.charAt(0))
              + said.substring(1)
              + (copies.size() == 1 ? " repeats" : " repeat")
              + " bytes that were there already: sent again, or captured twice.");
    }
  }

  private static String frames(List<Long> numbers) {
    StringBuilder text = new StringBuilder(numbers.size() == 1 ? "frame " : "frames ");
    for (int i = 0; i < Math.min(numbers.size(), MAX_LISTED); i++) {
      text.append(i == 0 ? "" : ", ").append(numbers.get(i));
    }
    int more = numbers.size() - MAX_LISTED;
    return more > 0
        ? text.append(" and ").append(more).append(" more").toString()
        : text.toString();
  }
}
