package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.datagram;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WireQuic;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tests what is told of QUIC, spoiled by losses, another order, copies, a direction out of step,
 * packets that are coalesced and hellos in many CRYPTO frames, against the truth of the generator:
 * never a wrong version, never told as two, no one flagged; the hello is told whenever all its
 * bytes are in the capture, and where a part of it is, the connection is told or counted.
 */
@TakesLong("captures are made by the thousand")
class SpoiledQuicTest {
  private static final int ROUNDS = Rounds.count(2_000);
  private static final long BEGIN = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private static final WireEnd CLIENT = WireEnd.of("10.20.3.5", 50_000);
  private static final WireEnd SERVER = WireEnd.of("52.96.1.10", 443);
  private static final String NAME = "outlook.office365.com";

  private Random random = new Random(0);
  private WireQuic ofClient = WireQuic.ofClient();
  private WireQuic ofServer = WireQuic.ofServer();
  private final List<WireFrame> packets = new ArrayList<>();
  private final BitSet captured = new BitSet(); // bytes of the client's hello
  private byte[] hello = new byte[0];
  private double loss;
  private long jitter;
  private long serverLate;
  private int lost;
  private boolean choiceCaptured;

  @Test
  void spoiledQuicTellsNothingWrongAndEachHelloThatIsThere() {
    int told = 0;
    for (int round = 0; round < ROUNDS; round++) {
      capture(round);
      told += check(round) ? 1 : 0;
    }
    assertThat(told).as("hellos").isGreaterThan(ROUNDS / 2);
  }

  private boolean check(int round) {
    Told seen = Told.of(packets);
    List<Judgement> told = seen.all();
    String where = Rounds.again(round) + " " + told + " " + seen.coverage().counts();
    assertThat(told).as(where).hasSizeLessThanOrEqualTo(1);
    boolean whole = captured.cardinality() == hello.length;
    Optional<Offer> offer = told.stream().flatMap(j -> j.connection().offer().stream()).findAny();
    for (Judgement each : told) {
      offer.ifPresent(o -> assertThat(o.max().value()).as(where).isEqualTo(0x0304));
      each.connection()
          .choice()
          .ifPresent(choice -> assertThat(choice.version().value()).as(where).isEqualTo(0x0304));
      assertThat(each.flagged()).as(where).isFalse();
    }
    if (whole) {
      assertThat(offer.flatMap(Offer::serverName)).as("hello: " + where).contains(NAME);
      boolean chosen = told.get(0).connection().choice().isPresent();
      assertThat(chosen).as("choice: " + where).isEqualTo(choiceCaptured);
    } else {
      boolean half = offer.isPresent() && offer.get().serverName().isPresent();
      assertThat(told.stream().noneMatch(j -> isWhole(j) && !half)).as("whole: " + where).isTrue();
      boolean counted = !seen.coverage().counts().isEmpty();
      assertThat(captured.isEmpty() || !told.isEmpty() || counted).as("silent: " + where).isTrue();
    }
    if (lost == 0 && jitter == 1 && serverLate == 0) {
      assertThat(told.get(0).connection().outcome()).as(where).isEqualTo(Outcome.ESTABLISHED);
    }
    return whole;
  }

  private static boolean isWhole(Judgement judgement) {
    return judgement.connection().offer().map(Offer::whole).orElse(false);
  }

