package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.Progress;
import java.nio.ByteBuffer;

/** MySQL's greeting and the client's SSLRequest, which has no reply. */
final class MysqlDialogue extends Dialogue {
  private final MysqlPacketView packet = new MysqlPacketView();
  private boolean greeted;

  MysqlDialogue(int client) {
    super(client);
  }

  @Override
  public String name() {
    return "starttls-mysql";
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
}
