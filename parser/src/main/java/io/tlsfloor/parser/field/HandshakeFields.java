package io.tlsfloor.parser.field;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.tls.CertificateView;
import io.tlsfloor.parser.tls.ClientHelloView;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.ServerHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Lets the views of handshake messages describe them, headers included. */
final class HandshakeFields {
  private final ByteBuffer message;
  private final int start; // of the body
  private final int length; // of the body, as the header gives it
  private final boolean dtls;
  private final boolean fromClient;
  private final List<Field> fields = new ArrayList<>();
  private final FieldSink sink = Field.into(fields, 0);
  private String note;
  private boolean retry;

  private HandshakeFields(byte[] message, int headerBytes, boolean fromClient) {
    this.message = ByteBuffer.wrap(message);
    this.fromClient = fromClient;
    start = headerBytes;
    dtls = headerBytes > HandshakeHeader.HEADER_BYTES;
    length = HandshakeHeader.length(this.message, 0);
    int there = Math.max(0, message.length - start);
    note = there < length ? "only " + there + " of " + length + " bytes are there" : "";
  }

  /**
   * Describes a message.
   *
   * @param message header and body, as far as they are there: four bytes at least
   * @param headerBytes 4; 12 for DTLS, whose header of the first fragment counts
   * @param fromClient who sent it
   * @param runs where the bytes lie
   */
  static Message of(byte[] message, int headerBytes, boolean fromClient, List<ByteRun> runs) {
    HandshakeFields reader = new HandshakeFields(message, headerBytes, fromClient);
    int type = HandshakeHeader.type(reader.message, 0);
    reader.header(type);
    if (message.length >= headerBytes) {
      reader.body(type, message.length - headerBytes);
    }
    String name = reader.retry ? "HelloRetryRequest" : HandshakeType.name(type);
    return new Message(name, message.length, runs, reader.fields, reader.note);
  }

  /** Whether more is told of a message than its header, and who may read its body. */
  static boolean isDescribed(int type) {
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
  static Privacy ofBody(int type) {
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
