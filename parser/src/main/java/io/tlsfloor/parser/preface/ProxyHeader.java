package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import io.tlsfloor.parser.preface.PrefaceRecognizer.Answer;
import java.nio.ByteBuffer;

/**
 * The header that a proxy puts in front of a connection (HAProxy's PROXY protocol, versions 1 and
 * 2), of which only the extent is read. The server sends nothing for it.
 */
final class ProxyHeader implements Dialogue {
  private static final int MAX_V1_BYTES = 107; // proxy-protocol.txt §2.1
  private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n"; // of version 2, §2.2
  private static final int FIXED_BYTES = 16; // before the addresses of version 2

  private static final int MAX_WAITING_BYTES = 4096; // more than any greeting

  private final Exchange exchange;
  private final boolean second;
  private final LineView line = new LineView();
  private int left = -1; // of version 2

  ProxyHeader(Exchange exchange) {
    this.exchange = exchange;
    second = exchange.kind() == PrefaceKind.PROXY_V2;
  }

  /** Recognises version 2 by its signature and fixed fields. */
  static Answer begins2(ByteBuffer buffer, int start, int length) {
    int whole = length2(buffer, start, length);
    return whole > 0 ? Answer.YES : whole == 0 ? Answer.NEED_MORE : Answer.NO;
  }

  /**
   * Bytes of a whole header of version 2, addresses and TLVs included: 16 to 65551.
   *
   * @return 0 while too few are there to say, -1 if it is no such header
   */
  static int length2(ByteBuffer buffer, int start, int available) {
    for (int i = 0; i < Math.min(available, SIGNATURE.length()); i++) {
      if (Bytes.u8(buffer, start + i) != SIGNATURE.charAt(i)) {
        return -1;
      }
    }
    if (available < FIXED_BYTES) {
      return 0;
    }
    int command = Bytes.u8(buffer, start + 12); // version 2, LOCAL or PROXY
    int family = Bytes.u8(buffer, start + 13) >>> 4;
    int transport = Bytes.u8(buffer, start + 13) & 0x0F;
    boolean known = command >>> 4 == 2 && (command & 0x0F) <= 1 && family <= 3 && transport <= 2;
    return known ? FIXED_BYTES + Bytes.u16(buffer, start + 14) : -1;
  }

  @Override
  public boolean isBetweenUnits(int direction) {
    return left < 0;
  }

  @Override
  public int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (!exchange.isClient(direction)) { // it can only speak once the header is whole
      if (length > MAX_WAITING_BYTES) {
        exchange.end();
      }
      return 0;
    }
    return second ? binary(buffer, at, length) : text(buffer, at, length);
  }

  private int text(ByteBuffer buffer, int at, int length) {
    int taken = line.wrap(buffer, at, Math.min(length, MAX_V1_BYTES));
    if (taken > 0) {
      exchange.over();
    } else if (length >= MAX_V1_BYTES) {
      exchange.end();
    }
    return taken;
  }

  private int binary(ByteBuffer buffer, int at, int length) {
    if (left < 0) {
      int whole = length2(buffer, at, length);
      if (whole < 0) {
        exchange.end();
      }
      if (whole <= 0) {
        return 0;
      }
      left = whole;
    }
    int passed = Math.min(left, length);
    left -= passed;
    if (left == 0) {
      exchange.over();
    }
    return passed;
  }

  /**
   * Describes the header of version 2 as far as it is there: who is behind the proxy. What follows
   * the addresses (TLVs) is not public. Returns where it ends.
   */
  static int describe(Said said, int at, FieldSink sink) {
    ByteBuffer buffer = said.buffer();
    int length = said.byClient() ? length2(buffer, at, said.there(at, Integer.MAX_VALUE)) : 0;
    if (length <= 0) {
      return at;
    }
    sink.bytes("signature, command, family, length", at, FIXED_BYTES, Privacy.PUBLIC);
    int family = Bytes.u8(buffer, at + 13) >>> 4;
    int width = family == 1 ? 4 : family == 2 ? 16 : 0;
    int addresses = at + FIXED_BYTES;
    int after = addresses + 2 * width + 4; // two ports
    int end = at + said.there(at, length);
    if (width > 0 && after <= end) {
      address(buffer, sink, "src_addr", addresses, width);
      address(buffer, sink, "dst_addr", addresses + width, width);
      sink.bytes("src_port, dst_port", addresses + 2 * width, 4, Privacy.PUBLIC);
    }
    return end;
  }

  private static void address(ByteBuffer buffer, FieldSink sink, String name, int at, int width) {
    IpAddress address =
        width == 4
            ? IpAddress.v4(Bytes.i32(buffer, at))
            : IpAddress.v6(Bytes.i64(buffer, at), Bytes.i64(buffer, at + 8));
    sink.field(name, at, width, Privacy.ADDRESS, address.toString(), "The PROXY protocol, §2.2");
  }
}
