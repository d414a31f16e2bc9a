package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A dialogue with a SOCKS server. Version 4 and 4a: one request, one reply (Ying-Da Lee, "SOCKS
 * 4A"). Version 5: choice of a method (RFC 1928 §3), user name and password (RFC 1929) passed over
 * unread, request and reply; what other methods say is not known here.
 */
final class SocksDialogue implements Dialogue {
  private static final int V4 = 4;
  private static final int V5 = 5;
  private static final int SUBNEGOTIATION = 1; // RFC 1929 §2
  private static final int PASSWORD = 2;
  private static final int MAX_METHODS = 16;
  private static final int UNKNOWN = -1;
  private static final int CONNECT = 1; // others (BIND, UDP ASSOCIATE) carry no TLS of the client
  private static final int V4_REPLY_BYTES = 8;
  private static final int V4_GRANTED = 90;

  private final Exchange exchange;
  private final int version;
  private final Request request = new Request();
  private boolean greeted;
  private int method = UNKNOWN;

  SocksDialogue(Exchange exchange) {
    this.exchange = exchange;
    version = exchange.kind() == PrefaceKind.SOCKS5 ? V5 : V4;
    greeted = version == V4; // which has no greeting
  }

  /** Recognises SOCKS 4 and 4a by a request with which the bytes end, or that TLS follows. */
  static Answer begins4(ByteBuffer buffer, int start, int length) {
    if (length > 1 && Bytes.u8(buffer, start + 1) != CONNECT) {
      return Answer.NO;
    }
    Request request = new Request();
    return switch (request.wrap(buffer, start, length)) {
      case DONE -> {
        int after = request.length();
        yield Preface.mayBeTls(buffer, start + after, length - after) ? Answer.YES : Answer.NO;
      }
      case NEED_MORE -> length < PrefaceRecognizer.MAX_BYTES ? Answer.NEED_MORE : Answer.YES;
      default -> Answer.NO;
    };
  }

  /** SOCKS 5: {@code 05}, the number of methods, the methods, and no more before the reply. */
  static Answer begins5(ByteBuffer buffer, int start, int length) {
    if (length < 2) {
      return Answer.NEED_MORE;
    }
    int methods = Bytes.u8(buffer, start + 1);
    if (methods == 0 || methods > MAX_METHODS) {
      return Answer.NO;
    }
    int end = 2 + methods;
    boolean offersPassword = false;
    for (int i = 2; i < Math.min(end, length); i++) {
      int method = Bytes.u8(buffer, start + i);
      if (method > 9 && method < 0x80 || method == 0xFF) { // IANA's list, and private ones
        return Answer.NO;
      }
      offersPassword |= method == PASSWORD;
    }
    if (length < end) {
      return Answer.NEED_MORE;
    }
    if (length == end) {
      return Answer.YES;
    }
    int next = Bytes.u8(buffer, start + end); // a client that does not wait
    boolean request = next == V5 && length >= end + 3 && Bytes.u8(buffer, start + end + 2) == 0;
    boolean password = next == SUBNEGOTIATION && offersPassword;
    return request || password ? Answer.YES : Answer.NO;
  }

  @Override
  public int unit(int direction, ByteBuffer buffer, int at, int length) {
    return exchange.isClient(direction) ? client(buffer, at, length) : server(buffer, at, length);
  }

  private int client(ByteBuffer buffer, int at, int length) {
    if (exchange.target().isPresent()) {
      if (!exchange
          .serverSeen()) { // its side is not in the capture, and it let the next bytes through
        exchange.over();
      }
      return 0;
    }
    int first = Bytes.u8(buffer, at);
    if (first == version) {
      return greeted ? request(buffer, at, length) : greeting(buffer, at, length);
    }
    if (version == V5 && greeted && first == SUBNEGOTIATION && mayBePassword()) {
      return password(buffer, at, length);
    }
    exchange.end();
    return 0;
  }

  private boolean mayBePassword() {
    return method == UNKNOWN || method == PASSWORD;
  }

  private int greeting(ByteBuffer buffer, int at, int length) {
    if (length < 2 || length < 2 + Bytes.u8(buffer, at + 1)) {
      return 0;
    }
    greeted = true;
    return 2 + Bytes.u8(buffer, at + 1);
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

  private int request(ByteBuffer buffer, int at, int length) {
    Progress progress = request.wrap(buffer, at, length);
    if (progress == Progress.DONE) {
      if (version == V4 && request.isVersion4a()) {
        exchange.isOf(PrefaceKind.SOCKS4A);
      }
      if (request.command() == CONNECT) {
        exchange.ask(request.target(), NameSource.SOCKS);
      } else {
        exchange.end();
      }
      return request.length();
    }
    if (progress == Progress.MALFORMED) {
      exchange.end();
    }
    return 0;
  }

  private int server(ByteBuffer buffer, int at, int length) {
    int first = Bytes.u8(buffer, at);
    if (version == V5 && (method == UNKNOWN || first == SUBNEGOTIATION)) {
      return length < 2 ? 0 : negotiation(first, Bytes.u8(buffer, at + 1));
    }
    if (version == V5 && first == V5 && exchange.target().isEmpty() && exchange.clientAsks()) {
      return 0; // an answer that came before its question, or a forged one
    }
    int whole = replyLength(version, buffer, at, length);
    if (whole < 0) {
      exchange.end();
      return 0;
    }
    if (whole == 0 || length < whole) {
      return 0;
    }
    if (Bytes.u8(buffer, at + 1) == (version == V4 ? V4_GRANTED : 0)) {
      exchange.over();
    } else {
      exchange.end();
    }
    return whole;
  }

  private int negotiation(int first, int answer) {
    if (first == SUBNEGOTIATION) {
      if (method != PASSWORD || answer != 0) { // RFC 1929 §2: 0 is success
        exchange.end();
      }
    } else if (first == V5) {
      method = answer;
      if (method != 0 && method != PASSWORD) { // 0xff: none is acceptable; others are not known
        exchange.end();
      }
    } else {
      exchange.end();
      return 0;
    }
    return 2;
  }

  /**
   * Bytes of a reply.
   *
   * @return 0 while too few are there to say, -1 if it is no such reply
   */
  static int replyLength(int version, ByteBuffer buffer, int start, int available) {
    if (version == V4) {
      return available > 0 && Bytes.u8(buffer, start) != 0 ? -1 : V4_REPLY_BYTES;
    }
    if (available > 0 && Bytes.u8(buffer, start) != V5
        || available > 1 && Bytes.u8(buffer, start + 1) > 8 // RFC 1928 §6: 0 to 8
        || available > 2 && Bytes.u8(buffer, start + 2) != 0) {
      return -1;
    }
    if (available < 5) {
      return 0;
    }
    int address = addressLength(buffer, start + 3);
    return address < 0 ? -1 : 4 + address + 2;
  }

  /**
   * Bytes of an address after its type (RFC 1928 §5): 4, 16, or a name with its length.
   *
   * @param at index of the type; one more byte is there
   * @return -1 for a type that does not exist
   */
  private static int addressLength(ByteBuffer buffer, int at) {
    return switch (Bytes.u8(buffer, at)) {
      case 1 -> 4;
      case 3 -> 1 + Bytes.u8(buffer, at + 1);
      case 4 -> 16;
      default -> -1;
    };
  }

  /** A request of version 4, 4a or 5, read where it lies. Its user id is passed over. */
  static final class Request {
    private static final int MAX_USER_ID_BYTES = 255;
    private static final int V4_FIXED_BYTES = 8;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private ByteBuffer buffer = NOTHING;
    private int start;
    private int length;
    private int nameAt;
    private int nameLength;

    /** Points this at a request. {@link #length} is valid after DONE. */
    Progress wrap(ByteBuffer buffer, int start, int available) {
      this.buffer = buffer;
      this.start = start;
      nameLength = 0;
      if (available == 0) {
        return Progress.NEED_MORE;
      }
      return switch (Bytes.u8(buffer, start)) {
        case V4 -> wrap4(available);
        case V5 -> wrap5(available);
        default -> Progress.MALFORMED;
      };
    }

    private Progress wrap4(int available) {
      if (available < V4_FIXED_BYTES) {
        return Progress.NEED_MORE;
      }
      int port = Bytes.u16(buffer, start + 2);
      if (command() < 1 || command() > 2 || port == 0 || Bytes.i32(buffer, start + 4) == 0) {
        return Progress.MALFORMED;
      }
      length = V4_FIXED_BYTES;
      Progress user = string(available, MAX_USER_ID_BYTES);
      if (user != Progress.DONE || !isVersion4a()) {
        return user;
      }
      nameAt = start + length;
      Progress name = string(available, HostText.MAX_NAME_BYTES);
      nameLength = start + length - 1 - nameAt;
      return name == Progress.DONE && !sound() ? Progress.MALFORMED : name;
    }

    /** Passes over visible characters and the zero that ends them. */
    private Progress string(int available, int most) {
      int from = length;
      while (length < available && length - from <= most) {
        int c = Bytes.u8(buffer, start + length++);
        if (c == 0) {
          return Progress.DONE;
        }
        if (c <= ' ' || c == 0x7F) {
          return Progress.MALFORMED;
        }
      }
      return length - from > most ? Progress.MALFORMED : Progress.NEED_MORE;
    }

    private Progress wrap5(int available) {
      if (available < 5) {
        return Progress.NEED_MORE;
      }
      int address = addressLength(buffer, start + 3);
      if (command() < 1 || command() > 3 || address < 0) {
        return Progress.MALFORMED;
      }
      length = 4 + address + 2;
      if (available < length) {
        return Progress.NEED_MORE;
      }
      if (Bytes.u8(buffer, start + 3) == 3) {
        nameAt = start + 5;
        nameLength = address - 1;
        return sound() ? Progress.DONE : Progress.MALFORMED;
      }
      return Progress.DONE;
    }

    /** Returns whether the name is one by its characters. An address in text is met, too. */
    private boolean sound() {
      for (int i = nameAt; i < nameAt + nameLength; i++) {
        int c = Bytes.u8(buffer, i);
        if (c <= ' ' || c >= 0x7F) {
          return false;
        }
      }
      return nameLength > 0;
    }

    /** Bytes of the whole request. */
    int length() {
      return length;
    }

    private int command() {
      return Bytes.u8(buffer, start + 1);
    }

    /** Returns whether version 4 leaves the name to the server: address 0.0.0.x, x not 0. */
    private boolean isVersion4a() {
      return Bytes.i32(buffer, start + 4) >>> 8 == 0;
    }

    /** Copies out what is asked for. */
    Target target() {
      boolean five = Bytes.u8(buffer, start) == V5;
      int port = Bytes.u16(buffer, five ? start + length - 2 : start + 2);
      return new Target(host(five), port);
    }

    private String host(boolean five) {
      if (nameLength > 0) {
        byte[] name = new byte[nameLength];
        buffer.get(nameAt, name);
        return new String(name, StandardCharsets.US_ASCII);
      }
      boolean six = five && Bytes.u8(buffer, start + 3) == 4;
      return six
          ? IpAddress.v6(Bytes.i64(buffer, start + 4), Bytes.i64(buffer, start + 12)).toString()
          : IpAddress.v4(Bytes.i32(buffer, start + 4)).toString();
    }

    /** Describes it: all but the user id. */
    private void describe(FieldSink sink) {
      boolean five = Bytes.u8(buffer, start) == V5;
      int address = start + 4; // in both versions
      int addressEnd = five ? start + length - 2 : start + V4_FIXED_BYTES;
      sink.bytes("VN, CD", start, addressEnd - start, Privacy.PUBLIC);
      boolean named = nameLength > 0;
      sink.field(
          "target",
          named ? nameAt : address,
          named ? nameLength : addressEnd - address,
          target().host(),
          five ? "RFC 1928 §4" : "SOCKS4 and SOCKS4a, CONNECT");
      int user = five ? 0 : (named ? nameAt : start + length) - 1 - addressEnd;
      sink.bytes("USERID", addressEnd, user, Privacy.SECRET);
      int rest = addressEnd + user; // the port, or what ends user id and name
      sink.bytes("rest", rest, start + length - rest, Privacy.PUBLIC);
    }
  }

  /** Describes the request of SOCKS 4, or the reply; returns where it ends. */
  static int describe4(Said said, int at, FieldSink sink) {
    return describeLast(V4, said, at, sink);
  }

  /**
   * Describes what one end says in SOCKS 5, in whatever order: neither user name nor password is
   * public.
   */
  static int describe5(Said said, int from, FieldSink sink) {
    int at = from;
    boolean first = true;
    while (at < said.end()) {
      int there = said.there(at, Integer.MAX_VALUE);
      int version = said.u8(at);
      if (version == V5 && first) {
        int length = Math.min(there, said.byClient() ? 2 + said.u8(at + 1) : 2);
        sink.bytes("methods", at, length, Privacy.PUBLIC);
        at += length;
        first = false;
      } else if (version == SUBNEGOTIATION && said.byClient()) {
        at = describeCredentials(said, at, there, sink);
      } else if (version == SUBNEGOTIATION) {
        sink.bytes("reply", at, Math.min(there, 2), Privacy.PUBLIC);
        at += Math.min(there, 2);
      } else {
        return describeLast(V5, said, at, sink);
      }
    }
    return at;
  }

  /** The request, or the reply to it. */
  private static int describeLast(int version, Said said, int at, FieldSink sink) {
    int there = said.there(at, Integer.MAX_VALUE);
    Request request = new Request();
    if (said.byClient()) {
      if (said.u8(at) != version || request.wrap(said.buffer(), at, there) != Progress.DONE) {
        return at;
      }
      request.describe(sink);
      return at + request.length();
    }
    int reply = replyLength(version, said.buffer(), at, there);
    int length = reply <= there ? Math.max(0, reply) : 0;
    sink.bytes("reply", at, length, Privacy.PUBLIC);
    return at + length;
  }

  private static int describeCredentials(Said said, int at, int there, FieldSink sink) {
    int name = said.u8(at + 1);
    int password = said.u8(at + 2 + name);
    sink.bytes("version, ULEN", at, Math.min(there, 2), Privacy.PUBLIC);
    sink.bytes("PLEN", at + 2 + name, said.there(at + 2 + name, 1), Privacy.PUBLIC);
    return Math.min(said.end(), at + 3 + name + password);
  }
}