  private void capture(int round) {
    random = Rounds.random(round);
    WireQuic.Version version = random.nextInt(4) == 0 ? WireQuic.Version.V2 : WireQuic.Version.V1;
    ofClient = new WireQuic(version, true, 2);
    ofServer = new WireQuic(version, false, 2);
    packets.clear();
    captured.clear();
    lost = 0;
    choiceCaptured = false;
    double[] losses = {0, 0, 0.05, 0.2, 0.5};
    loss = losses[random.nextInt(losses.length)];
    jitter = random.nextInt(4) == 0 ? 30 * MILLI : 1;
    serverLate = random.nextInt(4) == 0 ? random.nextInt(600) * MILLI - 300 * MILLI : 0;
    byte[] first = bytes(8 + random.nextInt(13));
    byte[] client = bytes(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20));
    byte[] server = bytes(1 + random.nextInt(20));
    hello = hello(random.nextInt(3) == 0 ? 1200 : random.nextInt(300));
    long nanos = BEGIN;
    int number = random.nextInt(3);
    for (int times = 1 + random.nextInt(3); times > 0; times--) { // sent again, cut otherwise
      for (List<int[]> pieces : inDatagrams()) {
        byte[] packet = ofClient.initial(first, first, client, number++, frames(pieces));
        if (send(nanos, true, packet)) {
          pieces.forEach(piece -> captured.set(piece[0], piece[0] + piece[1]));
        }
        nanos += MILLI / 10;
      }
      nanos += MILLI;
    }
    nanos += 20 * MILLI;
    byte[] choice = choice();
    byte[] frames = join(new byte[] {2, 0, 0, 0, 0}, WireQuic.crypto(choice, 0, choice.length));
    byte[] initial = ofServer.initial(first, client, server, 0, frames);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      boolean together = random.nextBoolean(); // coalesced, RFC 9000 §12.2
      byte[] handshake = ofServer.handshake(client, server, random, 600);
      choiceCaptured |= send(nanos, false, together ? join(initial, handshake) : initial);
      if (!together) {
        send(nanos + MILLI / 10, false, handshake);
      }
      nanos += 5 * MILLI;
    }
    byte[] ack = Arrays.copyOf(new byte[] {2, 0, 0, 0, 0}, 40); // and padding
    byte[] end = ofClient.initial(first, server, client, number, ack);
    nanos += 20 * MILLI;
    send(nanos, true, join(end, ofClient.handshake(server, client, random, 80)));
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      nanos += 10 * MILLI;
      boolean fromClient = i % 2 == 0;
      send(nanos, fromClient, WireQuic.oneRtt(fromClient ? server : client, random, 300));
    }
    byte[] quiet =
        ethernet(
            datagram(
                new WireEnd(CLIENT.address(), 1), new WireEnd(SERVER.address(), 2), new byte[8]));
    packets.add(WireFrame.ethernet(nanos + 15_000 * MILLI, quiet, quiet.length));
    packets.sort(Comparator.comparingLong(WireFrame::nanos));
  }

  /** The pieces of the hello, place and length, of each datagram; together all of it. */
  private List<List<int[]>> inDatagrams() {
    List<int[]> pieces = new ArrayList<>();
    int parts = random.nextInt(3) == 0 ? 1 + random.nextInt(12) : 1;
    int size = Math.min(1000, hello.length / parts + 1);
    for (int at = 0; at < hello.length; at += size) {
      pieces.add(new int[] {at, Math.min(size, hello.length - at)});
    }
    if (random.nextInt(3) == 0) {
      Collections.shuffle(pieces, random); // as Chromium sends them
    }
    List<List<int[]>> datagrams = new ArrayList<>();
    int room = 0;
    for (int[] piece : pieces) {
      if (datagrams.isEmpty() || room < piece[1]) {
        datagrams.add(new ArrayList<>());
        room = 1000;
      }
      datagrams.get(datagrams.size() - 1).add(piece);
      room -= piece[1];
    }
    return datagrams;
  }

  private byte[] frames(List<int[]> pieces) {
    byte[] frames = random.nextInt(3) == 0 ? new byte[] {1, 0, 0} : new byte[0]; // PING, PADDING
    for (int[] piece : pieces) {
      frames = join(frames, WireQuic.crypto(hello, piece[0], piece[1]));
      frames = random.nextInt(3) == 0 ? join(frames, new byte[random.nextInt(20)]) : frames;
    }
    return Arrays.copyOf(frames, Math.max(1162, frames.length));
  }

  private byte[] hello(int padding) {
    return WireHello.client(0x0303)
        .random(random)
        .suites(0x1301)
        .serverName(NAME)
        .versions(0x0304)
        .extension(21, new byte[padding])
        .message();
  }

  private byte[] choice() {
    return WireHello.server(0x0303).random(random).suites(0x1301).versions(0x0304).message();
  }

  private byte[] bytes(int length) {
    return WireBytes.noise(random, length);
  }

  private boolean send(long nanos, boolean client, byte[] said) {
    if (random.nextDouble() < loss) {
      lost++;
      return false;
    }
    byte[] frame =
        ethernet(client ? datagram(CLIENT, SERVER, said) : datagram(SERVER, CLIENT, said));
    for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0; copies--) {
      long moved = (client ? 0 : serverLate) + (long) (random.nextDouble() * jitter);
      packets.add(WireFrame.ethernet(nanos + moved, frame, frame.length));
    }
    return true;
  }
}
