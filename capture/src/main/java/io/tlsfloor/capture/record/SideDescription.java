package io.tlsfloor.capture.record;

import io.tlsfloor.capture.record.RecordedSpan.SpanKind;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.field.ByteRuns;
import io.tlsfloor.parser.field.Descriptions;
import io.tlsfloor.parser.field.Field;
import io.tlsfloor.parser.field.Message;
import io.tlsfloor.parser.field.PrefaceMessages;
import io.tlsfloor.parser.field.PrivacyMap;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.tls.ContentType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lets what was read of one side describe itself: its messages, who may read which byte, and how
 * far a reader must read to know as much.
 */
final class SideDescription {
  private static final int MAX_MESSAGES = 64; // shown
  private static final int MAX_FIELDS = 1024; // shown; an honest side has a hundred
  private static final int MAX_ENCRYPTED = 2; // shown: as many as a version is inferred from
  private static final int MAX_ENCRYPTED_DATAGRAMS = 1;
  private static final int MAX_PACKETS = 4; // of QUIC
  private static final Set<SpanKind> LIES_THERE =
      EnumSet.complementOf(EnumSet.of(SpanKind.RECORD, SpanKind.HANDSHAKE, SpanKind.DECRYPTED));
  private static final int HEADER = 5; // of a TLS record
  private static final int ALERT = 2;
  private static final String DECRYPTED =
      "decrypted from Initial packets with keys that follow from the client's Destination"
          + " Connection ID (RFC 9001 §5.2): the bytes are not in the file as they are";

  private final RecordedBytes side;
  private final boolean fromClient;
  private final int maxEncrypted;
  private final boolean whole;
  private final List<LocatedMessage> messages = new ArrayList<>();
  private final PrivacyMap privacy = new PrivacyMap();
  private int fieldsLeft = MAX_FIELDS;
  private int encrypted;
  private int encryptedDatagrams; // records in them
  private int packets;
  private int needed;
  private @Nullable Message header; // of a record whose messages are to come

  /**
   * Describes a side.
   *
   * @param maxEncrypted records that are encrypted, of which the headers count
   * @param whole whether a reader has to find the end of those, too
   */
  SideDescription(RecordedSide recorded, boolean fromClient, int maxEncrypted, boolean whole) {
    side = recorded.bytes();
    this.fromClient = fromClient;
    this.maxEncrypted = maxEncrypted;
    this.whole = whole;
    for (RecordedSpan span : recorded.spans()) {
      describe(span);
    }
  }

  /** Returns those that are shown. */
  List<LocatedMessage> messages() {
    return messages;
  }

  PrivacyMap privacy() {
    return privacy;
  }

  /** Place after the last byte that proves something. */
  int needed() {
    return needed;
  }

  private void describe(RecordedSpan span) {
    byte[] bytes = side.array();
    int there = side.there(span.at(), span.length());
    if (there == 0 && LIES_THERE.contains(span.kind())) {
      return; // beyond what is kept
    }
    switch (span.kind()) {
      case RECORD -> record(span);
      case DTLS_RECORD -> dtlsRecord(span, there);
      case HANDSHAKE -> handshake(span);
      case ALERT -> {
        open(span.at(), there);
        for (int at = 0; at + ALERT <= there; at += ALERT) {
          show(Descriptions.alert(bytes, span.at() + at));
        }
      }
      case PUBLIC -> open(span.at(), there);
      case SSL_V2 -> {
        Message hello = Descriptions.sslV2(bytes, span.at(), span.at() + there);
        privacy.add(hello.fields(), hello.runs());
        show(hello);
        needed = span.at() + there;
      }
      case DIALOGUE -> {
        PrefaceMessages said =
            PrefaceMessages.read(
                List.of(span.preface()), bytes, span.at(), span.at() + there, fromClient);
        privacy.add(said.privacy());
        said.messages().forEach(each -> add(each, List.of()));
        needed = span.at() + there;
      }
      case TURN -> Descriptions.turn(bytes, span.at(), span.at() + there, places());
      case QUIC -> {
        Message packet = Descriptions.quic(bytes, span.at(), there);
        privacy.add(packet.fields(), packet.runs());
        if (++packets <= MAX_PACKETS) {
          show(packet);
        }
      }
      case DECRYPTED -> {
        if (messages.size() < MAX_MESSAGES) {
          ByteRuns nowhere = new ByteRuns();
          Message message =
              Descriptions.handshake(
                  span.decrypted(), RecordedSpan.TLS_HEADER, fromClient, nowhere);
          add(message.noted(DECRYPTED), span.frames());
        }
      }
    }
  }

