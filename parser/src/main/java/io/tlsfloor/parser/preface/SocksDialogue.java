package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** A dialogue with a SOCKS server, with what was asked of it. */
abstract class SocksDialogue extends Preface {
  private static final int VERSION = 5;
  private static final int SUBNEGOTIATION = 1; // RFC 1929 §2

  private Optional<Target> asked = Optional.empty();

  private SocksDialogue(int client) {
    super(client);
  }

  /** SOCKS 4 or 4a. */
  static Preface v4(int client) {
    return new Version4(client);
  }

  /** SOCKS 5. */
  static Preface v5(int client) {
    return new Version5(client);
  }

  /** Keeps what a request asks for; any command but CONNECT ends the dialogue. */
  final void ask(SocksRequestView request) {
    if (request.command() == SocksRequestView.CONNECT) {
      asked = Optional.of(request.target());
    } else {
      end();
    }
  }

  /** Returns whether the request was seen. */
  final boolean isAsked() {
    return asked.isPresent();
  }

  @Override
  public final Optional<Target> target() {
    return asked;
  }

  @Override
  public final List<NameSeen> names() {
    return asked
        .map(Target::host)
        .filter(HostText::isName)
        .map(host -> List.of(new NameSeen(host, NameSource.SOCKS)))
        .orElse(List.of());
  }

  /** SOCKS 4 and 4a: one request, one reply (Ying-Da Lee, "SOCKS 4A"). */
  private static final class Version4 extends SocksDialogue {
    private final SocksRequestView request = new SocksRequestView();
    private boolean named;

    Version4(int client) {
      super(client);
    }

    @Override
    public PrefaceKind kind() {
      return named ? PrefaceKind.SOCKS4A : PrefaceKind.SOCKS4;
    }

    @Override
    int unit(int direction, ByteBuffer buffer, int at, int length) {
      if (!isClient(direction)) {
        return reply(buffer, at, length);
      }
      if (isAsked()) {
        if (!serverSeen()) { // its side is not in the capture, and it let the next bytes through
          over();
        }
        return 0;
      }
      Progress progress = request.wrap4(buffer, at, length);
      if (progress == Progress.DONE) {
        named = request.isVersion4a();
        ask(request);
        return request.length();
      }
      if (progress == Progress.MALFORMED) {
        end();
      }
      return 0;
    }

    private int reply(ByteBuffer buffer, int at, int length) {
      if (buffer.get(at) != 0) {
        end();
        return 0;
      }
      if (length < SocksRequestView.V4_REPLY_BYTES) {
        return 0;
      }
      if (Bytes.u8(buffer, at + 1) == SocksRequestView.V4_GRANTED) {
        over();
      } else {
        end();
      }
      return SocksRequestView.V4_REPLY_BYTES;
    }
  }

  /**
   * SOCKS 5: choice of a method (RFC 1928 §3), user name and password (RFC 1929) passed over
   * unread, request and reply. What other methods say is not known here.
   */
  private static final class Version5 extends SocksDialogue {
    private static final int PASSWORD = 2;
    private static final int UNKNOWN = -1;

    private final SocksRequestView request = new SocksRequestView();
    private boolean greeted;
    private int method = UNKNOWN;

    Version5(int client) {
      super(client);
    }

    @Override
    public PrefaceKind kind() {
      return PrefaceKind.SOCKS5;
    }

    @Override
    int unit(int direction, ByteBuffer buffer, int at, int length) {
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
      if (greeted && first == SUBNEGOTIATION && (method == UNKNOWN || method == PASSWORD)) {
        return password(buffer, at, length);
      }
      end();
      return 0;
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
        return subnegotiation(buffer, at);
      }
      if (Bytes.u8(buffer, at) != VERSION) {
        end();
        return 0;
      }
      if (method == UNKNOWN) {
        method = Bytes.u8(buffer, at + 1);
        if (method != 0
            && method != PASSWORD) { // 0xff: none is acceptable; others are not known here
          end();
        }
        return 2;
      }
      if (!isAsked() && clientAsks()) {
        return 0; // an answer that came before its question, or a forged one
      }
      int whole = SocksRequestView.replyLength5(buffer, at, length);
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

    private int subnegotiation(ByteBuffer buffer, int at) {
      if (method != PASSWORD || Bytes.u8(buffer, at + 1) != 0) { // RFC 1929 §2: 0 is success
        end();
      }
      return 2;
    }
  }

  /** Describes the request of SOCKS 4, or the reply. */
  static int describe4(Said said, int at, FieldSink sink) {
    int there = said.there(at, Integer.MAX_VALUE);
    if (!said.byClient()) {
      int reply = Math.min(there, SocksRequestView.V4_REPLY_BYTES);
      sink.bytes("reply", at, reply, Privacy.PUBLIC);
      return at + reply;
    }
    SocksRequestView request = new SocksRequestView();
    if (request.wrap4(said.buffer(), at, there) != Progress.DONE) {
      return at;
    }
    request.describe(sink);
    return at + request.length();
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
      if (version == VERSION && first) {
        int length = Math.min(there, said.byClient() ? 2 + said.u8(at + 1) : 2);
        sink.bytes("methods", at, length, Privacy.PUBLIC);
        at += length;
        first = false;
      } else if (version == VERSION) {
        return describeLast(said, at, there, sink);
      } else if (version == SUBNEGOTIATION && said.byClient()) {
        at = describeCredentials(said, at, there, sink);
      } else if (version == SUBNEGOTIATION) {
        sink.bytes("reply", at, Math.min(there, 2), Privacy.PUBLIC);
        at += Math.min(there, 2);
      } else {
        return at;
      }
    }
    return at;
  }

  /** The request, or the reply to it. */
  private static int describeLast(Said said, int at, int there, FieldSink sink) {
    SocksRequestView request = new SocksRequestView();
    if (said.byClient() && request.wrap5(said.buffer(), at, there) == Progress.DONE) {
      request.describe(sink);
      return at + request.length();
    }
    int reply = said.byClient() ? 0 : SocksRequestView.replyLength5(said.buffer(), at, there);
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
