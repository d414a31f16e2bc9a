package io.tlsfloor.capture.proof;

import io.tlsfloor.testing.Exchange;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The capture of one or two connections between the same ports, the second perhaps at lower
 * numbers, spoiled as gateways and attackers spoil it: losses, another order, copies, directions
 * out of step, stray RST, FIN, SYN and SYN-ACK; some behind a mail dialogue or a proxy, cut by a
 * snap length, or seen on both sides of a NAT.
 */
final class SpoiledCapture {
  private static final String CLIENT = "10.20.3.5";
  private static final WireEnd SERVER = WireEnd.of("13.107.136.10", 443);
  private static final int CLIENT_PORT = 40_000;
  private static final String OUTSIDE = "192.0.2.1"; // of a NAT
  private static final int OUTSIDE_PORT = 61_000;
  private static final int HEADERS = 54;
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000 * MILLI; // the most that taps may be out of step

  private final Random random;
  private final Random more; // drawn apart, so that older seeds make what they made
  private final List<Exchange> exchanges = new ArrayList<>();
  private final List<WireFrame> packets = new ArrayList<>();
  private final Set<Exchange> shown = new HashSet<>();
  private final boolean withoutSetUp;
  private final int snapLength;
  private boolean inStep;
  private final boolean translated; // both sides of a NAT are in the capture
  private boolean near; // the second one's numbers are about the first one's
  private boolean needed; // of a segment: nothing but it and the time tells the two apart
  private int lost;
  private int forged;

  SpoiledCapture(int round) {
    random = Rounds.random(round);
    more = new Random(~(Rounds.SEED * 31 + round));
    boolean plain = more.nextInt(3) > 0;
    Exchange.Dialogue[] all = Exchange.Dialogue.values();
    Exchange.Dialogue dialogue = plain ? Exchange.Dialogue.NONE : all[more.nextInt(all.length)];
    withoutSetUp = dialogue != Exchange.Dialogue.NONE && more.nextInt(4) == 0;
    snapLength = more.nextInt(8) == 0 ? HEADERS + more.nextInt(200) : Integer.MAX_VALUE;
    translated = more.nextInt(6) == 0;
    long begin = 1_700_000_000_000_000_000L;
    exchanges.add(new Exchange(random, dialogue, 2 * round, begin));
    if (random.nextInt(4) == 0) {
      long gap = (500 + random.nextInt(4000)) * MILLI; // more than directions are out of step
      Random numbers = new Random(more.nextLong());
      boolean lower = numbers.nextInt(3) == 0; // than the old ones, and not as soon
      near = !lower && !withoutSetUp && numbers.nextInt(3) == 0; // or among them, or the same
      long begins = exchanges.get(0).lastNanos() + gap + (near ? 2 * SECOND : lower ? SECOND : 0);
      Exchange again = new Exchange(random, dialogue, 2 * round + 1, begins);
      if (lower) {
        again.below(exchanges.get(0), numbers);
      } else if (near) {
        again.near(exchanges.get(0), numbers);
      }
      exchanges.add(again);
    }
    spoil();
  }

  List<Exchange> exchanges() {
    return exchanges;
  }

  List<WireFrame> packets() {
    return packets;
  }

  /** Returns whether its set-up and bytes of it were captured, or the beginning of its hello. */
  boolean shows(Exchange exchange) {
    return shown.contains(exchange);
  }

  /** Segments that were sent and not captured. */
  int lost() {
    return lost;
  }

  /** Returns whether no direction is late. */
  boolean isInStep() {
    return inStep;
  }

  /** Returns whether the capture holds both sides of a NAT. */
  boolean isTranslated() {
    return translated;
  }

  /** Segments that neither end sent. */
  int forged() {
    return forged;
  }

