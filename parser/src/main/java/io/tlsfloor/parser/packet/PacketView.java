package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A captured frame, read in place from its link layer to the innermost TCP or UDP header.
 *
 * <p>{@link #wrap} walks the headers once and says what it ended at; which accessors have meaning
 * depends on that {@link PacketKind}. Bytes are borrowed: the view is valid until the next {@code
 * wrap} or until the buffer is reused. Nothing that traffic contains makes it throw, and it
 * allocates nothing but what {@link #source}, {@link #destination} and {@link #tunnels} return. One
 * view, one thread.
 *
 * <p>Lengths. The IP total length says where a datagram ends, so that Ethernet padding and frame
 * check sequences are no payload. Where it is 0 (segmentation offload) or reaches beyond what was
 * on the wire, the frame's own length stands in. Checksums are ignored.
 */
public final class PacketView extends HeaderWalk {
  /** Encapsulations that are followed, one in the other; VLAN tags and MPLS labels do not count. */
  public static final int MAX_DEPTH = 8;

  /** Value of {@link #sourceMac()} and {@link #destinationMac()} where the link has none. */
  public static final long NO_MAC = -1;

  /** Value of {@link #vlan()} and {@link #innerVlan()} without a tag. */
  public static final int NO_VLAN = TunnelPath.NO_VLAN;

  /** Bit of the tag given to {@link #wrap}: it was no customer's tag (IEEE 802.1Q §9.5). */
  public static final int SERVICE_TAG = 1 << 16;

  private static final int VLAN_ID = 0x0FFF; // IEEE 802.1Q §9.6: the rest is priority

  /**
   * Reads a frame whose VLAN tags, if any, are in its bytes.
   *
   * @see #wrap(int, ByteBuffer, int, int, int, int)
   */
  public PacketKind wrap(int linkType, ByteBuffer buffer, int start, int captured, int original) {
    return wrap(linkType, buffer, start, captured, original, NO_VLAN);
  }

  /**
   * Reads a frame.
   *
   * @param linkType LINKTYPE_ number of tcpdump.org, or the DLT_ number where they differ
   * @param buffer big-endian; neither its position nor its limit is moved
   * @param start index of the frame's first byte
   * @param captured bytes of the frame that are in {@code buffer}
   * @param original bytes of the frame on the wire, as the source says; nonsense is tolerated
   * @param vlanTci tag control information of a VLAN tag that the kernel took out, with {@link
   *     #SERVICE_TAG} if its type was not 0x8100, or {@link #NO_VLAN}
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: that is a bug in
   *     the caller, never a property of traffic
   */
  public PacketKind wrap(
      int linkType, ByteBuffer buffer, int start, int captured, int original, int vlanTci) {
    begin(buffer, start, captured, original);
    if ((vlanTci & VLAN_ID) != 0 && vlanTci >= 0) { // id 0: a priority, no VLAN
      boolean service = (vlanTci & SERVICE_TAG) != 0;
      enter(service ? TunnelType.QINQ : TunnelType.VLAN, vlanTci & VLAN_ID);
    }
    return LinkLayer.read(this, linkType, start);
  }

  /**
   * Goes on at a whole IP datagram that was put together from fragments, keeping the tunnels, link
   * addresses and VLANs of the packet that this view had last.
   *
   * @param datagram big-endian, holds the datagram; {@link #buffer()} from now on
   * @param start index of the first byte of its IP header
   * @param length of the datagram in bytes, header included
   * @throws IndexOutOfBoundsException if the range is not inside {@code datagram}
   */
  public PacketKind resume(ByteBuffer datagram, int start, int length) {
    beginWhole(datagram, start, length);
    return IpLayer.read(this, start);
  }

  /** Id of the outermost VLAN tag, or {@link #NO_VLAN}. */
  public int vlan() {
    return path().vlan(0);
  }

  /** Id of the second VLAN tag from outside, or {@link #NO_VLAN}. */
  public int innerVlan() {
    return path().vlan(1);
  }

  /** How many entries {@link #tunnels()} has. */
  public int tunnelCount() {
    return path().count();
  }

  /**
   * The encapsulations and tags around the innermost packet, outermost first, as new text.
   *
   * <p>With a number: {@code vlan:12}, {@code qinq:100} (tag 0x88a8, 0x9100 or 0x9200), {@code
   * mpls:16} (label), {@code pbb:7} (service), {@code pppoe:1} (session), {@code pptp:7} (call),
   * {@code nsh:3} (service path), {@code erspan:5} (session; {@code erspan} for type I), {@code
   * vxlan:42}, {@code vxlan-gpe:42}, {@code geneve:42} (network), {@code sgt:10} (security group in
   * Cisco's metadata), {@code gtp-u:7} (tunnel), {@code l2tp:7} (session). Without: {@code gre},
   * {@code wccp}, {@code vntag}, {@code fabricpath}, {@code macsec} (integrity only), {@code
   * teredo}, {@code capwap}, {@code tzsp}, {@code lisp}, {@code gue}, {@code ip-in-udp}, {@code
   * etherip}, {@code ethernet-in-ip6}, {@code ip-in-ip}, {@code 6in4}, {@code 4in6}, {@code
   * ip6-in-ip6}.
   */
  public List<String> tunnels() {
    return path().describe();
  }

  /**
   * Tells the same addresses in different tunnels apart: 0 without a tunnel, and equal for equal
   * tunnels. Numbers that differ between the two directions of a connection (MPLS labels, GRE keys,
   * calls and paths) are left out of it.
   */
  public long tunnelHash() {
    return path().hash();
  }

  /** TCP window field, without its scale; the largest where it was not captured. */
  public int window() {
    int header = tcpHeader();
    return header < 0 || available(header) < TcpOptions.MIN_HEADER
        ? 0xFFFF
        : Bytes.u16(buffer(), header + TcpOptions.WINDOW);
  }

  /** The shift of the Window Scale option in a SYN; -1 without one. */
  public int windowScale() {
    int header = tcpHeader();
    return header < 0
        ? -1
        : TcpOptions.windowScale(
            buffer(),
            header + TcpOptions.MIN_HEADER,
            Math.min(payloadStart(), header + available(header)));
  }

  private int tcpHeader() {
    int last = places().count() - 1;
    return last >= 0 && places().kind(last) == HeaderPlaces.Kind.TCP ? places().at(last) : -1;
  }

  /** What is read of TCP headers for windows (RFC 9293 §3.1, RFC 7323 §2). */
  private static final class TcpOptions {
    /** Bytes of a header without options. */
    static final int MIN_HEADER = 20;

    /** Offset of the window field. */
    static final int WINDOW = 14;

    private static final int END_OF_OPTIONS = 0;
    private static final int NO_OPERATION = 1;
    private static final int WINDOW_SCALE = 3;
    private static final int LARGEST_SCALE = 14; // RFC 7323 §2.3

    private TcpOptions() {}

    /** The shift of the Window Scale option; -1 without one. */
    static int windowScale(ByteBuffer in, int options, int end) {
      int at = options;
      while (at + 2 < end && Bytes.u8(in, at) != END_OF_OPTIONS) {
        if (Bytes.u8(in, at) == NO_OPERATION) {
          at++;
        } else if (Bytes.u8(in, at) == WINDOW_SCALE) {
          return Math.min(Bytes.u8(in, at + 2), LARGEST_SCALE);
        } else {
          at += Math.max(Bytes.u8(in, at + 1), 2);
        }
      }
      return -1;
    }
  }
}
