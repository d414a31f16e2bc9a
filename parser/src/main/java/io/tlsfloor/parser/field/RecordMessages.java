package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Names what lies in the TLS records of one direction, up to the first records that are encrypted
 * (RFC 8446 §5.1).
 */
public final class RecordMessages {
  private static final int HEADER = TlsRecordView.HEADER_BYTES;
  private static final int HANDSHAKE_HEADER = 4;
  private static final int MAX_ENCRYPTED = 2; // as many as a version is inferred from
  private static final int MAX_MESSAGES = 64;
  private static final int ALERT_BYTES = 2; // an encrypted one is longer
  private static final String RECORD = "RFC 8446 §5.1";

  private final byte[] stream;
  private int end;
  private final List<Message> messages = new ArrayList<>();
  private byte[] pending = new byte[0];
  private final List<Run> pendingRuns = new ArrayList<>();
  private final List<Run> clear = new ArrayList<>();
  private final int maxMessages;
  private final int maxEncrypted;
  private int told; // end of what tells something
  private int next; // where the record after the last one begins
  private boolean afterHole;
  private boolean changed;
  private int encrypted;

  private RecordMessages(byte[] stream, int end, int maxMessages, int maxEncrypted) {
    this.stream = stream;
    this.end = end;
    this.maxMessages = maxMessages;
    this.maxEncrypted = maxEncrypted;
  }

  /**
   * Reads records.
   *
   * @param stream bytes of one direction
   * @param start of the first record
   * @param end of the bytes that are there without a hole
   */
  public static List<Message> read(byte[] stream, int start, int end) {
    RecordMessages reader = new RecordMessages(stream, end, MAX_MESSAGES, MAX_ENCRYPTED);
    reader.records(start);
    return reader.messages;
  }

  /**
   * Finds the bytes of records that tell something, over stretches with holes between them.
   *
   * @param encrypted records that are encrypted, of which the headers count
   */
  public static ClearBytes clear(byte[] stream, int encrypted) {
    return clear(new RecordMessages(stream, 0, Integer.MAX_VALUE, encrypted));
  }

  /**
   * The same for records that begin where nobody expects them: a reader wants to see the end of
   * each.
   */
  public static ClearBytes clearOfWhole(byte[] stream, int encrypted) {
    RecordMessages reader = new RecordMessages(stream, 0, Integer.MAX_VALUE, encrypted);
    reader.afterHole = true;
    return clear(reader);
  }

  private static ClearBytes clear(RecordMessages reader) {
    return new ClearBytes() {
      @Override
      public int read(int start, int end) {
        reader.afterHole |= reader.end > 0;
        reader.end = end;
        reader.records(start);
        return reader.next;
      }

      @Override
      public List<Run> runs() {
        return reader.clear;
      }

      @Override
      public int end() {
        return reader.told;
      }
    };
  }

  private void records(int start) {
    TlsRecordView record = new TlsRecordView();
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    int at = start;
    next = start;
    while (at < end && messages.size() < maxMessages && encrypted < maxEncrypted) {
      if (record.wrapHeader(buffer, at, end - at) != Progress.DONE) {
        break;
      }
      int length = (stream[at + 3] & 0xFF) << 8 | stream[at + 4] & 0xFF;
      int there = Math.min(length, end - at - HEADER);
      record(at, length, there);
      next = at + HEADER + length;
      if (there < length) {
        break;
      }
      at = next;
    }
    flush();
  }

  private void record(int at, int length, int there) {
    int type = stream[at] & 0xFF;
    boolean clear = isClear(type, at + HEADER, length, there);
    tells(at, type, there, clear);
    if (pending.length == 0 || type != ContentType.HANDSHAKE) {
      header(at, type, length, clear);
    }
    switch (type) {
      case ContentType.HANDSHAKE -> {
        if (clear) {
          handshake(at + HEADER, there);
        } else if (there == length) { // of one that is cut nobody knows that it is encrypted
          encrypted++;
        }
      }
      case ContentType.ALERT -> {
        if (clear && there >= 2) {
          alert(at + HEADER);
        } else {
          encrypted++;
        }
      }
      case ContentType.CHANGE_CIPHER_SPEC -> changed = true;
      default -> encrypted++;
    }
  }

  /**
   * Of application data the header tells all. Of others a reader wants to see the end, and so it
   * does after a hole: a record that ends where another begins shows that it is one.
   */
  private void tells(int at, int type, int there, boolean inClear) {
    boolean all = inClear && isKnown(type) || type == ContentType.ALERT && there <= ALERT_BYTES;
    clear.add(new Run(0, at, HEADER + (all ? there : 0)));
    boolean whole = all || afterHole || type == ContentType.HANDSHAKE || type == ContentType.ALERT;
    told = at + HEADER + (whole ? there : 0);
  }

