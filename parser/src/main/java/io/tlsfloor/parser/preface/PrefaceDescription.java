package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.observation.PrefaceKind;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Describes what one end says in dialogues before TLS: what has a meaning, and who may read which
 * byte. Verbs, replies, targets and the marks that hold messages together are public; names and
 * passwords of users, cookies, addresses of mail and contents are not, and neither is what is not
 * known.
 */
public final class PrefaceDescription {
  /** The bytes of one end, from which a dialogue is read. */
  record Said(ByteBuffer buffer, int end, boolean byClient) {
    /** The byte at {@code at}; 0 behind the end. */
    int u8(int at) {
      return at < end ? buffer.get(at) & 0xFF : 0;
    }

    /** How many of {@code length} bytes are there. */
    int there(int at, int length) {
      return Math.max(0, Math.min(length, end - at));
    }
  }

  /** Name of the field that a line is, its public beginning as the meaning. */
  public static final String LINE = "line";

  /** Name of the field that ends it. */
  public static final String LINE_END = "line end";

  private PrefaceDescription() {}

  /**
   * Describes dialogues, one after the other.
   *
   * @param kinds of the dialogues, in order
   * @param start index of the first byte
   * @param end after the last byte that may belong to them
   * @param byClient who said it
   */
  public static void describe(
      List<PrefaceKind> kinds,
      ByteBuffer buffer,
      int start,
      int end,
      boolean byClient,
      FieldSink sink) {
    Said said = new Said(buffer, end, byClient);
    int at = start;
    for (PrefaceKind kind : kinds) {
      if (at < end) {
        at = describe(kind, said, at, sink);
      }
    }
  }

  /** Describes the first line, whatever dialogue it may be of. */
  public static void describeLine(
      ByteBuffer buffer, int start, int end, boolean byClient, FieldSink sink) {
    new LineDescription(PrefaceKind.SMTP, new Said(buffer, end, byClient), sink).line(start);
  }

  /** Describes what one end says in a dialogue; returns where it is over. */
  private static int describe(PrefaceKind kind, Said said, int at, FieldSink sink) {
    return switch (kind) {
      case PROXY_V2 -> ProxyHeader.describe(said, at, sink);
      case SOCKS4, SOCKS4A -> SocksDialogue.describe4(said, at, sink);
      case SOCKS5 -> SocksDialogue.describe5(said, at, sink);
      case HTTP_CONNECT -> HttpConnect.describe(said, at, sink);
      case PROXY_V1, SMTP, IMAP, POP3 -> new LineDescription(kind, said, sink).lines(at);
    };
  }
}
