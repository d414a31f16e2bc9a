package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.tls.HandshakeHeader;
import io.tlsfloor.parser.tls.TlsRecordView;
import java.nio.ByteBuffer;

/** Looks for TLS among bytes of which nothing is known: where segments begin, and behind others. */
final class TlsSearch {
  private final TlsFacts facts;
  private final Views views;
  private long searchedTo0;
  private long searchedTo1;

  TlsSearch(TlsFacts facts, Views views) {
    this.facts = facts;
    this.views = views;
  }

  /** Begins again: of another connection nothing was searched. */
  void begin() {
    searchedTo0 = 0;
    searchedTo1 = 0;
  }

  /** Index of TLS at the beginning of the newest segment, behind undecided bytes; 0 for none. */
  int atNewest(OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    int before = (int) Math.min(Math.max(stream.newestOffset() - offset, 0), length);
    boolean tls =
        before > 0
            && before < length
            && TlsOpening.surelyTls(buffer, start + before, length - before, facts.helloSeen());
    return tls ? before : 0;
  }

  /**
   * Index of TLS, or -1.
   *
   * @param before bytes before the newest segment
   * @param searched whether a hello is looked for behind other bytes as well
   */
  int tlsAt(ByteBuffer buffer, int start, int length, int before, boolean searched) {
    if (TlsOpening.surelyTls(buffer, start, length, facts.helloSeen())) {
      return 0;
    }
    if (before > 0
        && TlsOpening.surelyTls(buffer, start + before, length - before, facts.helloSeen())) {
      return before;
    }
    return searched && !facts.helloIsKnown() ? gluedHello(buffer, start, length, 0) : -1;
  }

  /**
   * Index of a hello among the bytes of what began as one, or as another message, or 0.
   *
   * @param used bytes that were taken for that
   */
  int insideOfHello(ByteBuffer buffer, int start, int length, int used) {
    int at = gluedHello(buffer, start, length, 1);
    return at < used ? Math.max(at, 0) : 0;
  }

  /**
   * Index of a hello behind the first byte, or 0. Bytes are searched once, however many records lie
   * in them.
   *
   * @param offset stream offset of the byte at {@code start}
   */
  int behind(int direction, ByteBuffer buffer, int start, int length, long offset) {
    long searched = direction == 0 ? searchedTo0 : searchedTo1;
    long from = Math.max(offset + 1, searched - TlsOpening.MAX_UNDECIDED);
    int at = gluedHello(buffer, start, length, (int) Math.min(from - offset, length));
    if (direction == 0) {
      searchedTo0 = offset + length;
    } else {
      searchedTo1 = offset + length;
    }
    return Math.max(at, 0);
  }

  /** A hello among other bytes: a sound one, else the first of which more may come. */
  private int gluedHello(ByteBuffer buffer, int start, int length, int from) {
    int cut = -1;
    int at = TlsOpening.gluedHello(buffer, start, length, from);
    while (at >= 0) {
      int body = at + TlsRecordView.HEADER_BYTES + HandshakeHeader.HEADER_BYTES;
      int bytes = Bytes.u24(buffer, start + body - 3);
      if (body + bytes > length) {
        cut = cut < 0 ? at : cut;
      } else if (views.clientHello.wrap(buffer, start + body, bytes)) {
        return at;
      }
      at = TlsOpening.gluedHello(buffer, start, length, at + 1);
    }
    return cut;
  }
}
