package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;

/**
 * PostgreSQL's requests for encryption and their one-byte replies (PostgreSQL documentation, "SSL
 * Session Encryption" and "GSSAPI Session Encryption" of the frontend/backend protocol).
 */
final class PostgresqlDialogue extends Dialogue {
  static final long SSL_REQUEST = 0x0000_0008_04D2_162FL;
  static final long GSS_REQUEST = 0x0000_0008_04D2_1630L;
  private static final int REQUEST_BYTES = 8;

  private boolean asked;
  private boolean askedForTls;

  PostgresqlDialogue(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.POSTGRESQL;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (!isClient(direction)) {
      return reply(Bytes.u8(buffer, at));
    }
    if (asked && serverSeen() || length < REQUEST_BYTES) {
      return 0;
    }
    long request = Bytes.i64(buffer, at);
    if (request != SSL_REQUEST && request != GSS_REQUEST) {
      end(); // goes on in clear
      return 0;
    }
    asked = true;
    askedForTls = request == SSL_REQUEST;
    return REQUEST_BYTES;
  }

  private int reply(int reply) {
    if (reply == 'S' && (askedForTls || !clientSeen())) {
      over();
    } else if (reply == 'N') {
      asked = false;
    } else {
      end();
    }
    return 1;
  }

  /** Describes the requests, or the one-byte replies. */
  static int describe(Said said, int from, FieldSink sink) {
    int at = from;
    int unit = said.byClient() ? REQUEST_BYTES : 1;
    while (said.end() - at >= unit && isKnown(said, at)) {
      sink.bytes(said.byClient() ? "request" : "reply", at, unit, Privacy.PUBLIC);
      at += unit;
    }
    return at;
  }

  private static boolean isKnown(Said said, int at) {
    if (!said.byClient()) {
      return said.u8(at) == 'S' || said.u8(at) == 'N' || said.u8(at) == 'G';
    }
    long request = Bytes.i64(said.buffer(), at);
    return request == SSL_REQUEST || request == GSS_REQUEST;
  }
}
