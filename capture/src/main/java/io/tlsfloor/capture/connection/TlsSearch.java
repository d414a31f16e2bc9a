package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.Stream;
import java.nio.ByteBuffer;

/** Looks for TLS among bytes of which nothing is known: where segments begin, and behind others. */
final class TlsSearch {
  private final TlsFacts facts;

  TlsSearch(TlsFacts facts) {
    this.facts = facts;
  }

  /** Index of TLS at the beginning of the newest segment, behind undecided bytes; 0 for none. */
  int atNewest(Stream stream, ByteBuffer buffer, int start, int length, long offset) {
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
    return searched && !facts.helloSeen() ? TlsOpening.gluedHello(buffer, start, length) : -1;
  }
}
