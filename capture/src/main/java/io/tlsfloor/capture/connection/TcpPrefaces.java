package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.NameReader;
import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Progress;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.tls.ContentType;
import java.nio.ByteBuffer;

/** The dialogues before TLS in a conversation over TCP: where they begin, run, and lead to TLS. */
abstract class TcpPrefaces extends TcpParts {
  TcpPrefaces(TcpFlow flow, Views views, NameReader names, PacketView first) {
    super(flow, views, names, first);
  }

  /** A preface may begin with these bytes. */
  void startPreface(int direction, ByteBuffer buffer, int start, int length) {
    if (dialogues.begin(direction, buffer, start, length)) {
      modes[direction] = Mode.PREFACE;
      modes[1 - direction] = modes[1 - direction] == Mode.TLS ? Mode.TLS : Mode.PREFACE;
    } else {
      modes[direction] = Mode.SCAN;
    }
  }

  /** Reads bytes of the preface that runs; returns how many. */
  int preface(OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    int direction = stream.direction();
    Preface running = dialogues.running();
    if (running == null) {
      modes[direction] = Mode.DETECT;
      return 0;
    }
    boolean content = !running.wantsBytes(); // what looks like a hello there is an attachment,
    if (content && !isDoubted()) { // unless what made it content may be forged
      return length;
    }
    if (Bytes.u8(buffer, start) == ContentType.HANDSHAKE
        || facts.helloSeen() && Bytes.u8(buffer, start) == ContentType.ALERT) {
      Progress tls = tls(running, direction, buffer, start, length);
      if (tls == Progress.NEED_MORE) {
        return 0;
      }
      if (tls == Progress.DONE) {
        tlsInPreface(running, direction);
        return 0;
      }
    }
    int before = isDoubted() ? search.atNewest(stream, buffer, start, length, offset) : 0;
    if (before > 0) {
      tlsInPreface(running, direction);
      return before;
    }
    if (content) {
      return length;
    }
    int used = dialogues.read(running, stream, buffer, start, length, offset);
    names.dialogue(running, direction, current);
    afterRead(running, used, direction);
    return used;
  }

  /** Whether what was read so far may be forged. */
  private boolean isDoubted() {
    return conflicts() > 0 || flow.isContrary();
  }

  /** Whether TLS begins: among bytes that are passed over, as a token, only what is so for sure. */
  private Progress tls(Preface running, int direction, ByteBuffer buffer, int start, int length) {
    if (!dialogues.passesOver(running, direction)) {
      return TlsOpening.tls(buffer, start, length);
    }
    return TlsOpening.surelyTls(buffer, start, length, facts.helloSeen())
        ? Progress.DONE
        : Progress.MALFORMED;
  }

  private void tlsInPreface(Preface running, int direction) {
    modes[direction] = Mode.TLS;
    answersLate |= !streams[1 - direction].hasBytes();
    boolean unasked =
        running.mail().isPresent()
            && !running.mail().get().requested()
            && streams[direction].holes() == 0
            && payloadSeen(0)
            && payloadSeen(1)
            && numbers.isAtStart(direction);
    if (unasked) {
      modes[1 - direction] = modes[1 - direction] == Mode.TLS ? Mode.TLS : Mode.DETECT;
      if (running.goesOnInClear()) {
        facts.dispute();
      }
      dialogues.drop(running);
    } else {
      dialogues.tlsBegan(running, direction);
      afterRead(running, 0, direction);
    }
  }

  /** What follows from where the preface has come to. */
  void afterRead(Preface running, int used, int direction) {
    if (running.state() == Preface.State.RUNNING) {
      if (used > 0) {
        offerAgain = 1 - direction;
      }
      return;
    }
    dialogues.over();
    Mode next =
        running.state() == Preface.State.INNER_NEXT
            ? Mode.DETECT
            : running.mail().isPresent() && !facts.helloSeen() && !isDoubted()
                ? Mode.IGNORE
                : Mode.SCAN;
    for (int each = 0; each < 2; each++) {
      if (modes[each] == Mode.PREFACE) {
        modes[each] = next;
      }
    }
    offerAgain = 1 - direction;
  }

  /** After a stream took a segment: what one end said may decide how the other's bytes are read. */
  void settle() {
    offerAgain();
    while (streams[0].advance() || streams[1].advance()) {
      offerAgain();
    }
  }

  private void offerAgain() {
    for (int rounds = 0; offerAgain >= 0 && rounds < Dialogues.MAX_PREFACES; rounds++) {
      int direction = offerAgain;
      offerAgain = -1;
      streams[direction].offerAgain();
    }
  }
}
