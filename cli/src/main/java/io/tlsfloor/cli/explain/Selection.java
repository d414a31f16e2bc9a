package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.record.BothEnds;
import io.tlsfloor.capture.record.FrameLook;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.Weight;
import io.tlsfloor.report.model.CommunityId;
import io.tlsfloor.rules.Ends;
import io.tlsfloor.rules.judge.Judge;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses the connections that are explained, while the capture is read. What it remembers is
 * bounded, whatever the size of the capture.
 */
final class Selection {
  /** Connections explained in one run. */
  static final int MAX_STORIES = 100;

  private static final int MAX_REMEMBERED = 1 << 16; // two kilobytes each, and
  private static final long MAX_WEIGHT = Room.of(256L << 20); // with names and lists, in bytes

  private final ExplainOptions options;
  private final Judge judge;
  private final Deque<TlsConnection> chosen = new ArrayDeque<>();
  private final Map<BothEnds, List<Long>> begins = new HashMap<>(); // by ends of those
  private Optional<FrameLook> look = Optional.empty();
  private long connections;
  private long matching;
  private long frames;
  private long forgotten;
  private long weight; // of those that are remembered
  private int others; // of which the first frames are known

  Selection(ExplainOptions options, Judge judge) {
    this.options = options;
    this.judge = judge;
  }

  /** Takes the next frame, before the analyzer does. */
  void frame(Frame frame) {
    frames++;
    if (options.frame().isPresent() && options.frame().get() == frame.number()) {
      look = Optional.of(FrameLook.of(frame));
    }
  }

  /** Takes a connection that the analyzer reports. */
  void connection(TlsConnection connection) {
    connections++;
    if (options.frame().isPresent()) {
      if (look.map(l -> concerns(l, connection)).orElse(true)) {
        remember(connection);
      }
    } else if (isWanted(connection)) {
      matching++;
      if (chosen.size() < MAX_STORIES) {
        chosen.add(connection);
        begins(connection);
      }
    } else if (begins.containsKey(BothEnds.of(connection)) && others < MAX_REMEMBERED) {
      begins(connection);
      others++;
    }
  }

  private void begins(TlsConnection connection) {
    begins
        .computeIfAbsent(BothEnds.of(connection), e -> new ArrayList<>())
        .add(connection.evidence().first().number());
  }

  /** Before the frame was seen any connection may be the one: the oldest makes room. */
  private void remember(TlsConnection connection) {
    chosen.add(connection);
    weight += Weight.of(connection);
    while (chosen.size() > MAX_REMEMBERED || weight > MAX_WEIGHT) {
      weight -= Weight.of(chosen.remove());
      forgotten++;
    }
  }

  private static boolean concerns(FrameLook look, TlsConnection connection) {
    return look.isBetweenEndsOf(connection)
        || isEvidence(connection, look.number())
        || tellsName(connection, look.number());
  }

  private boolean isWanted(TlsConnection connection) {
    if (options.connection().isPresent()) {
      return CommunityId.of(connection.transport(), connection.client(), connection.server())
          .equals(options.connection().get());
    }
    if (!options.clients().isEmpty()) {
      Ends itsEnds = judge.judge(connection).ends();
      return options.clients().stream().anyMatch(asked -> asked.admits(itsEnds));
    }
    return options.judging().all() || judge.judge(connection).flagged();
  }

  /** TLS connections of the capture. */
  long connections() {
    return connections;
  }

  /** How many of them were asked for; not for a frame. */
  long matching() {
    return matching;
  }

  /** Those asked for, the first of them; not for a frame. */
  List<TlsConnection> chosen() {
    return List.copyOf(chosen);
  }

  /** First frames of the connections between the ends of those that are chosen. */
  Map<BothEnds, List<Long>> begins() {
    if (options.frame().isPresent()) { // one of those that are remembered
      chosen.forEach(this::begins);
    }
    return begins;
  }

  /** Returns what the frame is that was asked for; empty if there is none. */
  Optional<FrameLook> look() {
    return look;
  }

  /** Frames of the capture. */
  long frames() {
    return frames;
  }

  /** Connections that made room for later ones before the frame was seen. */
  long forgotten() {
    return forgotten;
  }

  /** The connection that has the frame in its evidence, else the last between the same ends. */
  Optional<TlsConnection> ofFrame() {
    FrameLook frame = look.orElseThrow();
    Optional<TlsConnection> evident =
        chosen.stream().filter(c -> isEvidence(c, frame.number())).findFirst();
    if (evident.isPresent()) {
      return evident;
    }
    TlsConnection last = null;
    for (TlsConnection each : chosen) {
      long first = each.evidence().first().number();
      if (frame.isBetweenEndsOf(each)
          && first <= frame.number()
          && (last == null || first > last.evidence().first().number())) {
        last = each;
      }
    }
    return Optional.ofNullable(last);
  }

  /** Connections whose server's name the frame gave. */
  List<TlsConnection> namedByFrame() {
    long number = look.orElseThrow().number();
    return chosen.stream().filter(c -> tellsName(c, number)).limit(MAX_STORIES).toList();
  }

  private static boolean tellsName(TlsConnection connection, long number) {
    return connection.names().stream()
        .flatMap(name -> name.frame().stream())
        .anyMatch(frame -> frame.number() == number);
  }

  private static boolean isEvidence(TlsConnection connection, long number) {
    Evidence evidence = connection.evidence();
    return Stream.of(
            Stream.of(evidence.first(), evidence.last()),
            evidence.clientHello().stream(),
            evidence.serverHello().stream(),
            evidence.alert().stream(),
            evidence.end().stream())
        .<FrameRef>flatMap(s -> s)
        .anyMatch(frame -> frame.number() == number);
  }
}
