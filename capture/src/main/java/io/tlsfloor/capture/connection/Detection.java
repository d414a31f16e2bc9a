package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.preface.PrefaceRecognizer;
import java.nio.ByteBuffer;

/** Finds out what begins in a direction of a TCP connection, by its bytes and never by its port. */
final class Detection {
  /** What begins. */
  enum Beginning {
    /** Too few bytes to decide. */
    UNDECIDED,
    /** A constant that only imitates TLS. */
    PSEUDO,
    /** TLS records. */
    TLS,
    /** Bytes of the server after a hello, taken for TLS until its reader says otherwise. */
    ANSWER,
    /** A ClientHello in SSL 2.0's format, whole; the view for it is set. */
    SSLV2_CLIENT_HELLO,
    /** SSL 2.0's own ServerHello. */
    SSLV2_SERVER_HELLO,
    /** DNS answers. */
    DNS,
    /** A dialogue that may lead to TLS. */
    PREFACE,
    /** SSH, in which nothing follows that is ours. */
    SSH,
    /** Nothing that is known. */
    UNKNOWN
  }

  private final Views views;
  private final TlsFacts facts;
  private final TcpNames names;
  private final Dialogues dialogues;

  Detection(Views views, TlsFacts facts, TcpNames names, Dialogues dialogues) {
    this.views = views;
    this.facts = facts;
    this.names = names;
    this.dialogues = dialogues;
  }

  Beginning look(int direction, ByteBuffer buffer, int start, int length) {
    Progress pseudo = TlsOpening.pseudo(buffer, start, length);
    if (pseudo != Progress.MALFORMED) {
      return pseudo == Progress.DONE ? Beginning.PSEUDO : Beginning.UNDECIDED;
    }
    if (facts.isServer(direction) && facts.helloSeen()) {
      return views.sslV2ServerHello.wrap(buffer, start, length) == Progress.MALFORMED
          ? Beginning.ANSWER
          : Beginning.SSLV2_SERVER_HELLO;
    }
    Progress tls = TlsOpening.tls(buffer, start, length);
    if (tls != Progress.MALFORMED) {
      return tls == Progress.DONE ? Beginning.TLS : Beginning.UNDECIDED;
    }
    Progress dns = names.test(direction, buffer, start, length);
    if (dns != Progress.MALFORMED) {
      return dns == Progress.DONE ? Beginning.DNS : Beginning.UNDECIDED;
    }
    Progress sslV2 = views.sslV2ClientHello.wrap(buffer, start, length);
    if (sslV2 == Progress.DONE) {
      return Beginning.SSLV2_CLIENT_HELLO;
    }
    PrefaceRecognizer.Answer preface = dialogues.test(direction, buffer, start, length);
    if (preface == PrefaceRecognizer.Answer.YES) {
      return Beginning.PREFACE;
    }
    if (preface == PrefaceRecognizer.Answer.NEED_MORE && length < PrefaceRecognizer.MAX_BYTES
        || sslV2 == Progress.NEED_MORE) {
      return Beginning.UNDECIDED;
    }
    return TlsOpening.isSsh(buffer, start, length) ? Beginning.SSH : Beginning.UNKNOWN;
  }
}
