package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;

/**
 * Reads the TLS records of one direction (RFC 8446 §5.1): handshake messages and alerts in clear
 * are read where they lie, of everything else only the header is touched.
 */
final class RecordReader {
  /** What became of the bytes. */
  enum State {
    /** At the start of a record, or inside one whose length is known. */
    IN_STEP,
    /** The bytes are not a record: never were, or a hole took the place in them. */
    OUT_OF_STEP
  }

  private static final int MAX_ALERTS = 16; // bytes of alerts in one record, in clear
  private static final int NO_ALERT = -1;
  private static final int WARNING = 1; // RFC 5246 §7.2

  private final TlsFacts facts;
  private final Views views;
  private final HandshakeReader handshake;

  private State state = State.IN_STEP;
  private long skip;
  private int records;
  private boolean changeCipherSpec;
  private int alertLevel = NO_ALERT; // of an alert of which the second byte has not come

  RecordReader(TlsFacts facts, Views views) {
    this.facts = facts;
    this.views = views;
    this.handshake = new HandshakeReader(facts, views);
  }

  /** Begins again: nothing was read. */
  void begin() {
    handshake.begin();
    state = State.IN_STEP;
    skip = 0;
    records = 0;
    changeCipherSpec = false;
    alertLevel = NO_ALERT;
  }

  /** Bytes of memory for a message that has begun. */
  int heldBytes() {
    return handshake.heldBytes();
  }

  /** Gives back the room of a message that is not whole yet. */
  void giveBack() {
    handshake.abandonMessage();
  }

  /**
   * Stream offset at which a message begins that is not whole yet; beyond all others if none is.
   */
  long unreadSince() {
    return handshake.unreadSince();
  }

  State state() {
    return state;
  }

  /** Whole record headers read so far. */
  int records() {
    return records;
  }

  /**
   * Reads one record, or its header.
   *
   * @param offset stream offset of the byte at {@code start}
   * @return bytes used; 0 for more are needed, or when out of step
   */
  int read(OrderedBytes stream, ByteBuffer buffer, int start, int available, long offset) {
    if (skip > 0) {
      int used = (int) Math.min(skip, available);
      skip -= used;
      return used;
    }
    TlsRecordView record = views.record;
    Progress header = record.wrapHeader(buffer, start, available);
    if (header == Progress.MALFORMED) {
      state = State.OUT_OF_STEP;
      return 0;
    }
    if (header == Progress.NEED_MORE) {
      return 0;
    }
    if (needsFragment(record, stream.direction())) {
      if (available < record.length()) {
        return 0;
      }
      records++;
      fragment(stream, buffer, record, offset);
      return record.length();
    }
    records++;
    headerOnly(stream, record);
    int used = Math.min(record.length(), available);
    skip = (long) record.length() - used;
    return used;
  }

  /** Reads on in a message that goes on in short records; returns the bytes that were used. */
  int shortRecords(ByteBuffer buffer, int start, int available) {
    return skip > 0 || changeCipherSpec ? 0 : handshake.shortRecords(buffer, start, available);
  }

  private boolean needsFragment(TlsRecordView record, int direction) {
    return switch (record.contentType()) {
      case ContentType.HANDSHAKE -> handshakeMayBeInClear(direction);
      case ContentType.ALERT -> alertMayBeInClear(record);
      default -> false;
    };
  }

  private boolean handshakeMayBeInClear(int direction) {
    // In TLS 1.3 a ChangeCipherSpec encrypts nothing, and the second flight of a HelloRetryRequest
    // comes after it (RFC 8446 §D.4).
    return !changeCipherSpec || facts.mayBeHelloRetry(direction);
  }

  private boolean alertMayBeInClear(TlsRecordView record) {
    int length = record.fragmentLength();
    return length == 2 && (!changeCipherSpec || facts.changeCipherSpecIsEmpty())
        || length <= MAX_ALERTS && !changeCipherSpec;
  }