  private void spoil() {
    double[] losses = {0, 0, 0, 0.03, 0.15, 0.4};
    double loss = losses[random.nextInt(losses.length)];
    long clientLate = random.nextInt(4) == 0 ? random.nextInt(400) * MILLI : 0;
    long serverLate = clientLate == 0 && random.nextInt(4) == 0 ? random.nextInt(400) * MILLI : 0;
    if (near) { // nothing but time tells them apart
      clientLate = 0;
      serverLate = 0;
    }
    inStep = clientLate == 0 && serverLate == 0;
    long jitter = random.nextInt(4) == 0 ? 3 * MILLI : 1;
    int copies = random.nextInt(4) == 0 ? 8 : Integer.MAX_VALUE;
    for (Exchange each : exchanges) {
      boolean begun = false;
      for (Exchange.Sent sent : each.sent()) {
        long nanos =
            sent.nanos()
                + (sent.fromClient() ? clientLate : serverLate)
                + (long) (random.nextDouble() * jitter);
        boolean setUp = (sent.flags() & WirePackets.SYN) != 0;
        needed = near && setUp && each != exchanges.get(0);
        if (random.nextDouble() < loss && !needed || setUp && withoutSetUp) {
          lost++;
          continue;
        }
        add(nanos, sent);
        boolean first = sent.fromClient() || serverLate == 0; // and not behind the hello
        begun |= (sent.flags() & WirePackets.SYN) != 0 && first;
        boolean tls = sent.payload().length > 0 && each.isTls(sent);
        boolean bytes = tls && (begun || isHello(sent));
        if (each.offered < 0x0303 ? bytes : begun && each.isAfterChoice(sent)) {
          shown.add(each);
        }
        if (random.nextInt(copies) == 0) {
          add(nanos + random.nextInt(50) * MILLI, sent);
        }
      }
      if (random.nextInt(3) == 0) {
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
          forge(each);
        }
      }
    }
    long later = exchanges.get(exchanges.size() - 1).lastNanos() + 15_000 * MILLI;
    byte[] quiet = WirePackets.ip(WirePackets.address(CLIENT), SERVER.address(), 17, new byte[8]);
    byte[] goesOn = WirePackets.ethernet(quiet);
    packets.add(WireFrame.ethernet(later, goesOn, goesOn.length));
    packets.sort(Comparator.comparingLong(WireFrame::nanos));
  }

  private static boolean isHello(Exchange.Sent sent) {
    return sent.payload()[0] == 22 && sent.payload().length > 5 && sent.payload()[5] == 1;
  }

  /** A segment at numbers that neither end is at. */
  private void forge(Exchange exchange) {
    int[] kinds = {
      WirePackets.RST,
      WirePackets.RST | WirePackets.ACK,
      WirePackets.FIN | WirePackets.ACK,
      WirePackets.SYN | WirePackets.ACK,
      WirePackets.SYN
    };
    List<Exchange.Sent> sent = exchange.sent();
    Exchange.Sent beside = sent.get(random.nextInt(sent.size()));
    int sequence =
        random.nextInt(3) == 0
            ? beside.sequence() + 2_000 + random.nextInt(30_000)
            : random.nextInt();
    forged++;
    add(
        beside.nanos() + random.nextInt(3) * MILLI - MILLI,
        new Exchange.Sent(
            0,
            random.nextBoolean(),
            kinds[random.nextInt(kinds.length)],
            sequence,
            random.nextInt(),
            new byte[0]));
  }

  /**
   * The segments as captured, a line each; numbers count from the first connection's first ones.
   */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (Exchange each : exchanges) {
      lines.append(
          String.format("%s %04x %04x %s%n", each.name, each.offered, each.chosen, each.end));
    }
    int[] bases = new int[2];
    for (Exchange.Sent each : exchanges.get(0).sent()) {
      if ((each.flags() & WirePackets.SYN) != 0) {
        bases[each.fromClient() ? 0 : 1] = each.sequence();
      }
    }
    for (WireFrame packet : packets) {
      ByteBuffer bytes = ByteBuffer.wrap(packet.bytes());
      if (bytes.get(23) != 6) {
        continue;
      }
      boolean fromClient = bytes.getShort(34) != 443;
      boolean outside = bytes.getShort(fromClient ? 34 : 36) == (short) OUTSIDE_PORT;
      int flags = bytes.get(47);
      lines.append(
          String.format(
              "%9.3f ms %s%s %-4s seq %-11d ack %-11s %d bytes%n",
              (packet.nanos() - exchanges.get(0).sent().get(0).nanos()) / 1e6,
              fromClient ? "C" : "S",
              outside ? " outside" : "",
              letters(flags),
              bytes.getInt(38) - bases[fromClient ? 0 : 1],
              (flags & WirePackets.ACK) == 0 ? "-" : bytes.getInt(42) - bases[fromClient ? 1 : 0],
              packet.originalLength() - HEADERS));
    }
    return lines.toString();
  }

  private static String letters(int flags) {
    StringBuilder letters = new StringBuilder();
    for (int bit = 0; bit < 5; bit++) {
      letters.append((flags & 1 << bit) != 0 ? "FSRPA".charAt(bit) : "");
    }
    return letters.toString();
  }

  private void add(long nanos, Exchange.Sent sent) {
    add(nanos, sent, WireEnd.of(CLIENT, CLIENT_PORT));
    if (translated && (!isLostOutside() || needed)) {
      add(nanos + MILLI / 10, sent, WireEnd.of(OUTSIDE, OUTSIDE_PORT));
    }
  }

  /** Returns whether a segment of the outer side is lost: in captures with losses some are. */
  private boolean isLostOutside() {
    return lost > 0 && more.nextInt(10) == 0;
  }

  private void add(long nanos, Exchange.Sent sent, WireEnd client) {
    byte[] frame =
        WirePackets.tcpFrame(
            sent.fromClient() ? client : SERVER,
            sent.fromClient() ? SERVER : client,
            sent.sequence(),
            sent.acknowledgment(),
            sent.flags(),
            sent.payload());
    lost += snapLength < frame.length ? 1 : 0;
    packets.add(WireFrame.ethernet(nanos, frame, snapLength));
  }
}
