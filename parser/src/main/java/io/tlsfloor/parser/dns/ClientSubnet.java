package io.tlsfloor.parser.dns;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;

/** The client's network in a DNS answer (RFC 7871 §6). */
public final class ClientSubnet {
  private static final int OPTION = 8;
  private static final int HEADER = 8; // option, length, family, two prefix lengths
  private static final int V4 = 1;
  private static final int V6 = 2;

  private ClientSubnet() {}

  /**
   * Describes the address of every such option between {@code start} and {@code end}, wherever it
   * stands: the beginning of a message may be in another segment. The meaning is the address, the
   * bits that were not sent as zeros.
   */
  public static void describe(ByteBuffer buffer, int start, int end, FieldSink sink) {
    for (int at = start; at + HEADER < end; at++) {
      if (Bytes.u8(buffer, at + 1) != OPTION) { // most places are none
        continue;
      }
      int family = Bytes.u16(buffer, at + 4);
      int prefix = Bytes.u8(buffer, at + 6);
      int length = (prefix + 7) / 8;
      boolean sound =
          Bytes.u16(buffer, at) == OPTION
              && (family == V4 && prefix <= 32 || family == V6 && prefix <= 128)
              && prefix > 0
              && Bytes.u16(buffer, at + 2) == HEADER - 4 + length
              && at + HEADER + length <= end;
      if (sound) {
        ByteBuffer address = ByteBuffer.allocate(16);
        address.put(0, buffer, at + HEADER, length);
        IpAddress network =
            family == V4
                ? IpAddress.v4(address.getInt(0))
                : IpAddress.v6(address.getLong(0), address.getLong(8));
        sink.field(
            "ADDRESS", at + HEADER, length, Privacy.ADDRESS, network.toString(), "RFC 7871 §6");
      }
    }
  }
}
