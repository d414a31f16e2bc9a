package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.dtls.DtlsRecordView;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.quic.QuicLongHeaderView;
import io.tlsfloor.parser.tls.AlertView;
import io.tlsfloor.parser.tls.CertificateView;
import io.tlsfloor.parser.tls.ClientHelloView;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.ServerHelloView;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Lets the views of messages describe them, headers included: where they lie was read before. */
public final class Descriptions {
  private static final int CHANNEL_HEADER = 4; // RFC 8656 §12.4
  private static final int STUN_HEADER = 20; // RFC 8489 §5
  private static final int STUN_PEER_ADDRESS = 0x0012; // RFC 8656 §18.3

  private final ByteBuffer message;
  private final int start; // of the body
  private final int length; // of the body, as the header gives it
  private final boolean dtls;
  private final boolean fromClient;
  private final List<Field> fields = new ArrayList<>();
  private final FieldSink sink = Field.into(fields, 0);
  private String note;
  private boolean retry;

  private Descriptions(byte[] message, int headerBytes, boolean fromClient) {
    this.message = ByteBuffer.wrap(message);
    this.fromClient = fromClient;
    start = headerBytes;
    dtls = headerBytes > HandshakeHeader.HEADER_BYTES;
    length = HandshakeHeader.length(this.message, 0);
    int there = Math.max(0, message.length - start);
    note = there < length ? "only " + there + " of " + length + " bytes are there" : "";
  }

  // Records and packets, which lie in one piece.

  /** Describes the header of a TLS record; {@code clear} is whether its content is. */
  public static Message record(byte[] stream, int at, boolean clear) {
    TlsRecordView record = new TlsRecordView();
    List<Field> fields = new ArrayList<>();
    int type = stream[at];
    if (record.wrapHeader(ByteBuffer.wrap(stream), at, TlsRecordView.HEADER_BYTES)
        == Progress.DONE) {
      record.describe(Field.into(fields, at), clear);
    }
    String name = "record header: " + ContentType.name(type) + (clear ? "" : ", encrypted");
    return Message.inOnePiece(name, at, TlsRecordView.HEADER_BYTES, fields);
  }

  /** Describes an alert in clear. */
  public static Message alert(byte[] stream, int at) {
    AlertView alert = new AlertView();
    alert.wrap(ByteBuffer.wrap(stream), at, AlertView.BYTES);
    List<Field> fields = new ArrayList<>();
    alert.describe(Field.into(fields, at));
    return Message.inOnePiece("Alert", at, AlertView.BYTES, fields);
  }

