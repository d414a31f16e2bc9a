package io.tlsfloor.cli.proof;

import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Changes how packets lie in a capture, and never what they say. */
final class Reshaped {
  /** A segment changes places with fewer: far more than any path puts out of order. */
  private static final int WINDOW = 64;

  /**
   * A datagram changes places with fewer. Nothing orders datagrams, so one that is encrypted is no
   * sign of an agreement before anything of its handshake was seen.
   */
  private static final int DATAGRAM_WINDOW = 8;

  /** Two paths of one connection differ by less. */
  private static final long WINDOW_NANOS = 500_000_000L;

  private static final long COPY_NANOS = 20_000L;
  private static final int OVERLAP_BYTES = 300;

  private Reshaped() {}

  /**
   * Packets out of order, by places and by time within a window; times stay in order. No packet
   * moves over a SYN, FIN or RST of any connection, nor over one that {@link Segment} cannot read:
   * there may be one inside.
   */
  static List<WireFrame> shuffled(List<WireFrame> packets, Random random) {
    List<WireFrame> all = new ArrayList<>(packets);
    int from = 0;
    while (from < all.size()) {
      int to = from;
      while (to < all.size()
          && all.get(to).nanos() - all.get(from).nanos() < WINDOW_NANOS
          && mayMove(all.get(to))) {
        to++;
      }
      List<WireFrame> moved = moved(packets.subList(from, to), random);
      for (int i = from; i < to; i++) {
        all.set(i, moved.get(i - from).at(packets.get(i).nanos()));
      }
      from = Math.max(to, from + 1);
    }
    return all;
  }

  /** Each goes back by fewer places than its window has. */
  private static List<WireFrame> moved(List<WireFrame> packets, Random random) {
    record Placed(WireFrame packet, double place) {}
    List<Placed> placed = new ArrayList<>();
    for (WireFrame packet : packets) {
      int window = Segment.isUdp(packet) ? DATAGRAM_WINDOW : WINDOW;
      placed.add(new Placed(packet, placed.size() + window * random.nextDouble()));
    }
    placed.sort(Comparator.comparingDouble(Placed::place));
    return placed.stream().map(Placed::packet).toList();
  }

  private static boolean mayMove(WireFrame packet) {
    return Segment.in(packet).map(segment -> !segment.isEvent()).orElse(Segment.isUdp(packet));
  }

  private static boolean isEvent(WireFrame packet) {
    return Segment.in(packet).map(Segment::isEvent).orElse(false);
  }

  /**
   * Every payload in pieces of at most {@code most} bytes, at random down to one. Connections with
   * packets that were cut stay as they are: behind a cut, the start of a segment is a sign.
   */
  static List<WireFrame> resegmented(List<WireFrame> packets, int most, Random random) {
    Set<String> cut = new HashSet<>();
    packets.stream()
        .map(Segment::in)
        .flatMap(Optional::stream)
        .filter(segment -> segment.missing() > 0)
        .forEach(segment -> cut.add(segment.connection()));
    List<WireFrame> all = new ArrayList<>();
    for (WireFrame packet : packets) {
      Segment segment = Segment.in(packet).orElse(null);
      if (segment == null || !divisible(segment) || cut.contains(segment.connection())) {
        all.add(packet);
        continue;
      }
      byte[] payload = segment.payload();
      int at = 0;
      while (at < payload.length) {
        int end = Math.min(payload.length, at + 1 + random.nextInt(most));
        all.add(piece(segment, at, end));
        at = end;
      }
    }
    return all;
  }

  /** One segment in two: {@code at} is the length of the first. */
  static List<WireFrame> split(List<WireFrame> packets, int index, int at) {
    List<WireFrame> all = new ArrayList<>(packets);
    Segment segment = Segment.in(packets.get(index)).orElseThrow();
    all.set(index, piece(segment, 0, at));
    all.add(index + 1, piece(segment, at, segment.length()));
    return all;
  }

  static boolean divisible(Segment segment) {
    return segment.length() > 1
        && segment.missing() == 0
        && (segment.flags() & (WirePackets.SYN | WirePackets.RST)) == 0;
  }

  /** The beginning of a segment, as if the rest came later. */
  static WireFrame beginning(Segment segment, int length) {
    return piece(segment, 0, length);
  }

  /** A FIN stays with the last byte. */
  private static WireFrame piece(Segment segment, int from, int to) {
    boolean last = to == segment.length();
    int flags = last ? segment.flags() : segment.flags() & ~WirePackets.FIN;
    byte[] bytes = Arrays.copyOfRange(segment.payload(), from, to);
    return segment.with(segment.sequence() + from, flags, bytes);
  }

