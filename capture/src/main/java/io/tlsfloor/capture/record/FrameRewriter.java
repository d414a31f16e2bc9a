package io.tlsfloor.capture.record;

import io.tlsfloor.parser.dns.ClientSubnet;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.Substitution;
import io.tlsfloor.parser.packet.HeaderPlaces;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Writes a {@link Substitution} into frames. Lengths stay. Checksums of IPv4, TCP and UDP change as
 * the bytes under them do (RFC 1624 §3), so that right ones stay right, wrong ones wrong, and none
 * shows what was there before. Confined to one thread.
 */
final class FrameRewriter {
  private static final int ETHERNET_HEADER = 14; // lengths in bytes
  private static final int V4_HEADER = 20;
  private static final int V6_HEADER = 40;
  private static final int TCP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int V4_BYTES = 4;
  private static final int MAC = 6;
  private static final int V4_SOURCE = 12; // offsets in bytes from the start of a header
  private static final int V4_DESTINATION = 16;
  private static final int V4_CHECKSUM = 10;
  private static final int V4_FLAGS = 6;
  private static final int V4_MORE = 0x20; // RFC 791 §3.1: more fragments
  private static final int V6_FLAGS = 6; // before the fragment, RFC 8200 §4.5
  private static final int MAX_ORIGINAL =
      1 << 18; // of a datagram, whatever a fragment's header says
  private static final int V6_SOURCE = 8;
  private static final int V6_DESTINATION = 24;
  private static final int TCP_CHECKSUM = 16;
  private static final int UDP_CHECKSUM = 6;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final int PLAIN = 0; // SOCKS replies, IP options
  private static final int COMPLEMENT = -1; // RFC 4380 §5.1.1: addresses that Teredo obscures
  private static final int COOKIE = 0x2112_A442; // RFC 8489 §14.2: those that STUN obscures
  private static final int[] MASKS = {PLAIN, COMPLEMENT, COOKIE};

  private final Substitution substitution;
  private final PacketView packet = new PacketView();

  /** Rewrites by {@code substitution} whatever stands for an address or a name. */
  FrameRewriter(Substitution substitution) {
    this.substitution = substitution;
  }

  /**
   * Rewrites a frame.
   *
   * @param linkType LINKTYPE_ number of tcpdump.org
   * @param frame its bytes, which stay as they are
   * @param originalLength bytes that were on the wire
   * @param payload the same with other bytes in some places, where those are to stand
   * @return empty if not every header could be read: what the frame says is not known
   */
  Optional<byte[]> rewrite(int linkType, byte[] frame, int originalLength, byte[] payload) {
    PacketKind kind = walk(linkType, frame, originalLength);
    HeaderPlaces places = packet.places();
    if (!isRead(kind) || !places.all()) {
      return Optional.empty();
    }
    byte[] result = frame.clone();
    Map<Integer, Integer> known = new HashMap<>(); // IPv4 addresses, and what stands for them
    int innermost = -1;
    for (int i = 0; i < places.count(); i++) {
      innermost = isIp(places.kind(i)) ? i : innermost;
    }
    for (int i = 0; i < places.count(); i++) {
      header(places.kind(i), places.at(i), i == innermost, frame, result, known);
    }
    int start = packet.payloadStart();
    ClientSubnet.describe(
        ByteBuffer.wrap(frame),
        start,
        start + packet.payloadLength(),
        (name, at, length, privacy, meaning, source) ->
            System.arraycopy(
                substitution.told(IpAddress.parse(meaning)).bytes(), 0, result, at, length));
    again(frame, result, known);
    int count = Math.min(frame.length, payload.length);
    for (int at = 0; at < count; at++) {
      result[at] = payload[at] == frame[at] ? result[at] : payload[at];
    }
    checksums(frame, result);
    return Optional.of(result);
  }

  /** Reads the headers; in a datagram's first fragment also those that the rest belongs to. */
  private PacketKind walk(int linkType, byte[] frame, int originalLength) {
    PacketKind kind =
        packet.wrap(linkType, ByteBuffer.wrap(frame), 0, frame.length, originalLength);
    if (kind != PacketKind.IP_FRAGMENT || packet.fragmentOffset() != 0) {
      return kind;
    }
    byte[] whole = frame.clone();
    int last = packet.places().count() - 1;
    boolean v4 = packet.places().kind(last) == HeaderPlaces.Kind.IPV4;
    int flags = v4 ? packet.places().at(last) + V4_FLAGS : packet.fragmentStart() - V6_FLAGS;
    whole[flags] = (byte) (whole[flags] & (v4 ? ~V4_MORE : -1));
    whole[flags + 1] = (byte) (whole[flags + 1] & (v4 ? -1 : ~1));
    PacketKind inside =
        packet.wrap(linkType, ByteBuffer.wrap(whole), 0, whole.length, MAX_ORIGINAL);
    return isRead(inside)
        ? inside
        : packet.wrap(linkType, ByteBuffer.wrap(frame), 0, frame.length, originalLength);
  }

  private static boolean isRead(PacketKind kind) {
    return switch (kind) {
      case TCP, UDP, IP_FRAGMENT -> true;
      default -> false;
    };
  }

  private static boolean isIp(HeaderPlaces.Kind kind) {
    return kind == HeaderPlaces.Kind.IPV4 || kind == HeaderPlaces.Kind.IPV6;
  }

