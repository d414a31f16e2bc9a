package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.tls.AlertView;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the TLS records of one direction up to the first that are encrypted (RFC 8446 §5.1): which
 * messages lie in them, and who may read which byte.
 */
public final class RecordMessages {
  private static final int HEADER = TlsRecordView.HEADER_BYTES;
  private static final int HANDSHAKE_HEADER = HandshakeHeader.HEADER_BYTES;
  private static final int MAX_ENCRYPTED = 2; // shown: as many as a version is inferred from
  private static final int MAX_MESSAGES = 64; // shown

  private final byte[] stream;
  private final ByteBuffer buffer;
  private final boolean fromClient;
  private final List<Message> messages = new ArrayList<>();
  private final PrivacyMap privacy = new PrivacyMap();
  private final TlsRecordView record = new TlsRecordView();
  private byte[] pending = new byte[0]; // handshake bytes, from start to end those that wait
  private int pendingStart;
  private int pendingEnd;
  private int taken; // handshake bytes that messages were made of
  private final ByteRuns pendingRuns = new ByteRuns(); // by place among all of them
  private final Map<Integer, Message> known = new HashMap<>(); // handshakes, by their first byte
  private final int maxEncrypted; // proven
  private boolean shows;
  private int needed; // end of what proves something
  private boolean afterHole;
  private boolean changed;
  private int encrypted;

  private RecordMessages(byte[] stream, boolean fromClient, boolean shows, int maxEncrypted) {
    this.stream = stream;
    this.buffer = ByteBuffer.wrap(stream);
    this.fromClient = fromClient;
    this.shows = shows;
    this.maxEncrypted = maxEncrypted;
  }

  /**
   * For a person, who wants to see the first messages of a stretch, and where encryption begins.
   */
  public static RecordMessages toShow(byte[] stream, boolean fromClient) {
    return new RecordMessages(stream, fromClient, true, 0);
  }

  /**
   * For a proof, which needs to know of every byte who may read it, and shows the first messages.
   *
   * @param encrypted records that are encrypted, of which the headers count
   */
  public static RecordMessages toProve(byte[] stream, boolean fromClient, int encrypted) {
    return new RecordMessages(stream, fromClient, true, encrypted);
  }

  /**
   * From here on only who may read which byte is asked for.
   *
   * @param described handshake messages of this stream that were read to be shown
   */
  public void showNoMore(List<Message> described) {
    shows = false;
    for (Message each : described) {
      known.put(each.runs().get(0).streamOffset(), each);
    }
  }

  /** Whether what lies at {@code at} looks like a record. */
  public static boolean isRecord(byte[] stream, int at, int end) {
    return new TlsRecordView().wrapHeader(ByteBuffer.wrap(stream), at, end - at) == Progress.DONE;
  }

