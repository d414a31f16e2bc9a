package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
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
  public String name() {
    return "starttls-postgresql";
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
}
