package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.preface.PrefaceDescription.Said;
import java.nio.ByteBuffer;

/** RDP's connection request and confirm, where TLS is negotiated (MS-RDPBCGR §1.3.1.1). */
final class RdpDialogue extends Dialogue {
  private final X224View packet = new X224View();
  private boolean asked;

  RdpDialogue(int client) {
    super(client);
  }

  @Override
  public PrefaceKind kind() {
    return PrefaceKind.RDP;
  }

  @Override
  int unit(int direction, ByteBuffer buffer, int at, int length) {
    if (isClient(direction) && asked) {
      return 0; // nothing may follow before the confirm
    }
    Progress progress = packet.wrap(buffer, at, length);
    if (progress == Progress.NEED_MORE) {
      return 0;
    }
    if (progress == Progress.MALFORMED
        || packet.isRequest() != isClient(direction)
        || !packet.negotiatesTls()) {
      end();
      return 0;
    }
    if (isClient(direction)) {
      asked = true;
    } else {
      over();
    }
    return packet.length();
  }

  /** Describes the request or the confirm. */
  static int describe(Said said, int at, FieldSink sink) {
    X224View packet = new X224View();
    if (packet.wrap(said.buffer(), at, said.there(at, Integer.MAX_VALUE)) != Progress.DONE) {
      return at;
    }
    packet.describe(sink);
    return at + packet.length();
  }
}
