package io.tlsfloor.capture.record;

import io.tlsfloor.capture.record.RecordedSpan.SpanKind;
import io.tlsfloor.parser.field.PrefaceMessages;
import io.tlsfloor.parser.field.PrivacyMap;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds which bytes of one side prove what was said of its connection. */
final class SideProof {
  private static final int EARLY_DATA = 42; // RFC 8446 §4.2.10
  private static final int CLEAR_ANSWER = 8; // bytes that show that it is no record
  private static final int MAX_LOOKED = 1 << 10; // bytes of a line, its first two words in them
  private static final Pattern ENDS = Pattern.compile("[ \r-]"); // of words
  private static final Set<String> CREDENTIAL_REPLIES = Set.of("334", "235", "535", "354");

  private final RecordedBytes side;
  private final SideDescription description;
  private final boolean client;
  private final BitSet shown;
  private int end;

  /**
   * For a side of a connection.
   *
   * @param hello frames of the client's, as the recording numbers them
   */
  SideProof(RecordedSide recorded, TlsConnection connection, boolean client, List<FrameRef> hello) {
    side = recorded.bytes();
    this.client = client;
    description =
        new SideDescription(
            recorded,
            client,
            encrypted(connection),
            connection.evidence().holes() > 0 || isFromMiddle(recorded));
    PrivacyMap privacy = description.privacy();
    end = Math.min(description.needed(), side.length());
    if (!client && connection.outcome() == Outcome.ANSWERED_IN_CLEAR && !hello.isEmpty()) {
      answeredInClear(hello.get(hello.size() - 1).number(), privacy);
    }
    shown = privacy.mayLeave();
    if (needsAll(connection)) {
      end = side.length();
    }
  }

  SideDescription description() {
    return description;
  }

  /** Returns whether a byte is shown as it is. */
  boolean isShown(int place) {
    return shown.get(place);
  }

  /** Where the stretch ends that is shown as the byte at {@code place} is, or is not. */
  int stretchEnd(int place) {
    int next = shown.get(place) ? shown.nextClearBit(place) : shown.nextSetBit(place);
    return next < 0 ? Integer.MAX_VALUE : next;
  }

  /** Place after the last byte that is needed. */
  int end() {
    return end;
  }

  /**
   * Returns whether nothing may be cut: the outcome rests on nothing more having been said, or the
   * connection is known by its records alone, which a cut would make one lose step with.
   */
  private static boolean needsAll(TlsConnection connection) {
    boolean mail = connection.outcome() == Outcome.NO_TLS;
    boolean recordsAlone = connection.offer().isEmpty() && connection.choice().isEmpty() && !mail;
    return recordsAlone
        || switch (connection.outcome()) {
          case RESET, CLOSED, NEGOTIATED, UNANSWERED -> true;
          default -> false;
        };
  }

  /** Encrypted records that count: the first, or all where it is not known which did. */
  private static int encrypted(TlsConnection connection) {
    boolean early =
        connection.offer().map(Offer::extensions).map(e -> e.contains(EARLY_DATA)).orElse(false);
    boolean all = early || needsAll(connection) || connection.evidence().holes() > 0;
    return all
        ? Integer.MAX_VALUE
        : connection.inferred().isPresent() ? 2 : 1; // two show a version
  }

  /**
   * Returns whether bytes of no known kind come before the records: then one that ends where
   * another begins shows that it is one.
   */
  private static boolean isFromMiddle(RecordedSide recorded) {
    RecordedSpan first = recorded.spans().isEmpty() ? null : recorded.spans().get(0);
    return first != null
        && first.kind() == SpanKind.RECORD
        && first.at() > Math.max(0, recorded.bytes().next(0));
  }

  /** A status line says what it is; of other bytes a few do, whatever they are. */
  private void answeredInClear(long hello, PrivacyMap privacy) {
    int at = side.next(0);
    while (at >= 0 && side.run(at).frame() <= hello) {
      at = side.next(side.run(at).end());
    }
    if (at < 0) {
      return;
    }
    int to = side.end(at);
    int lineEnd = at;
    while (lineEnd < to && side.array()[lineEnd] != '\n') {
      lineEnd++;
    }
    lineEnd = Math.min(to, lineEnd + 1);
    PrivacyMap line = PrefaceMessages.readLine(side.array(), at, lineEnd, client).privacy();
    privacy.add(line);
    end = Math.max(Math.min(to, at + CLEAR_ANSWER), line.mayLeave().length());
  }

  // Mail that went on in clear.

  /**
   * The words of the lines that prove that mail went on in clear: what follows the last of them is
   * not needed. Empty for any other connection.
   */
  static Set<String> clearCommands(TlsConnection connection) {
    if (connection.outcome() != Outcome.NO_TLS || connection.mail().isEmpty()) {
      return Set.of();
    }
    Set<String> words = new LinkedHashSet<>(connection.mail().get().commandsInClear());
    if (words.contains("USER")) {
      words.add("PASS"); // one log-in, one fact
    }
    return words;
  }

  /**
   * The frame of the last of those lines; of a capture without the client's, that of the replies.
   */
  static long lastFrame(Set<String> commands, RecordedBytes client, RecordedBytes server) {
    int at = line(client, commands);
    if (at >= 0) {
      return client.run(at).frame();
    }
    int reply = commands.isEmpty() ? -1 : line(server, CREDENTIAL_REPLIES);
    return reply < 0 ? Long.MAX_VALUE : server.run(reply).frame();
  }

  /** Ends the side after the last of those lines, or with its frame. */
  void endAt(Set<String> commands, long lastFrame) {
    int line = client ? line(side, commands) : -1;
    int to = line + 1;
    for (int at = side.next(0); line < 0 && at >= 0 && at < end; ) {
      FrameBytes run = side.run(at);
      if (run.frame() <= lastFrame) {
        to = run.end();
      }
      at = side.next(run.end());
    }
    end = Math.min(end, to);
  }

  /** Place of the end of the last of the lines that begin with each word first; -1 for none. */
  private static int line(RecordedBytes side, Set<String> words) {
    int last = -1;
    int at = 0;
    int end = side.next(0) == 0 ? side.end(0) : 0;
    List<String> left = new ArrayList<>(words);
    while (at < end && !left.isEmpty()) {
      int next = at;
      while (next < end && side.array()[next] != '\n') {
        next++;
      }
      int looked = Math.min(next, at + MAX_LOOKED);
      String[] said = ENDS.split(side.text(at, looked).toUpperCase(Locale.ROOT), 3);
      for (int i = 0; i < Math.min(2, said.length); i++) {
        if (left.remove(said[i])) {
          last = Math.min(next, end - 1);
          break;
        }
      }
      at = next + 1;
    }
    return last;
  }
}