  private void header(
      HeaderPlaces.Kind kind,
      int at,
      boolean innermost,
      byte[] from,
      byte[] to,
      Map<Integer, Integer> known) {
    switch (kind) {
      case ETHERNET -> {
        mac(at, from, to);
        mac(at + MAC, from, to);
      }
      case LINK_ADDRESS -> mac(at, from, to);
      case IPV4 -> {
        for (int field : new int[] {at + V4_SOURCE, at + V4_DESTINATION}) {
          int old = ByteBuffer.wrap(from).getInt(field);
          int other = (int) substitution.address(IpAddress.v4(old), innermost).low();
          ByteBuffer.wrap(to).putInt(field, other);
          if (old != other && old != 0 && old != -1) { // those would be found everywhere
            known.put(old, other);
          }
        }
      }
      case IPV6 -> {
        for (int field : new int[] {at + V6_SOURCE, at + V6_DESTINATION}) {
          ByteBuffer in = ByteBuffer.wrap(from);
          IpAddress old = IpAddress.v6(in.getLong(field), in.getLong(field + 8));
          IpAddress other = substitution.address(old, innermost);
          ByteBuffer.wrap(to).putLong(field, other.high()).putLong(field + 8, other.low());
        }
      }
      case TCP, UDP -> {
        // Ports stay.
      }
    }
  }

  private void mac(int at, byte[] from, byte[] to) {
    long bits = 0;
    for (int i = 0; i < MAC; i++) {
      bits = bits << 8 | from[at + i] & 0xFF;
    }
    long other = substitution.mac(new MacAddress(bits)).bits();
    for (int i = MAC - 1; i >= 0; i--) {
      to[at + i] = (byte) other;
      other >>>= 8;
    }
  }

  /**
   * Writes over the addresses of headers where they are repeated. Teredo and STUN hide such from
   * NATs.
   */
  private void again(byte[] from, byte[] to, Map<Integer, Integer> known) {
    int[] wanted = new int[known.size() * MASKS.length];
    int[] others = new int[wanted.length];
    int count = 0;
    for (int mask : MASKS) {
      for (Map.Entry<Integer, Integer> each : known.entrySet()) {
        wanted[count] = each.getKey() ^ mask;
        others[count++] = each.getValue() ^ mask;
      }
    }
    boolean[] ends = new boolean[1 << 8]; // by the last byte: few places have one of these
    for (int each : wanted) {
      ends[each & 0xFF] = true;
    }
    BitSet headers = headers(from);
    for (int at = 0; count > 0 && at + V4_BYTES <= from.length; at++) { // a frame may be large
      if (ends[from[at + V4_BYTES - 1] & 0xFF]) {
        int bytes = ByteBuffer.wrap(from, at, V4_BYTES).getInt();
        for (int i = 0; i < count; i++) {
          if (bytes == wanted[i] && isUntouched(at, from, to, headers)) {
            ByteBuffer.wrap(to).putInt(at, others[i]);
          }
        }
      }
    }
  }

  private static boolean isUntouched(int at, byte[] from, byte[] to, BitSet headers) {
    int header = headers.nextSetBit(at);
    return (header < 0 || header >= at + V4_BYTES)
        && Arrays.equals(from, at, at + V4_BYTES, to, at, at + V4_BYTES);
  }

  private BitSet headers(byte[] frame) {
    BitSet headers = new BitSet(frame.length);
    HeaderPlaces places = packet.places();
    for (int i = 0; i < places.count(); i++) {
      int at = places.at(i);
      int length =
          switch (places.kind(i)) {
            case ETHERNET -> ETHERNET_HEADER;
            case LINK_ADDRESS -> MAC;
            case IPV4 -> V4_HEADER; // its options hold addresses
            case IPV6 -> V6_HEADER;
            case TCP -> TCP_HEADER;
            case UDP -> UDP_HEADER;
          };
      headers.set(at, Math.min(frame.length, at + length));
    }
    return headers;
  }

  /** From the innermost outwards, for the inner ones are under the outer ones. */
  private void checksums(byte[] from, byte[] to) {
    HeaderPlaces places = packet.places();
    int transport = -1;
    int protocol = 0;
    for (int i = places.count() - 1; i >= 0; i--) {
      int at = places.at(i);
      switch (places.kind(i)) {
        case TCP, UDP -> {
          transport = at;
          protocol = places.kind(i) == HeaderPlaces.Kind.TCP ? TCP : UDP;
        }
        case IPV4 -> {
          transport(transport, protocol, at + V4_SOURCE, 8, from, to);
          Checksum.adjust(from, to, at, at + headerLength(from[at]), at + V4_CHECKSUM, 0);
          transport = -1;
        }
        case IPV6 -> {
          transport(transport, protocol, at + V6_SOURCE, 32, from, to);
          transport = -1;
        }
        case ETHERNET, LINK_ADDRESS -> {
          // No checksum that captures hold.
        }
      }
    }
  }

  private static int headerLength(byte first) {
    return (first & 0x0F) * 4;
  }

  /** A checksum over addresses and all that follows them in the datagram. */
  private static void transport(
      int at, int protocol, int addresses, int addressBytes, byte[] from, byte[] to) {
    if (at < 0 || protocol != TCP && protocol != UDP) {
      return;
    }
    int field = at + (protocol == TCP ? TCP_CHECKSUM : UDP_CHECKSUM);
    boolean there = field + 2 <= from.length;
    boolean none = there && protocol == UDP && from[field] == 0 && from[field + 1] == 0; // RFC 768
    if (there && !none) {
      int change = Checksum.change(from, to, addresses, addresses + addressBytes, -1);
      Checksum.adjust(from, to, at, from.length, field, change);
    }
  }
}