  private void fragment(OrderedBytes stream, ByteBuffer buffer, TlsRecordView record, long offset) {
    int start = record.fragmentStart();
    int length = record.fragmentLength();
    if (record.contentType() == ContentType.ALERT) {
      for (int at = 0; at < length; at++) {
        alertByte(stream, buffer, start + at, offset, record.length());
      }
      return;
    }
    if (changeCipherSpec && !handshake.looksLikeHello(buffer, start, length)) {
      facts.encryptedRecord(stream.direction());
      return;
    }
    handshake.read(stream, buffer, start, length, offset);
  }

  /**
   * Alerts are two bytes each, and may be split over records, or follow in one (RFC 5246 §6.2.1).
   */
  private void alertByte(OrderedBytes stream, ByteBuffer buffer, int at, long offset, int length) {
    int value = Bytes.u8(buffer, at);
    if (alertLevel < 0) {
      alertLevel = value;
      return;
    }
    if (alertLevel == WARNING || alertLevel == AlertSeen.FATAL) {
      facts.alert(stream.direction(), stream.frames(offset, offset + length), alertLevel, value);
    }
    alertLevel = NO_ALERT;
  }

  private void headerOnly(OrderedBytes stream, TlsRecordView record) {
    switch (record.contentType()) {
      case ContentType.CHANGE_CIPHER_SPEC -> {
        changeCipherSpec = true;
        facts.changeCipherSpec(stream.direction(), record.version());
      }
      case ContentType.APPLICATION_DATA ->
          facts.applicationData(stream.direction(), record.version(), record.fragmentLength());
      case ContentType.ALERT -> {
        if (changeCipherSpec) {
          facts.encryptedAlert(stream.direction());
        }
      }
      case ContentType.HANDSHAKE -> {
        if (changeCipherSpec) {
          facts.encryptedRecord(stream.direction());
        }
      }
      default -> {
        // A heartbeat says nothing.
      }
    }
    if (record.contentType() != ContentType.HANDSHAKE) {
      handshake.abandonMessage();
    }
  }

  /**
   * Passes over a hole. Bytes of a record whose header was read are counted off, so that reading
   * goes on with the next record; otherwise the place is lost.
   */
  void hole(OrderedBytes stream, ByteBuffer kept, int keptLength, long missing) {
    if (skip == 0 && keptLength > 0) {
      partOfRecord(stream, kept, keptLength);
    } else if (skip == 0) {
      handshake.cut(stream);
    }
    if (skip == 0 && keptLength == 0) {
      state = State.OUT_OF_STEP;
      return;
    }
    if (skip >= missing) {
      skip -= missing;
    } else {
      state = State.OUT_OF_STEP;
    }
  }

  /** Sets {@code skip} to what is left of the record that the kept bytes begin. */
  private void partOfRecord(OrderedBytes stream, ByteBuffer kept, int keptLength) {
    TlsRecordView record = views.record;
    if (record.wrapHeader(kept, 0, keptLength) != Progress.DONE) {
      return;
    }
    skip = (long) record.length() - keptLength;
    if (record.contentType() == ContentType.HANDSHAKE && !changeCipherSpec) {
      records++;
      int body = keptLength - TlsRecordView.HEADER_BYTES;
      long offset = stream.readOffset();
      handshake.read(stream, kept, TlsRecordView.HEADER_BYTES, body, offset);
      handshake.cut(stream);
    }
  }

  /** Nothing more will come: a message that has begun counts as far as it is there. */
  void end(OrderedBytes stream, ByteBuffer kept, int keptLength) {
    if (state == State.IN_STEP && skip == 0) {
      if (keptLength > 0) {
        partOfRecord(stream, kept, keptLength);
      } else {
        handshake.cut(stream);
      }
    }
  }

  /** Begins again at a place where a record seems to start. */
  void resynchronize() {
    state = State.IN_STEP;
    skip = 0;
    handshake.abandon();
  }
}
