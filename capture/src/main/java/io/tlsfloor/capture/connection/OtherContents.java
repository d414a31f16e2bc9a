package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;

/** Reads the hello, choice or alert of a content that stands for bytes which were read already. */
final class OtherContents {
  private static final int HEADER = TlsRecordView.HEADER_BYTES;

  private final TlsFacts facts;
  private final Views views;

  OtherContents(TlsFacts facts, Views views) {
    this.facts = facts;
    this.views = views;
  }

  /** Reads a content of {@code direction}; false if more bytes of it may come. */
  boolean read(int direction, ByteBuffer bytes, int length) {
    if (views.sslV2ClientHello.wrap(bytes, 0, length) == Progress.DONE) {
      facts.rivals().sslV2ClientHello(direction, views.sslV2ClientHello, bytes);
      return true;
    }
    if (TlsOpening.tls(bytes, 0, length) == Progress.MALFORMED
        || TlsOpening.pseudo(bytes, 0, length) == Progress.DONE) {
      return true; // nothing of TLS: it takes nothing away
    }
    ByteBuffer message = ByteBuffer.allocate(length);
    int at = 0;
    while (at + HEADER <= length && Bytes.u8(bytes, at) == ContentType.HANDSHAKE) {
      int fragment = Math.min(Bytes.u16(bytes, at + 3), length - at - HEADER);
      message.put(bytes.slice(at + HEADER, fragment));
      at += HEADER + Bytes.u16(bytes, at + 3);
    }
    if (message.position() > HandshakeHeader.HEADER_BYTES) {
      return message(direction, message.flip());
    }
    if (at + HEADER + 2 > length || Bytes.u8(bytes, at) != ContentType.ALERT) {
      return false;
    }
    if (Bytes.u16(bytes, at + 3) == 2) {
      facts
          .rivals()
          .alert(direction, Bytes.u8(bytes, at + HEADER), Bytes.u8(bytes, at + HEADER + 1));
    }
    return true;
  }

  private boolean message(int direction, ByteBuffer message) {
    int body = HandshakeHeader.length(message, 0);
    int start = HandshakeHeader.HEADER_BYTES;
    if (message.limit() - start < body) {
      return false;
    }
    int type = HandshakeHeader.type(message, 0);
    if (type == HandshakeType.CLIENT_HELLO) {
      facts.rivals().clientHello(HelloFormat.TLS, direction, message, start, body);
    } else if (type == HandshakeType.SERVER_HELLO) {
      facts.rivals().serverHello(direction, message, start, body);
    }
    return true;
  }
}
