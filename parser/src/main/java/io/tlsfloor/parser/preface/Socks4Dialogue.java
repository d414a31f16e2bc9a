package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;

/** SOCKS 4 and 4a: one request, one reply (Ying-Da Lee, "SOCKS 4A"). */
final class Socks4Dialogue extends ProxyDialogue {
  private final SocksRequestView request = new SocksRequestView();
  private boolean named;

  Socks4Dialogue(int client) {
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
    if (length < SocksReply.V4_BYTES) {
      return 0;
    }
    if (Bytes.u8(buffer, at + 1) == SocksReply.V4_GRANTED) {
      over();
    } else {
      end();
    }
    return SocksReply.V4_BYTES;
  }

  /** Describes the request, or the reply. */
  static int describe(Said said, int at, FieldSink sink) {
    int there = said.there(at, Integer.MAX_VALUE);
    if (!said.byClient()) {
      int reply = Math.min(there, SocksReply.V4_BYTES);
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
}
