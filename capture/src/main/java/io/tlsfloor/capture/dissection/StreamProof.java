package io.tlsfloor.capture.dissection;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.field.PrefaceMessages;
import io.tlsfloor.parser.field.PrivacyMap;
import io.tlsfloor.parser.field.RecordMessages;
import io.tlsfloor.parser.field.SslV2Messages;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds which bytes of one direction of a TCP connection prove what was said of it. */
final class StreamProof {
  private static final int MAX_RUNS = 8; // stretches between holes
  private static final int EARLY_DATA = 42; // RFC 8446 §4.2.10
  private static final int CLEAR_ANSWER = 8; // bytes that show that it is no record
  private static final int MAX_LOOKED = 1 << 10; // bytes of a line, its first two words in them
  private static final Pattern ENDS = Pattern.compile("[ \r-]"); // of words
  private static final Set<String> CREDENTIAL_REPLIES = Set.of("334", "235", "535", "354");

  private final TlsConnection connection;
  private final StreamBytes stream;
  private final StreamMessages read;
  private final boolean client;
  private final PrivacyMap privacy = new PrivacyMap();
  private final BitSet shown = new BitSet();
  private int end;

  /** Reads a direction, 0 for the client's, whose messages were read. */
  StreamProof(TraceBuilder trace, int direction, StreamMessages read) {
    this.connection = trace.connection();
    this.stream = trace.stream(direction);
    this.read = read;
    this.client = direction == 0;
    before();
    records();
    shown.or(privacy.mayLeave());
    if (needsAll(connection)) {
      end = stream.length();
    }
  }

  /** Those of the bytes that are needed that are shown as they are. */
  BitSet shown() {
    shown.clear(end, Math.max(end, shown.length()));
    return shown;
  }

  /** Index after the last byte that is needed. */
  int end() {
    return end;
  }

  /**
   * Whether nothing may be cut: the outcome rests on nothing more having been said, or the
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

  /** Proves what comes before TLS, or instead of it. */
  private void before() {
    if (stream.next(0) != 0) {
      return;
    }
    int clearAnswer = clearAnswer();
    int tls = clearAnswer >= 0 ? clearAnswer : read.tlsStart();
    int to = tls >= 0 ? Math.min(tls, stream.end(0)) : stream.end(0);
    List<PrefaceKind> prefaces = StreamMessages.prefaces(connection);
    if (!prefaces.isEmpty() && to > 0) {
      privacy.add(read.prefaces(to).privacy());
      end = to;
    }
    if (clearAnswer >= 0) {
      answeredInClear(clearAnswer);
    }
  }

  /** Index of the server's first byte after the hello, where it answered in clear; else -1. */
  private int clearAnswer() {
    List<FrameRef> hello = connection.evidence().clientHello();
    if (client || connection.outcome() != Outcome.ANSWERED_IN_CLEAR || hello.isEmpty()) {
      return -1;
    }
    long last = hello.get(hello.size() - 1).number();
    for (int at = stream.next(0); at >= 0; at = stream.next(stream.runEnd(at))) {
      if (stream.frame(at) > last) {
        return at;
      }
    }
    return -1;
  }

  /** A status line says what it is; of other bytes a few do, whatever they are. */
  private void answeredInClear(int at) {
    int to = stream.end(at);
    int lineEnd = at;
    while (lineEnd < to && stream.bytes()[lineEnd] != '\n') {
      lineEnd++;
    }
    lineEnd = Math.min(to, lineEnd + 1);
    PrivacyMap line = PrefaceMessages.readLine(stream.bytes(), at, lineEnd, client).privacy();
    privacy.add(line);
    end = Math.max(Math.min(to, at + CLEAR_ANSWER), line.mayLeave().length());
  }

  private void records() {
    int at = read.tlsStart();
    RecordMessages records = read.proven();
    for (int run = 0; run < MAX_RUNS && at >= 0; run++) {
      int to = stream.end(at);
      Message v2 = at == read.helloStart() ? SslV2Messages.read(stream.bytes(), at, to) : null;
      if (v2 != null) {
        privacy.add(v2.fields(), v2.runs());
        at += v2.length();
        end = at;
        sslV2Records(at, to);
      }
      if (run > 0) {
        records.afterHole();
      }
      int next = run > 0 ? records.read(at, to) : read.provenTo();
      at = stream.next(next) == next ? next : read.nextRecord(Math.max(to, next));
    }
    privacy.add(records.privacy());
    end = Math.max(end, records.needed());
  }

  /** Encrypted records that count: the first, or all where it is not known which did. */
  static int encrypted(TlsConnection connection) {
    boolean early =
        connection.offer().map(Offer::extensions).map(e -> e.contains(EARLY_DATA)).orElse(false);
    boolean all = early || needsAll(connection) || connection.evidence().holes() > 0;
    return all
        ? Integer.MAX_VALUE
        : connection.inferred().isPresent() ? 2 : 1; // two show a version
  }

  /** Headers of what follows an SSL 2.0 hello (draft-hickman-netscape-ssl-00 §1.1). */
  private void sslV2Records(int from, int to) {
    boolean two =
        connection.choice().isPresent() && connection.choice().get().version().value() == 0x0002;
    int at = from;
    for (int record = 0; two && record < 2 && at + 2 <= to; record++) {
      int first = (stream.bytes()[at] & 0xFF) << 8 | stream.bytes()[at + 1] & 0xFF;
      boolean shortHeader = (first & 0x8000) != 0;
      int header = shortHeader ? 2 : 3;
      privacy.add(at, Math.min(header, to - at), Privacy.PUBLIC);
      end = Math.min(to, at + header);
      at += header + (first & (shortHeader ? 0x7FFF : 0x3FFF));
    }
  }

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
  static long lastFrame(Set<String> commands, StreamBytes client, StreamBytes server) {
    int at = line(client, commands);
    if (at >= 0) {
      return client.frame(at);
    }
    int reply = commands.isEmpty() ? -1 : line(server, CREDENTIAL_REPLIES);
    return reply < 0 ? Long.MAX_VALUE : server.frame(reply);
  }

  /** Ends the direction after the last of those lines, or with its frame. */
  void endAt(Set<String> commands, long lastFrame) {
    int line = client ? line(stream, commands) : -1;
    int to = line + 1;
    for (int at = stream.next(0);
        line < 0 && at >= 0 && at < end;
        at = stream.next(stream.runEnd(at))) {
      if (stream.frame(at) <= lastFrame) {
        to = stream.runEnd(at);
      }
    }
    end = Math.min(end, to);
  }

  /** Index of the end of the last of the lines that begin with each word first; -1 for none. */
  private static int line(StreamBytes stream, Set<String> words) {
    int last = -1;
    int at = 0;
    int end = stream.next(0) == 0 ? stream.end(0) : 0;
    List<String> left = new ArrayList<>(words);
    while (at < end && !left.isEmpty()) {
      int next = at;
      while (next < end && stream.bytes()[next] != '\n') {
        next++;
      }
      int looked = Math.min(next, at + MAX_LOOKED);
      String[] said = ENDS.split(stream.text(at, looked).toUpperCase(Locale.ROOT), 3);
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