  /**
   * Describes a hello in SSLv2 format (RFC 5246 §E.2, draft-hickman-netscape-ssl-00 §2.5, §2.6).
   */
  public static Message sslV2(byte[] stream, int start, int end) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    List<Field> fields = new ArrayList<>();
    SslV2ClientHelloView client = new SslV2ClientHelloView();
    if (client.wrap(buffer, start, end - start) == Progress.DONE) {
      client.describe(Field.into(fields, start));
      return Message.inOnePiece("SSLv2-format ClientHello", start, end - start, fields);
    }
    SslV2ServerHelloView server = new SslV2ServerHelloView();
    if (server.wrap(buffer, start, end - start) == Progress.DONE) {
      server.describe(Field.into(fields, start));
    }
    return Message.inOnePiece("SSL 2.0 ServerHello", start, end - start, fields);
  }

  /** Describes the header of a DTLS record. */
  public static Message dtlsRecord(byte[] stream, int at, int length) {
    DtlsRecordView record = new DtlsRecordView();
    List<Field> fields = new ArrayList<>();
    if (!record.wrap(ByteBuffer.wrap(stream), at, length, Integer.MAX_VALUE - length)) {
      return Message.inOnePiece("record header", at, 0, fields);
    }
    record.describe(Field.into(fields, at));
    if (record.isUnified()) {
      return Message.inOnePiece("record header, encrypted", at, 1, fields);
    }
    String name = "record header: " + ContentType.name(record.contentType());
    return Message.inOnePiece(
        record.epoch() == 0 ? name : name + ", encrypted", at, DtlsRecordView.HEADER_BYTES, fields);
  }

  /**
   * Describes the headers of TURN before a record, and who the peer is; no user, realm or nonce
   * (RFC 8656 §12.4, RFC 8489 §5).
   */
  public static void turn(byte[] stream, int start, int data, FieldSink sink) {
    ByteBuffer buffer = ByteBuffer.wrap(stream);
    boolean channel = data - start == CHANNEL_HEADER;
    int at = start + (channel ? CHANNEL_HEADER : STUN_HEADER);
    if (at > data) {
      return;
    }
    sink.bytes("TURN header", start, at - start, Privacy.PUBLIC);
    while (at + 4 <= data) {
      int length = Bytes.u16(buffer, at + 2);
      boolean peer = Bytes.u16(buffer, at) == STUN_PEER_ADDRESS;
      int shown = Math.min(4 + (peer ? length : 0), data - at);
      sink.bytes("TURN attribute", at, shown, Privacy.PUBLIC);
      at += 4 + (length + 3 & ~3);
    }
  }

  /** Describes a QUIC packet with a long header (RFC 9000 §17.2). */
  public static Message quic(byte[] stream, int at, int available) {
    QuicLongHeaderView packet = new QuicLongHeaderView();
    List<Field> fields = new ArrayList<>();
    if (!packet.wrap(ByteBuffer.wrap(stream), at, available)) {
      return Message.inOnePiece("QUIC long header", at, 0, fields);
    }
    packet.describe(Field.into(fields, at));
    String name = "QUIC long header: " + packet.type();
    return new Message(
        name, packet.destinationIdEnd() - at, ByteRuns.of(at, packet.end() - at), fields, "");
  }

  // Handshake messages, which may lie in many.

  /**
   * Describes a handshake message.
   *
   * @param message header and body, as far as they are there: four bytes at least
   * @param headerBytes 4; 12 for DTLS, whose header of the first fragment counts
   * @param fromClient who sent it
   * @param runs where the bytes lie
   */
  public static Message handshake(
      byte[] message, int headerBytes, boolean fromClient, ByteRuns runs) {
    Descriptions reader = new Descriptions(message, headerBytes, fromClient);
    int type = HandshakeHeader.type(reader.message, 0);
    reader.header(type);
    if (message.length >= headerBytes) {
      reader.body(type, message.length - headerBytes);
    }
    String name = reader.retry ? "HelloRetryRequest" : HandshakeType.name(type);
    return new Message(name, message.length, runs, reader.fields, reader.note);
  }

  /** Returns whether more is told of a message than its header, and who may read its body. */
  public static boolean isDescribed(int type) {
    return switch (type) {
      case HandshakeType.CERTIFICATE,
          HandshakeType.CLIENT_HELLO,
          HandshakeType.SERVER_HELLO,
          HandshakeType.HELLO_VERIFY_REQUEST ->
          true;
      default -> false;
    };
  }

  /** Who may read the body of a message that is not described. */
  public static Privacy ofBody(int type) {
    return HandshakeType.isKnown(type) ? Privacy.PUBLIC : Privacy.SECRET;
  }

  private void header(int type) {
    String source = dtls ? "RFC 6347 §4.2.2" : "RFC 8446 §4";
    sink.field("msg_type", 0, 1, type + " (" + HandshakeType.name(type) + ")", source);
    sink.field("length", 1, 3, FieldSink.count(length), source);
    int rest = HandshakeHeader.HEADER_BYTES;
    sink.bytes("fragment_header", rest, Math.min(start, message.limit()) - rest, Privacy.PUBLIC);
  }

  private void body(int type, int there) {
    switch (type) {
      case HandshakeType.CERTIFICATE ->
          CertificateView.describe(sink, message, start, start + there, fromClient);
      case HandshakeType.CLIENT_HELLO -> {
        known(there);
        clientHello(there);
      }
      case HandshakeType.SERVER_HELLO -> {
        known(there);
        serverHello(there);
      }
      case HandshakeType.HELLO_VERIFY_REQUEST -> {
        known(there);
        if (there >= 2) {
          String version = FieldSink.version(Bytes.u16(message, start));
          String source = "RFC 6347 §4.2.1: no choice of a version";
          sink.field("server_version", start, 2, version, source);
        }
      }
      default -> {
        if (ofBody(type) == Privacy.PUBLIC) {
          known(there);
        }
      }
    }
  }

  /** Nothing in it names a client: what matters more is described next to this. */
  private void known(int there) {
    sink.bytes("body", start, there, Privacy.PUBLIC);
  }

  private void clientHello(int there) {
    ClientHelloView hello = new ClientHelloView();
    boolean read =
        there >= length
            && (dtls ? hello.wrapDtls(message, start, length) : hello.wrap(message, start, length));
    if (!read) {
      note = note.isEmpty() ? stopped(hello.failure()) : note;
      HelloFormat format = dtls ? HelloFormat.DTLS : HelloFormat.TLS;
      hello.wrapBeginning(message, start, there, format);
    }
    hello.describe(sink);
  }

  private void serverHello(int there) {
    ServerHelloView hello = new ServerHelloView();
    if (there < length || !hello.wrap(message, start, length)) {
      note = note.isEmpty() ? stopped(hello.failure()) : note;
      hello.wrapBeginning(message, start, there);
    }
    hello.describe(sink);
    retry = there >= ServerHelloView.RANDOM_END && hello.isHelloRetryRequest();
  }

  private String stopped(Malformed failure) {
    int offset = start + failure.offset();
    return "reading stopped at offset "
        + offset
        + " ("
        + failure.field()
        + "): "
        + failure.reason();
  }
}
