package io.tlsfloor.capture.names;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;

/** Reads the answers of a DNS server over TCP: messages behind their lengths (RFC 1035 §4.2.2). */
public final class DnsStreamReader {
  /** Longer ones, of zone transfers, are passed over. */
  static final int MAX_MESSAGE_BYTES = 1 << 14;

  private static final int LENGTH_BYTES = 2;
  private static final int RESPONSE = 0x80;
  private static final int OPCODE = 0x78;

  private final NameReader names;
  private final IpAddress client;
  private int skip;

  /** Reads what is sent to {@code client}. */
  public DnsStreamReader(NameReader names, IpAddress client) {
    this.names = names;
    this.client = client;
  }

  /**
   * Returns whether bytes of a server's port 53 begin an answer: its length, and flags that fit
   * one.
   */
  public static Progress test(ByteBuffer buffer, int start, int length) {
    if (length >= LENGTH_BYTES && Bytes.u16(buffer, start) < DnsMessageView.HEADER_BYTES) {
      return Progress.MALFORMED;
    }
    int flagsAt = LENGTH_BYTES + 2;
    if (length <= flagsAt) {
      return Progress.NEED_MORE;
    }
    boolean answer = (Bytes.u8(buffer, start + flagsAt) & (RESPONSE | OPCODE)) == RESPONSE;
    return answer ? Progress.DONE : Progress.MALFORMED;
  }

  /**
   * Reads whole messages.
   *
   * @param mark the frame that is being read
   * @return how many bytes were used
   */
  public int read(ByteBuffer buffer, int start, int length, FrameMark mark) {
    int used = 0;
    while (used < length) {
      if (skip > 0) {
        int skipped = Math.min(skip, length - used);
        skip -= skipped;
        used += skipped;
        continue;
      }
      int available = length - used - LENGTH_BYTES;
      if (available < 0) {
        break;
      }
      int size = Bytes.u16(buffer, start + used);
      if (size > MAX_MESSAGE_BYTES) {
        skip = size;
        used += LENGTH_BYTES;
      } else if (available < size) {
        break;
      } else {
        names.message(buffer, start + used + LENGTH_BYTES, size, client, mark);
        used += LENGTH_BYTES + size;
      }
    }
    return used;
  }
}
