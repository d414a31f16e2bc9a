package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Target;
import java.nio.ByteBuffer;

/**
 * A SOCKS request, read where it lies: version 4 and 4a with their user id, or version 5 after its
 * method negotiation (RFC 1928 §4); and the extents of replies. The user id is passed over and
 * never read.
 *
 * <p>Bytes are borrowed until the next {@code wrap}.
 */
public final class SocksRequestView {
  /** The command for a connection. Others (BIND, UDP ASSOCIATE) carry no TLS of the client. */
  public static final int CONNECT = 1;

  /** Bytes of a version 4 reply. */
  static final int V4_REPLY_BYTES = 8;

  /** The code with which version 4 grants a request. */
  static final int V4_GRANTED = 90;

  private static final int MAX_USER_ID_BYTES = 255;
  private static final int V4_FIXED_BYTES = 8;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private ByteBuffer buffer = NOTHING;
  private int start;
  private int length;
  private int nameAt;
  private int nameLength;

  /** Points this view at a version 4 request. {@link #length} is valid after DONE. */
  public Progress wrap4(ByteBuffer buffer, int start, int available) {
    this.buffer = buffer;
    this.start = start;
    nameLength = 0;
    if (available < V4_FIXED_BYTES) {
      return available > 0 && Bytes.u8(buffer, start) != 4
          ? Progress.MALFORMED
          : Progress.NEED_MORE;
    }
    if (Bytes.u8(buffer, start) != 4 || command() < 1 || command() > 2) {
      return Progress.MALFORMED;
    }
    int userEnd = zero(start + V4_FIXED_BYTES, start + available, MAX_USER_ID_BYTES);
    if (userEnd < 0) {
      return tooLong(available - V4_FIXED_BYTES, MAX_USER_ID_BYTES);
    }
    length = userEnd + 1 - start;
    if (!isVersion4a()) {
      return Progress.DONE;
    }
    nameAt = userEnd + 1;
    int nameEnd = zero(nameAt, start + available, HostText.MAX_NAME_BYTES);
    if (nameEnd < 0) {
      return tooLong(start + available - nameAt, HostText.MAX_NAME_BYTES);
    }
    nameLength = nameEnd - nameAt;
    length = nameEnd + 1 - start;
    return sound() ? Progress.DONE : Progress.MALFORMED;
  }

  /** Points this view at a version 5 request. {@link #length} is valid after DONE. */
  public Progress wrap5(ByteBuffer buffer, int start, int available) {
    this.buffer = buffer;
    this.start = start;
    nameLength = 0;
    if (available < 5) {
      return Progress.NEED_MORE;
    }
    if (Bytes.u8(buffer, start) != 5 || command() < 1 || command() > 3) {
      return Progress.MALFORMED;
    }
    int address = addressLength(buffer, start + 3);
    if (address < 0) {
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

  /**
   * Bytes of a version 5 reply.
   *
   * @return 0 while too few are there to say, -1 if it is no such reply
   */
  static int replyLength5(ByteBuffer buffer, int start, int available) {
    if (available > 0 && Bytes.u8(buffer, start) != 5
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

  /** Describes a request of which the last {@code wrap} was DONE: all but the user id. */
  void describe(FieldSink sink) {
    boolean five = Bytes.u8(buffer, start) == 5;
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

  /** Bytes of the whole request. */
  public int length() {
    return length;
  }

  /** The command. */
  public int command() {
    return Bytes.u8(buffer, start + 1);
  }

  /**
   * Returns whether a version 4 request leaves the name to the server: address 0.0.0.x, x not 0.
   */
  public boolean isVersion4a() {
    int address = Bytes.i32(buffer, start + 4);
    return address != 0 && address >>> 8 == 0;
  }

  /** Copies out what is asked for. */
  public Target target() {
    boolean five = Bytes.u8(buffer, start) == 5;
    int port = Bytes.u16(buffer, five ? start + length - 2 : start + 2);
    return new Target(host(five), port);
  }

  private String host(boolean five) {
    if (nameLength > 0) {
      byte[] name = new byte[nameLength];
      buffer.get(nameAt, name);
      return new String(name, java.nio.charset.StandardCharsets.US_ASCII);
    }
    boolean six = five && Bytes.u8(buffer, start + 3) == 4;
    return six
        ? IpAddress.v6(Bytes.i64(buffer, start + 4), Bytes.i64(buffer, start + 12)).toString()
        : IpAddress.v4(Bytes.i32(buffer, start + 4)).toString();
  }

  /** Returns whether the name is one by its characters. An address in text is met there, too. */
  private boolean sound() {
    for (int i = nameAt; i < nameAt + nameLength; i++) {
      int c = Bytes.u8(buffer, i);
      if (c <= ' ' || c >= 0x7F) {
        return false;
      }
    }
    return nameLength > 0;
  }

  private int zero(int from, int limit, int most) {
    for (int i = from; i < limit && i <= from + most; i++) {
      if (buffer.get(i) == 0) {
        return i;
      }
    }
    return -1;
  }

  private static Progress tooLong(int there, int most) {
    return there > most ? Progress.MALFORMED : Progress.NEED_MORE;
  }
}