  private static boolean isKnown(int type) {
    return type == ContentType.HANDSHAKE
        || type == ContentType.ALERT
        || type == ContentType.CHANGE_CIPHER_SPEC;
  }

  /** After ChangeCipherSpec only a hello is in clear: TLS 1.3's second (RFC 8446 §D.4). */
  private boolean isClear(int type, int at, int length, int there) {
    if (type == ContentType.CHANGE_CIPHER_SPEC) {
      return true;
    }
    if (type == ContentType.ALERT) {
      return !changed && length == 2;
    }
    if (type != ContentType.HANDSHAKE || !changed) {
      return type == ContentType.HANDSHAKE;
    }
    return there >= HANDSHAKE_HEADER
        && (stream[at] == HandshakeType.CLIENT_HELLO || stream[at] == HandshakeType.SERVER_HELLO)
        && bodyLength(stream, at) == length - HANDSHAKE_HEADER;
  }

  private void header(int at, int type, int length, boolean clear) {
    String version = FieldList.version((stream[at + 1] & 0xFF) << 8 | stream[at + 2] & 0xFF);
    String name = "record header: " + name(type) + (clear ? "" : ", encrypted");
    boolean hello = clear && type != ContentType.CHANGE_CIPHER_SPEC;
    Field header =
        new Field(
            "type, legacy_record_version, length",
            0,
            HEADER,
            type
                + ", "
                + version
                + (hello ? " (no evidence of a version)" : "")
                + ", "
                + FieldList.bytes(length),
            RECORD);
    messages.add(Message.inOnePiece(name, at, HEADER, List.of(header)));
  }

  static String name(int type) {
    return switch (type) {
      case ContentType.CHANGE_CIPHER_SPEC -> "change_cipher_spec";
      case ContentType.ALERT -> "alert";
      case ContentType.HANDSHAKE -> "handshake";
      case ContentType.APPLICATION_DATA -> "application_data";
      case ContentType.HEARTBEAT -> "heartbeat";
      default -> "type " + type;
    };
  }

  private void alert(int at) {
    messages.add(alert(stream, at));
  }

  /** An alert in clear (RFC 8446 §6). */
  static Message alert(byte[] stream, int at) {
    FieldList in = new FieldList(Arrays.copyOfRange(stream, at, at + 2));
    int level = in.u8("level");
    String word = level == 1 ? " (warning)" : level == 2 ? " (fatal)" : "";
    in.add("level", 0, level + word, "RFC 8446 §6");
    int description = in.u8("description");
    in.add(
        "description", 1, description + " (" + AlertNames.name(description) + ")", "RFC 8446 §6.2");
    return Message.inOnePiece("Alert", at, 2, in.fields());
  }

  private void handshake(int at, int there) {
    pendingRuns.add(new Run(pending.length, at, there));
    int before = pending.length;
    pending = Arrays.copyOf(pending, before + there);
    System.arraycopy(stream, at, pending, before, there);
    while (pending.length >= HANDSHAKE_HEADER && messages.size() < maxMessages) {
      int length = HANDSHAKE_HEADER + bodyLength(pending, 0);
      if (length > pending.length) {
        return;
      }
      take(length);
    }
  }

  private static int bodyLength(byte[] bytes, int at) {
    return (bytes[at + 1] & 0xFF) << 16 | (bytes[at + 2] & 0xFF) << 8 | bytes[at + 3] & 0xFF;
  }

  /** Makes a message of the first bytes that wait. */
  private void take(int length) {
    List<Run> runs = new ArrayList<>();
    List<Run> rest = new ArrayList<>();
    for (Run run : pendingRuns) {
      int from = run.messageOffset();
      int inside = Math.max(0, Math.min(run.length(), length - from));
      if (inside > 0) {
        runs.add(new Run(from, run.streamOffset(), inside));
      }
      if (inside < run.length()) {
        rest.add(
            new Run(
                Math.max(0, from - length), run.streamOffset() + inside, run.length() - inside));
      }
    }
    messages.add(HandshakeFields.of(Arrays.copyOf(pending, length), HANDSHAKE_HEADER, runs));
    pending = Arrays.copyOfRange(pending, length, pending.length);
    pendingRuns.clear();
    pendingRuns.addAll(rest);
  }

  /** A message whose rest is not there. */
  private void flush() {
    if (pending.length >= HANDSHAKE_HEADER && messages.size() < maxMessages) {
      take(pending.length);
    }
  }
}