  private FieldSink places() {
    return (name, at, length, each, meaning, source) -> privacy.add(at, length, each);
  }

  /** Returns whether what comes next is part of a proof. */
  private boolean isProven() {
    return encrypted < maxEncrypted;
  }

  private void open(int at, int length) {
    if (isProven()) {
      privacy.add(at, length, Privacy.PUBLIC);
      needed = Math.max(needed, at + length);
    }
  }

  private void show(Message message) {
    if (messages.size() < MAX_MESSAGES && encrypted < MAX_ENCRYPTED) {
      add(message, List.of());
    }
  }

  /** Adds a message with those of its fields that say something, as far as there is room. */
  private void add(Message message, List<FrameRef> from) {
    List<Field> fields = new ArrayList<>();
    int told = 0; // end of those
    int untold = 0;
    for (Field field : message.fields()) {
      boolean person = field.privacy() == Privacy.ADDRESS || field.privacy() == Privacy.NAME;
      if (!field.isTold() || person && field.offset() < told) {
        continue;
      }
      if (fieldsLeft == 0) {
        untold++;
        continue;
      }
      fieldsLeft--;
      fields.add(field);
      told = field.offset() + field.length();
    }
    String more = untold + (untold == 1 ? " more field is" : " more fields are") + " not shown";
    String note = message.note().isEmpty() ? more : message.note() + "; " + more;
    Message shown =
        new Message(
            message.name(),
            message.length(),
            message.runs(),
            fields,
            untold == 0 ? message.note() : note);
    messages.add(LocatedMessage.of(fromClient, shown, side, from));
  }

  private void record(RecordedSpan span) {
    if (side.there(span.at(), HEADER) < HEADER) {
      return;
    }
    int there = side.there(span.at() + HEADER, span.length());
    open(span.at(), HEADER);
    boolean all =
        span.isClear()
            || whole
            || span.type() == ContentType.HANDSHAKE
            || span.type() == ContentType.ALERT;
    if (isProven() && all) {
      needed = span.at() + HEADER + there;
    }
    if (!span.isWithinMessage() || span.type() != ContentType.HANDSHAKE) {
      show(Descriptions.record(side.array(), span.at(), span.isClear()));
    }
    if (!span.isClear() && (span.type() != ContentType.HANDSHAKE || there == span.length())) {
      encrypted++;
    }
  }

  private void dtlsRecord(RecordedSpan span, int there) {
    Message record = Descriptions.dtlsRecord(side.array(), span.at(), there);
    privacy.add(record.fields(), ByteRuns.of(span.at(), there));
    header = null;
    if (!span.isClear()) {
      if (++encryptedDatagrams <= MAX_ENCRYPTED_DATAGRAMS) {
        show(record);
      }
    } else if (span.type() == ContentType.HANDSHAKE) {
      header = record;
    } else {
      show(record);
    }
  }

  private void handshake(RecordedSpan span) {
    byte[] bytes = span.bytesIn(side);
    if (bytes.length < RecordedSpan.TLS_HEADER) {
      for (int i = 0; i < span.runs().size(); i++) {
        open(span.runs().streamOffset(i), side.there(span.runs().streamOffset(i), bytes.length));
      }
      return;
    }
    boolean shown = messages.size() < MAX_MESSAGES && encrypted < MAX_ENCRYPTED;
    if (!shown && span.header() == RecordedSpan.TLS_HEADER && !Descriptions.isDescribed(bytes[0])) {
      body(span.runs(), Descriptions.ofBody(bytes[0]));
      return;
    }
    boolean datagrams = span.header() > RecordedSpan.TLS_HEADER;
    ByteRuns all = datagrams ? span.copies() : span.runs();
    Message message = Descriptions.handshake(bytes, span.header(), fromClient, span.runs());
    if (datagrams || isProven()) {
      privacy.add(message.fields(), all);
    }
    if (datagrams && header != null) {
      show(header);
    }
    show(message);
  }

  /** A message of which only the header says something: there may be many. */
  private void body(ByteRuns runs, Privacy body) {
    for (int i = 0; i < runs.size() && isProven(); i++) {
      int at = runs.streamOffset(i);
      int header =
          Math.max(0, Math.min(runs.length(i), RecordedSpan.TLS_HEADER - runs.messageOffset(i)));
      privacy.add(at, header, Privacy.PUBLIC);
      privacy.add(at + header, runs.length(i) - header, body);
    }
  }
}
