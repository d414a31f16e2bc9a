package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WirePackets.datagram;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.Judgement;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireTls;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tests what is told of DTLS to a media server, spoiled by losses, another order, copies,
 * directions out of step, and hellos in fragments, against the truth of the generator: never a
 * wrong version, never told as two, and never a clean run when a hello below the floor begins in
 * the capture and is not flagged.
 */
@TakesLong("captures are made by the thousand")
class SpoiledDatagramsTest {
  private static final int ROUNDS = Rounds.count(2_000);
  private static final long BEGIN = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private static final WireEnd CLIENT = WireEnd.of("10.20.3.5", 50_000);
  private static final WireEnd SERVER = WireEnd.of("52.112.1.10", 3478); // of Teams' media
  private static final int OLD = 0xFEFF; // DTLS 1.0

  private Random random = new Random(0);
  private final List<WireFrame> packets = new ArrayList<>();
  private int offered;
  private int chosen;
  private int records;
  private boolean helloSeen; // its beginning, in the capture
  private boolean choiceSeen;
  private int lost;

  @Test
  void spoiledDatagramsTellNothingWrongAndHideNothingSilently() {
    int flagged = 0;
    for (int round = 0; round < ROUNDS; round++) {
      capture(round);
      flagged += check(round) ? 1 : 0;
    }
    assertThat(flagged).as("flagged").isGreaterThan(ROUNDS / 4);
  }

  private boolean check(int round) {
    Told seen = Told.of(packets);
    List<Judgement> told = seen.all();
    String where = Rounds.again(round) + " " + told;
    assertThat(told).as(where).hasSizeLessThanOrEqualTo(1);
    boolean flagged = false;
    for (Judgement each : told) {
      each.connection()
          .offer()
          .ifPresent(offer -> assertThat(offer.max().value()).as(where).isEqualTo(offered));
      each.connection()
          .choice()
          .ifPresent(choice -> assertThat(choice.version().value()).as(where).isEqualTo(chosen));
      assertThat(each.flagged() && offered != OLD && chosen != OLD).as(where).isFalse();
      flagged |= each.flagged();
    }
    boolean shown = offered == OLD && helloSeen || chosen == OLD && choiceSeen;
    assertThat(shown && !flagged && !seen.isStated()).as("nothing said: " + where).isFalse();
    assertThat(lost > 0 || told.size() == 1).as("not told without a loss: " + where).isTrue();
    return flagged;
  }

  // The exchange, written without the parser that reads it.

  private void capture(int round) {
    random = Rounds.random(round);
    packets.clear();
    records = 0;
    lost = 0;
    helloSeen = false;
    choiceSeen = false;
    offered = random.nextInt(3) < 2 ? OLD : 0xFEFD;
    chosen = random.nextInt(4) == 0 ? OLD : offered;
    double[] losses = {0, 0, 0.05, 0.2, 0.5};
    double loss = losses[random.nextInt(losses.length)];
    long jitter = random.nextInt(4) == 0 ? 30 * MILLI : 1;
    long late = random.nextInt(4) == 0 ? random.nextInt(300) * MILLI : 0;
    byte[] number = bytes(32);
    boolean cookie = random.nextBoolean();
    long nanos = BEGIN;
    int next = 0;
    if (cookie) {
      nanos = send(nanos, true, fragments(1, next, hello(number, new byte[0])), loss, jitter, late);
      byte[] verify = join(u16(OLD), counted(1, bytes(16)));
      nanos = send(nanos, false, fragments(3, next++, verify), loss, jitter, late);
    }
    byte[] again = cookie ? bytes(16) : new byte[0];
    nanos = send(nanos, true, fragments(1, next, hello(number, again)), loss, jitter, late);
    byte[] choice = WireHello.server(chosen).random(random).suites(0xC014).body();
    nanos = send(nanos, false, fragments(2, next, choice), loss, jitter, late);
    nanos = send(nanos, false, fragments(14, next + 1, new byte[0]), loss, jitter, late);
    for (boolean client : new boolean[] {true, false}) {
      byte[] end = join(record(20, 0, new byte[] {1}), record(22, 1, bytes(48)));
      nanos = send(nanos, client, List.of(end), loss, jitter, late);
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      nanos = send(nanos, i % 2 == 0, List.of(record(23, 1, bytes(200))), loss, jitter, late);
    }
    byte[] quiet =
        ethernet(
            datagram(
                new WireEnd(CLIENT.address(), 1), new WireEnd(SERVER.address(), 2), new byte[8]));
    packets.add(WireFrame.ethernet(nanos + 15_000 * MILLI, quiet, quiet.length));
    packets.sort(Comparator.comparingLong(WireFrame::nanos));
  }

  private byte[] hello(byte[] number, byte[] cookie) {
    return WireHello.client(offered)
        .random(number)
        .cookie(cookie)
        .suites(0xC014, 0x002F)
        .extension(0xFF77)
        .body();
  }

  /** The records of a message, whole or in fragments. */
  private List<byte[]> fragments(int type, int number, byte[] body) {
    int size = random.nextInt(3) == 0 ? 1 + body.length / (1 + random.nextInt(3)) : body.length + 1;
    List<byte[]> all = new ArrayList<>();
    for (int at = 0; at == 0 || at < body.length; at += size) {
      int length = Math.min(size, body.length - at);
      all.add(record(WireTls.HANDSHAKE, 0, WireTls.fragment(type, number, body, at, length)));
    }
    return all;
  }

  private byte[] record(int type, int epoch, byte[] fragment) {
    int version = offered == OLD ? OLD : 0xFEFD;
    return WireTls.dtlsRecord(type, version, epoch, records++, fragment);
  }

  private long send(
      long nanos, boolean client, List<byte[]> datagrams, double loss, long jitter, long late) {
    long at = nanos;
    for (byte[] said : datagrams) {
      at += MILLI / 10;
      if (random.nextDouble() < loss) {
        lost++;
        continue;
      }
      boolean begins = said[0] == 22 && said[4] == 0 && isFirst(said);
      helloSeen |= begins && said[13] == 1;
      choiceSeen |= begins && said[13] == 2;
      byte[] frame =
          ethernet(client ? datagram(CLIENT, SERVER, said) : datagram(SERVER, CLIENT, said));
      for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0; copies--) {
        long moved = (client ? 0 : late) + (long) (random.nextDouble() * jitter);
        packets.add(WireFrame.ethernet(at + moved, frame, frame.length));
      }
    }
    return at + 10 * MILLI;
  }

  /** Returns whether a fragment is the first of its message, and long enough for the version. */
  private static boolean isFirst(byte[] record) {
    boolean first = record[19] == 0 && record[20] == 0 && record[21] == 0;
    return first && record.length > 13 + 12 + 34;
  }

  private byte[] bytes(int length) {
    return WireBytes.noise(random, length);
  }
}
