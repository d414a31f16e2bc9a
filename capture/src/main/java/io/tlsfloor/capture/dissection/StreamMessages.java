package io.tlsfloor.capture.dissection;

import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.field.PrefaceMessages;
import io.tlsfloor.parser.field.RecordMessages;
import io.tlsfloor.parser.field.SslV2Messages;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Names what lies in one direction of a TCP connection: dialogue, hellos, records. */
final class StreamMessages {
  private static final int MAX_RUNS = 4; // stretches between holes that are looked at

  private final TlsConnection connection;
  private final List<Segment> segments;
  private final StreamBytes stream;
  private final boolean client;
  private final List<Message> messages = new ArrayList<>();
  private final List<Message> described = new ArrayList<>();
  private @Nullable PrefaceMessages preface;
  private int prefaceEnd = -1;
  private final OptionalInt encrypted;
  private @Nullable RecordMessages proven;
  private int provenTo;
  private int hello = -1;
  private int start = -1;

  /**
   * Takes a stream.
   *
   * @param encrypted records that count where all is read to prove something; empty to show it
   */
  StreamMessages(
      TlsConnection connection,
      List<Segment> segments,
      StreamBytes stream,
      boolean client,
      OptionalInt encrypted) {
    this.connection = connection;
    this.segments = segments;
    this.stream = stream;
    this.client = client;
    this.encrypted = encrypted;
  }

  List<Message> all() {
    boolean tls = connection.protocol() == Protocol.TLS;
    hello = tls ? hello() : -1;
    int first = client || hello < 0 ? -1 : firstRecord(0); // an alert, a HelloRetryRequest
    boolean earlier = first >= 0 && first < hello;
    start = earlier ? first : hello >= 0 || !tls ? hello : firstRecord(0);
    int before = start >= 0 ? start : stream.end(0);
    if (stream.next(0) == 0) {
      prefaceEnd = Math.min(before, stream.end(0));
      preface = PrefaceMessages.read(prefaces(connection), stream.bytes(), 0, prefaceEnd, client);
      messages.addAll(preface.messages());
    }
    int at = start;
    for (int run = 0; run < MAX_RUNS && at >= 0; run++) {
      int end = stream.end(at);
      Message v2 = at == hello ? SslV2Messages.read(stream.bytes(), at, end) : null;
      if (v2 != null) {
        messages.add(v2);
        at += v2.length();
      }
      boolean proves = run == 0 && encrypted.isPresent();
      RecordMessages records =
          proves
              ? RecordMessages.toProve(stream.bytes(), client, encrypted.getAsInt())
              : RecordMessages.toShow(stream.bytes(), client);
      if (proves && isInMiddle()) {
        records.afterHole();
      }
      int next = records.read(at, end);
      messages.addAll(records.messages());
      if (proves) {
        proven = records;
        provenTo = next;
      } else {
        described.addAll(records.described());
      }
      at = firstRecord(end);
    }
    return messages;
  }

  /** Whether bytes of no known kind come before the records. */
  private boolean isInMiddle() {
    return start > Math.max(0, stream.next(0)) && prefaces(connection).isEmpty();
  }

  /** The records of the first stretch, to be read on; after {@link #all()}, where they prove. */
  RecordMessages proven() {
    RecordMessages records =
        proven == null ? RecordMessages.toProve(stream.bytes(), client, 0) : proven;
    records.showNoMore(described);
    return records;
  }

  /** Index of the record after the first stretch; after {@link #all()}, where they prove. */
  int provenTo() {
    return provenTo;
  }

  /** The dialogues before TLS, or instead of it. */
  static List<PrefaceKind> prefaces(TlsConnection connection) {
    List<PrefaceKind> prefaces = new ArrayList<>(connection.way().prefaces());
    connection
        .mail()
        .map(MailDialogue::preface)
        .filter(kind -> !prefaces.contains(kind))
        .ifPresent(prefaces::add);
    return prefaces;
  }

  /** The dialogues in the first bytes; after {@link #all()}, which has read most of them. */
  PrefaceMessages prefaces(int end) {
    return preface != null && prefaceEnd == end
        ? preface
        : PrefaceMessages.read(prefaces(connection), stream.bytes(), 0, end, client);
  }

  /** Returns what was read; after {@link #all()}. */
  List<Message> messages() {
    return messages;
  }

  /** Index of the hello's first byte; -1 for none. After {@link #all()}. */
  int helloStart() {
    return hello;
  }

  /** Index of the first byte of TLS; -1 for none. After {@link #all()}. */
  int tlsStart() {
    return start;
  }

  /** Index of the first record at or after {@code from}; -1 for none. */
  int nextRecord(int from) {
    return firstRecord(from);
  }

  /** Index of the hello's first byte: it came in the first of the frames of the evidence. */
  private int hello() {
    List<FrameRef> frames =
        client ? connection.evidence().clientHello() : connection.evidence().serverHello();
    int at = frames.isEmpty() ? -1 : stream.firstOf(frames.get(0).number());
    if (at < 0) {
      return -1;
    }
    return RecordMessages.findHello(stream.bytes(), at, stream.end(at), client);
  }

  /** Index of what looks like a record's first byte, at or after {@code from}; -1 for none. */
  private int firstRecord(int from) {
    for (Segment segment : segments) {
      if (segment.packet().fromClient() == client && segment.payload().length > 0) {
        int at = stream.firstOf(segment.packet().frame());
        if (at >= from && RecordMessages.isRecord(stream.bytes(), at, stream.end(at))) {
          return at;
        }
      }
    }
    return -1;
  }
}
