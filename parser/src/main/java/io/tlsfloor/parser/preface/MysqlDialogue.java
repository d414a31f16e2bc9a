package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Privacy;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;

/** MySQL's greeting and the client's SSLRequest, which has no reply. */
final class MysqlDialogue extends Dialogue {
  private final MysqlPacketView packet = new MysqlPacketView();
  private boolean greeted;

  MysqlDialogue(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.MYSQL;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (isClient(direction)) {
      return ended(packet.wrapSslRequest(buffer, at, length), true);
    }
    if (greeted) {
      end(); // an answer to a log-in in clear
      return 0;
    }
    Progress progress = packet.wrapGreeting(buffer, at, length);
    if (progress == Progress.DONE && length < packet.length()) {
      return 0;
    }
    greeted = progress == Progress.DONE;
    return ended(progress, false);
  }

  private int ended(Progress progress, boolean over) {
    if (progress == Progress.NEED_MORE) {
      return 0;
    }
    if (progress == Progress.MALFORMED) {
      end();
      return 0;
    }
    if (over) {
      over();
    }
    return packet.length();
  }

  /** Describes the greeting or the SSLRequest: both come before any log-in. */
  static int describe(Said said, int at, FieldSink sink) {
    MysqlPacketView packet = new MysqlPacketView();
    int there = said.there(at, Integer.MAX_VALUE);
    Progress progress =
        said.byClient()
            ? packet.wrapSslRequest(said.buffer(), at, there)
            : packet.wrapGreeting(said.buffer(), at, there);
    int length = progress == Progress.DONE ? Math.min(there, packet.length()) : 0;
    sink.bytes(said.byClient() ? "SSLRequest" : "greeting", at, length, Privacy.PUBLIC);
    return at + length;
  }
}