  /** Every packet, and some of them twice: at once as at a mirror port, or a little later. */
  static List<WireFrame> duplicated(List<WireFrame> packets, Random random) {
    List<WireFrame> all = new ArrayList<>();
    List<WireFrame> later = new ArrayList<>();
    for (WireFrame packet : packets) {
      while (!later.isEmpty() && later.get(0).nanos() <= packet.nanos()) {
        all.add(later.remove(0));
      }
      if (isEvent(packet)) {
        later.forEach(waiting -> all.add(waiting.at(packet.nanos())));
        later.clear();
      }
      all.add(packet);
      switch (random.nextInt(4)) {
        case 0 -> all.add(packet.at(packet.nanos() + COPY_NANOS));
        case 1 -> {
          if (!isEvent(packet)) {
            later.add(packet.at(packet.nanos() + COPY_NANOS * 100));
          }
        }
        default -> {
          // Once is enough.
        }
      }
    }
    all.addAll(later);
    return inTime(all);
  }

  /** Some segments begin with bytes that were sent before: a retransmission that sends more. */
  static List<WireFrame> overlapped(List<WireFrame> packets, Random random) {
    Map<String, byte[]> before = new HashMap<>();
    Map<String, Integer> next = new HashMap<>();
    List<WireFrame> all = new ArrayList<>();
    for (WireFrame packet : packets) {
      Segment segment = Segment.in(packet).orElse(null);
      if (segment == null || segment.length() == 0 || !overlaps(segment)) {
        all.add(packet);
        continue;
      }
      String direction = segment.direction();
      byte[] payload = segment.payload();
      byte[] sent = before.getOrDefault(direction, new byte[0]);
      boolean goesOn = next.getOrDefault(direction, 0) == segment.sequence() && sent.length > 0;
      if (goesOn && random.nextInt(2) == 0) {
        int again = 1 + random.nextInt(Math.min(OVERLAP_BYTES, sent.length));
        byte[] more =
            WireBytes.join(Arrays.copyOfRange(sent, sent.length - again, sent.length), payload);
        all.add(segment.with(segment.sequence() - again, segment.flags(), more));
      } else {
        all.add(packet);
      }
      byte[] known = goesOn ? WireBytes.join(sent, payload) : payload;
      int from = Math.max(0, known.length - OVERLAP_BYTES);
      before.put(direction, Arrays.copyOfRange(known, from, known.length));
      next.put(direction, segment.sequence() + payload.length);
    }
    return all;
  }

  private static boolean overlaps(Segment segment) {
    return segment.missing() == 0 && (segment.flags() & (WirePackets.SYN | WirePackets.RST)) == 0;
  }

  /** Two captures as if they had been taken at the same time. */
  static List<WireFrame> interleaved(List<WireFrame> one, List<WireFrame> other) {
    long shift = one.get(0).nanos() - other.get(0).nanos();
    List<WireFrame> all = new ArrayList<>(one);
    other.forEach(packet -> all.add(packet.at(packet.nanos() + shift)));
    return inTime(all);
  }

  /**
   * Returns whether two captures hold nothing that means something for the other: ends, or names.
   */
  static boolean areStrangers(List<WireFrame> one, List<WireFrame> other) {
    Set<String> common = connections(one);
    common.retainAll(connections(other));
    return common.isEmpty() && !namesEndsOf(one, other) && !namesEndsOf(other, one);
  }

  /**
   * Returns whether DNS answers of one capture hold an address to which the other speaks: a client
   * that did not ask itself is told the names that others got, as its resolver may have asked for
   * it.
   */
  private static boolean namesEndsOf(List<WireFrame> one, List<WireFrame> other) {
    String answers = one.stream().map(Segment::dnsAnswer).collect(Collectors.joining());
    if (answers.isEmpty()) {
      return false;
    }
    Set<String> ends = new HashSet<>();
    for (WireFrame packet : other) {
      if (Segment.in(packet).isEmpty() && !Segment.isUdp(packet)) {
        return true; // who speaks inside is not known
      }
      ends.addAll(Segment.ends(packet));
    }
    return ends.stream().anyMatch(answers::contains);
  }

  private static Set<String> connections(List<WireFrame> packets) {
    Set<String> all = new HashSet<>();
    packets.stream()
        .map(Segment::in)
        .flatMap(Optional::stream)
        .map(Segment::connection)
        .forEach(all::add);
    return all;
  }

  private static List<WireFrame> inTime(List<WireFrame> packets) {
    packets.sort((a, b) -> Long.compare(a.nanos(), b.nanos())); // stable
    return packets;
  }
}
