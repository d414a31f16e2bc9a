package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/**
 * SOCKS 5: choice of a method (RFC 1928 §3), user name and password (RFC 1929) or GSSAPI tokens
 * (RFC 1961) passed over unread, request and reply. A GSSAPI session that goes on encapsulated is
 * opaque and ends the dialogue.
 */
final class Socks5Dialogue extends ProxyDialogue {
  private static final int VERSION = 5;
  private static final int SUBNEGOTIATION = 1; // first byte of both RFC 1929 and RFC 1961
  private static final int GSSAPI = 1;
  private static final int PASSWORD = 2;
  private static final int UNKNOWN = -1;
  private static final int GSSAPI_HEADER_BYTES = 4;
  private static final int GSSAPI_MAX_TYPE = 2; // authentication, protection level; 3 is a payload

  private final SocksRequestView request = new SocksRequestView();
  private boolean greeted;
  private boolean passwordOffered;
  private int method = UNKNOWN;
  private long clientSkip;
  private long serverSkip;

  Socks5Dialogue(int client) {
    super(client);
  }

  @Override
  public String name() {
    return "socks5";
  }

  @Override
  boolean betweenUnits(int direction) {
    return (isClient(direction) ? clientSkip : serverSkip) == 0;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    long skip = isClient(direction) ? clientSkip : serverSkip;
    if (skip > 0) {
      int skipped = (int) Math.min(skip, length);
      if (isClient(direction)) {
        clientSkip -= skipped;
      } else {
        serverSkip -= skipped;
      }
      return skipped;
    }
    return isClient(direction) ? client(buffer, at, length) : server(buffer, at, length);
  }

  private int client(ByteBuffer buffer, int at, int length) {
    if (isAsked()) {
      if (!serverSeen()) { // its side is not in the capture, and it let the next bytes through
        over();
      }
      return 0;
    }
    int first = Bytes.u8(buffer, at);
    if (first == VERSION) {
      return greeted ? request(buffer, at, length) : greeting(buffer, at, length);
    }
    if (!greeted || first != SUBNEGOTIATION) {
      end();
      return 0;
    }
    boolean password = method == UNKNOWN ? passwordOffered : method == PASSWORD;
    return password ? password(buffer, at, length) : gssapi(true, buffer, at, length);
  }

  private int greeting(ByteBuffer buffer, int at, int length) {
    if (length < 2 || length < 2 + Bytes.u8(buffer, at + 1)) {
      return 0;
    }
    int methods = Bytes.u8(buffer, at + 1);
    for (int i = 0; i < methods; i++) {
      passwordOffered |= Bytes.u8(buffer, at + 2 + i) == PASSWORD;
    }
    greeted = true;
    return 2 + methods;
  }

  /** Version, length and name, length and password. */
  private static int password(ByteBuffer buffer, int at, int length) {
    if (length < 2 || length < 3 + Bytes.u8(buffer, at + 1)) {
      return 0;
    }
    int name = Bytes.u8(buffer, at + 1);
    int whole = 3 + name + Bytes.u8(buffer, at + 2 + name);
    return length < whole ? 0 : whole;
  }

  private int gssapi(boolean client, ByteBuffer buffer, int at, int length) {
    if (length < GSSAPI_HEADER_BYTES) {
      return 0;
    }
    if (Bytes.u8(buffer, at) != SUBNEGOTIATION || Bytes.u8(buffer, at + 1) > GSSAPI_MAX_TYPE) {
      end();
      return 0;
    }
    int token = Bytes.u16(buffer, at + 2);
    if (client) {
      clientSkip = token;
    } else {
      serverSkip = token;
    }
    return GSSAPI_HEADER_BYTES;
  }

  private int request(ByteBuffer buffer, int at, int length) {
    Progress progress = request.wrap5(buffer, at, length);
    if (progress == Progress.DONE) {
      ask(request);
      return request.length();
    }
    if (progress == Progress.MALFORMED) {
      end();
    }
    return 0;
  }

  private int server(ByteBuffer buffer, int at, int length) {
    if (length < 2) {
      return 0;
    }
    if (Bytes.u8(buffer, at) == SUBNEGOTIATION) {
      return subnegotiation(buffer, at, length);
    }
    if (Bytes.u8(buffer, at) != VERSION) {
      end();
      return 0;
    }
    if (method == UNKNOWN) {
      method = Bytes.u8(buffer, at + 1);
      if (method > PASSWORD) { // 0xff: none is acceptable; others are not known here
        end();
      }
      return 2;
    }
    int whole = SocksReply.length5(buffer, at, length);
    if (whole < 0) {
      end();
      return 0;
    }
    if (whole == 0 || length < whole) {
      return 0;
    }
    if (Bytes.u8(buffer, at + 1) == 0) {
      over();
    } else {
      end();
    }
    return whole;
  }

  private int subnegotiation(ByteBuffer buffer, int at, int length) {
    if (method == GSSAPI) {
      return gssapi(false, buffer, at, length);
    }
    if (method != PASSWORD || Bytes.u8(buffer, at + 1) != 0) { // RFC 1929 §2: 0 is success
      end();
    }
    return 2;
  }
}
