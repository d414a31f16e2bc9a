package io.tlsfloor.cli.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.testing.TakesLong;
import java.nio.charset.StandardCharsets;
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
 * What is told of QUIC, spoiled by losses, another order, copies, a direction out of step, packets
 * that are coalesced and hellos in many CRYPTO frames, against the truth of the generator: never a
 * wrong version, never told as two, no one flagged; the hello is told whenever all its bytes are in
 * the capture, and where a part of it is, the connection is told or counted.
 */
@TakesLong("captures are made by the thousand")
class SpoiledQuicTest {
  private static final Policy POLICY = Policy.standard();
  private static final Judge JUDGE = new Judge(POLICY, Catalogue.bundled());
  private static final int ROUNDS = Rounds.count(2_000);
  private static final long BEGIN = 1_700_000_000_000_000_000L;
  private static final long MILLI = 1_000_000L;

  private static final String CLIENT = "10.20.3.5";
  private static final String SERVER = "52.96.1.10";
  private static final String NAME = "outlook.office365.com";

  private Random random = new Random(0);
  private QuicPackets quic = new QuicPackets(false, random);
  private final List<Packet> packets = new ArrayList<>();
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
    List<Judgement> told = new ArrayList<>();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(POLICY.homeNetworks()::contains),
            connection -> told.add(JUDGE.judge(connection)));
    Verdicts.feed(analyzer, packets);
    analyzer.end();
    String where = Rounds.again(round) + " " + told + " " + analyzer.coverage().counts();
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
      boolean counted = !analyzer.coverage().counts().isEmpty();
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
    quic = new QuicPackets(random.nextInt(4) == 0, random);
    packets.clear();
    captured.clear();
    lost = 0;
    choiceCaptured = false;
    double[] losses = {0, 0, 0.05, 0.2, 0.5};
    loss = losses[random.nextInt(losses.length)];
    jitter = random.nextInt(4) == 0 ? 30 * MILLI : 1;
    serverLate = random.nextInt(4) == 0 ? random.nextInt(600) * MILLI - 300 * MILLI : 0;
    byte[] first = quic.bytes(8 + random.nextInt(13));
    byte[] client = quic.bytes(random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(20));
    byte[] server = quic.bytes(1 + random.nextInt(20));
    hello = hello(random.nextInt(3) == 0 ? 1200 : random.nextInt(300));
    long nanos = BEGIN;
    int number = random.nextInt(3);
    for (int times = 1 + random.nextInt(3); times > 0; times--) { // sent again, cut otherwise
      for (List<int[]> pieces : inDatagrams()) {
        byte[] packet = quic.initial(true, first, first, client, number++, frames(pieces));
        if (send(nanos, true, packet)) {
          pieces.forEach(piece -> captured.set(piece[0], piece[0] + piece[1]));
        }
        nanos += MILLI / 10;
      }
      nanos += MILLI;
    }
    nanos += 20 * MILLI;
    byte[] choice = choice();
    byte[] frames = join(new byte[] {2, 0, 0, 0, 0}, QuicPackets.crypto(choice, 0, choice.length));
    byte[] initial = quic.initial(false, first, client, server, 0, frames);
    for (int times = 1 + random.nextInt(2); times > 0; times--) {
      boolean together = random.nextBoolean(); // coalesced, RFC 9000 §12.2
      byte[] handshake = quic.handshake(client, server, 600);
      choiceCaptured |= send(nanos, false, together ? join(initial, handshake) : initial);
      if (!together) {
        send(nanos + MILLI / 10, false, handshake);
      }
      nanos += 5 * MILLI;
    }
    byte[] ack = Arrays.copyOf(new byte[] {2, 0, 0, 0, 0}, 40); // and padding
    byte[] end = quic.initial(true, first, server, client, number, ack);
    nanos += 20 * MILLI;
    send(nanos, true, join(end, quic.handshake(server, client, 80)));
    for (int i = 2 + random.nextInt(4); i > 0; i--) {
      nanos += 10 * MILLI;
      boolean fromClient = i % 2 == 0;
      send(nanos, fromClient, quic.oneRtt(fromClient ? server : client, 300));
    }
    byte[] quiet = ethernet(0x0800, ipv4(CLIENT, SERVER, 17, udp(1, 2, new byte[8])));
    packets.add(new Packet(nanos + 15_000 * MILLI, 1, quiet, quiet.length));
    packets.sort(Comparator.comparingLong(Packet::nanos));
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
      frames = join(frames, QuicPackets.crypto(hello, piece[0], piece[1]));
      frames = random.nextInt(3) == 0 ? join(frames, new byte[random.nextInt(20)]) : frames;
    }
    return Arrays.copyOf(frames, Math.max(1162, frames.length));
  }

  private byte[] hello(int padding) {
    byte[] host = NAME.getBytes(StandardCharsets.US_ASCII);
    byte[] name = join(u16(host.length + 3), new byte[] {0}, u16(host.length), host);
    byte[] extensions =
        join(
            extension(0, name),
            extension(43, new byte[] {2, 3, 4}),
            extension(21, new byte[padding]));
    byte[] suites = join(u16(2), u16(0x1301), new byte[] {1, 0});
    byte[] body = join(u16(0x0303), quic.bytes(32), new byte[] {0}, suites);
    return message(1, join(body, u16(extensions.length), extensions));
  }

  private byte[] choice() {
    byte[] versions = extension(43, new byte[] {3, 4});
    byte[] body = join(u16(0x0303), quic.bytes(32), new byte[] {0}, u16(0x1301), new byte[] {0});
    return message(2, join(body, u16(versions.length), versions));
  }

  private static byte[] extension(int type, byte[] body) {
    return join(u16(type), u16(body.length), body);
  }

  private static byte[] message(int type, byte[] body) {
    return join(new byte[] {(byte) type, 0}, u16(body.length), body);
  }

  private boolean send(long nanos, boolean client, byte[] datagram) {
    if (random.nextDouble() < loss) {
      lost++;
      return false;
    }
    byte[] packet = client ? udp(50_000, 443, datagram) : udp(443, 50_000, datagram);
    byte[] ip = client ? ipv4(CLIENT, SERVER, 17, packet) : ipv4(SERVER, CLIENT, 17, packet);
    byte[] frame = ethernet(0x0800, ip);
    for (int copies = random.nextInt(8) == 0 ? 2 : 1; copies > 0; copies--) {
      long moved = (client ? 0 : serverLate) + (long) (random.nextDouble() * jitter);
      packets.add(new Packet(nanos + moved, 1, frame, frame.length));
    }
    return true;
  }
}