  /**
   * Finds where the first hello of one side begins, in a record or in SSLv2 format.
   *
   * @return -1 for none
   */
  public static int findHello(byte[] stream, int start, int end, boolean fromClient) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    TlsRecordView record = new TlsRecordView();
    SslV2ClientHelloView oldClient = new SslV2ClientHelloView();
    SslV2ServerHelloView oldServer = new SslV2ServerHelloView();
    for (int at = start; at < end; at++) {
      int there = end - at;
      boolean handshake =
          stream[at] == ContentType.HANDSHAKE
              && record.wrapHeader(buffer, at, there) == Progress.DONE;
      int type = there > HEADER ? stream[at + HEADER] : HandshakeType.CLIENT_HELLO;
      if (handshake
          ? isHello(type, fromClient)
          : oldClient.wrap(buffer, at, there) == Progress.DONE
              || oldServer.wrap(buffer, at, there) == Progress.DONE) {
        return at;
      }
    }
    return -1;
  }

  private static boolean isHello(int type, boolean fromClient) {
    return fromClient
        ? type == HandshakeType.CLIENT_HELLO
        : type == HandshakeType.SERVER_HELLO || type == HandshakeType.DRAFT_HELLO_RETRY_REQUEST;
  }

  /** Says that the next record is not expected: a reader wants to see the end of each. */
  public void afterHole() {
    afterHole = true;
  }

  /** Returns what was read. */
  public List<Message> messages() {
    return messages;
  }

  /** Those of {@link #messages} that are handshake messages. */
  public List<Message> described() {
    return List.copyOf(known.values());
  }

  /** Who may read which byte. */
  public PrivacyMap privacy() {
    return privacy;
  }

  /**
   * Index after the last byte that proves something. Those before it that are not described are
   * encrypted, and only their number counts.
   */
  public int needed() {
    return needed;
  }

  /**
   * Reads a stretch of records.
   *
   * @param start index in the stream of the first record's first byte
   * @param end of the bytes that are there without a hole
   * @return index of the record after the last one that was read; beyond {@code end} if that is cut
   */
  public int read(int start, int end) {
    int at = start;
    int next = start;
    while (at < end && goesOn() && record.wrapHeader(buffer, at, end - at) == Progress.DONE) {
      int there = Math.min(record.fragmentLength(), end - at - HEADER);
      record(at, there);
      next = at + HEADER + record.fragmentLength();
      if (there < record.fragmentLength()) {
        break;
      }
      at = next;
    }
    flush();
    return next;
  }

  private void record(int at, int there) {
    int type = record.contentType();
    boolean clear = isClear(type, at + HEADER, record.fragmentLength(), there);
    boolean proves = isProven();
    if (proves) {
      privacy.add(at, HEADER, Privacy.PUBLIC);
      needs(at, type, there, clear);
    }
    if (waiting() == 0 || type != ContentType.HANDSHAKE) {
      header(at, type, clear);
    }
    switch (type) {
      case ContentType.HANDSHAKE -> {
        if (clear) {
          handshake(at + HEADER, there);
        } else if (there == record.fragmentLength()) { // a cut one may be in clear
          encrypted++;
        }
      }
      case ContentType.ALERT -> {
        alert(at + HEADER, there, clear);
        encrypted += clear && there >= AlertView.BYTES ? 0 : 1;
      }
      case ContentType.CHANGE_CIPHER_SPEC -> {
        changed = true;
        if (proves) {
          privacy.add(at + HEADER, there, Privacy.PUBLIC);
        }
      }
      default -> encrypted++;
    }
    if (proves && !isProven()) {
      beginning();
    }
  }

  /**
   * Proves all of application data by the header. Of others a reader wants to see the end, and so
   * it does after a hole: a record that ends where another begins shows that it is one.
   */
  private void needs(int at, int type, int there, boolean clear) {
    boolean whole =
        clear && type != ContentType.APPLICATION_DATA && type != ContentType.HEARTBEAT
            || afterHole
            || type == ContentType.HANDSHAKE
            || type == ContentType.ALERT;
    needed = at + HEADER + (whole ? there : 0);
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
        && HandshakeHeader.length(buffer, at) == length - HANDSHAKE_HEADER;
  }

  private boolean goesOn() {
    return isShown() || isProven();
  }

  /** Whether another message is shown. */
  private boolean isShown() {
    return shows && messages.size() < MAX_MESSAGES && encrypted < MAX_ENCRYPTED;
  }

  /** Whether it is asked who may read what comes next. */
  private boolean isProven() {
    return encrypted < maxEncrypted;
  }

  private void header(int at, int type, boolean clear) {
    if (!isShown()) {
      return;
    }
    List<Field> fields = new ArrayList<>();
    record.describe(Field.into(fields, at), clear);
    String name = "record header: " + ContentType.name(type) + (clear ? "" : ", encrypted");
    messages.add(Message.inOnePiece(name, at, HEADER, fields));
  }

  /** Two bytes are an alert in clear (RFC 8446 §6); an encrypted one is longer. */
  private void alert(int at, int there, boolean clear) {
    if (there <= AlertView.BYTES && isProven()) {
      privacy.add(at, there, Privacy.PUBLIC);
    }
    if (clear && there >= AlertView.BYTES && isShown()) {
      AlertView alert = new AlertView();
      alert.wrap(buffer, at, AlertView.BYTES);
      List<Field> fields = new ArrayList<>();
      alert.describe(Field.into(fields, at));
      messages.add(Message.inOnePiece("Alert", at, AlertView.BYTES, fields));
    }
  }

  private void handshake(int at, int there) {
    pendingRuns.add(taken + pendingEnd - pendingStart, at, there);
    if (pendingEnd + there > pending.length) { // what was taken makes room, else it doubles
      int waiting = waiting();
      byte[] wider = new byte[Math.max(2 * waiting, waiting + there)];
      System.arraycopy(pending, pendingStart, wider, 0, waiting);
      pending = wider;
      pendingStart = 0;
      pendingEnd = waiting;
    }
    System.arraycopy(stream, at, pending, pendingEnd, there);
    pendingEnd += there;
    while (waiting() >= HANDSHAKE_HEADER && goesOn()) {
      int length =
          HANDSHAKE_HEADER + HandshakeHeader.length(ByteBuffer.wrap(pending), pendingStart);
      if (length > waiting()) {
        return;
      }
      take(length);
    }
  }

  /** Handshake bytes that make no whole message so far. */
  private int waiting() {
    return pendingEnd - pendingStart;
  }

  /** Makes a message of the first bytes that wait. */
  private void take(int length) {
    ByteRuns runs = pendingRuns.take(taken, taken + length);
    boolean shown = isShown();
    if (shown || isDescribed()) {
      Message message = described(length, runs);
      if (isProven()) {
        privacy.add(message.fields(), runs);
      }
      if (shown) {
        messages.add(message);
      }
    } else {
      proveBody(runs);
    }
    pendingStart += length;
    taken += length;
  }

  /** Whether more is told of the message that waits than its header. */
  private boolean isDescribed() {
    return HandshakeFields.isDescribed(pending[pendingStart] & 0xFF);
  }

  /** Proves the body of a message that is not described. */
  private void proveBody(ByteRuns runs) {
    Privacy body = HandshakeFields.ofBody(pending[pendingStart] & 0xFF);
    for (int i = 0; i < runs.size(); i++) {
      int at = runs.streamOffset(i);
      int length = runs.length(i);
      int header = Math.max(0, Math.min(length, HANDSHAKE_HEADER - runs.messageOffset(i)));
      privacy.add(at, header, Privacy.PUBLIC);
      privacy.add(at + header, length - header, body);
    }
  }

  /** Describes the first bytes that wait, once, however often they are read. */
  private Message described(int length, ByteRuns runs) {
    Message before = runs.isEmpty() ? null : known.get(runs.streamOffset(0));
    if (before != null && before.length() == length && before.runs().equals(runs)) {
      return before;
    }
    byte[] bytes = Arrays.copyOfRange(pending, pendingStart, pendingStart + length);
    Message message = HandshakeFields.of(bytes, HANDSHAKE_HEADER, fromClient, runs);
    if (!runs.isEmpty() && shows) {
      known.put(runs.streamOffset(0), message);
    }
    return message;
  }

  /** A message whose rest is not there. */
  private void flush() {
    if (waiting() >= HANDSHAKE_HEADER && goesOn()) {
      take(waiting());
    } else if (isProven()) { // less than a header
      headerBeginning();
    }
  }

  private void headerBeginning() {
    for (int i = 0; i < pendingRuns.size(); i++) {
      privacy.add(pendingRuns.streamOffset(i), pendingRuns.length(i), Privacy.PUBLIC);
    }
  }

  /** Proves what waits as far as it has come, whatever is shown of its rest. */
  private void beginning() {
    if (waiting() < HANDSHAKE_HEADER) {
      headerBeginning();
      return;
    }
    ByteRuns runs = pendingRuns.copy(taken);
    byte[] bytes = Arrays.copyOfRange(pending, pendingStart, pendingEnd);
    privacy.add(HandshakeFields.of(bytes, HANDSHAKE_HEADER, fromClient, runs).fields(), runs);
  }
}
