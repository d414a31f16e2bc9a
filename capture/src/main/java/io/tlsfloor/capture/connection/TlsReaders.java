package io.tlsfloor.capture.connection;

import org.jspecify.annotations.Nullable;

/** The readers of one TCP connection's TLS records and SSL 2.0 messages: made when bytes come. */
final class TlsReaders {
  private final TlsFacts facts;
  private final Views views;
  private @Nullable RecordReader records0;
  private @Nullable RecordReader records1;
  private @Nullable SslV2Reader sslV2;

  TlsReaders(TlsFacts facts, Views views) {
    this.facts = facts;
    this.views = views;
  }

  /** The reader of a direction's TLS records. */
  RecordReader records(int direction) {
    RecordReader known = known(direction);
    if (known != null) {
      return known;
    }
    RecordReader reader = new RecordReader(facts, views);
    if (direction == 0) {
      records0 = reader;
    } else {
      records1 = reader;
    }
    return reader;
  }

  private @Nullable RecordReader known(int direction) {
    return direction == 0 ? records0 : records1;
  }

  /** The reader of both directions' SSL 2.0 messages. */
  SslV2Reader sslV2() {
    SslV2Reader reader = sslV2;
    if (reader == null) {
      reader = new SslV2Reader(facts, views);
      sslV2 = reader;
    }
    return reader;
  }

  /** Records of a direction that were read in step. */
  int recordsRead(int direction) {
    RecordReader reader = known(direction);
    return reader == null ? 0 : reader.records();
  }

  /**
   * Stream offset at which a message begins that is not whole yet; beyond all others if none is.
   */
  long unreadSince(int direction) {
    RecordReader reader = known(direction);
    return reader == null ? Long.MAX_VALUE : reader.unreadSince();
  }

  /** Gives up what a direction's reader read: it were no records. */
  void forget(int direction) {
    RecordReader reader = known(direction);
    if (reader != null) {
      reader.begin();
    }
  }

  /** Begins again: of another connection nothing was read. */
  void begin() {
    forget(0);
    forget(1);
    sslV2 = null;
  }

  /** Gives back the room of messages that are not whole yet. */
  void giveBack() {
    for (int direction = 0; direction < 2; direction++) {
      RecordReader reader = known(direction);
      if (reader != null) {
        reader.giveBack();
      }
    }
  }

  /** Bytes of messages that are not whole yet. */
  int heldBytes() {
    int held = records0 == null ? 0 : records0.heldBytes();
    return records1 == null ? held : held + records1.heldBytes();
  }
}
