package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

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
public final class PacketView {
  /** Encapsulations that are followed, one in the other; VLAN tags and MPLS labels do not count. */
  public static final int MAX_DEPTH = 8;

  /** Value of {@link #sourceMac()} and {@link #destinationMac()} where the link has none. */
  public static final long NO_MAC = -1;

  /** Value of {@link #vlan()} and {@link #innerVlan()} without a tag. */
  public static final int NO_VLAN = TunnelPath.NO_VLAN;

  /** Bit of the tag given to {@link #wrap}: it was no customer's tag (IEEE 802.1Q §9.5). */
  public static final int SERVICE_TAG = 1 << 16;

  private static final int VLAN_ID = 0x0FFF; // IEEE 802.1Q §9.6: the rest is priority
  private static final int MAX_TYPES = 32; // EtherTypes followed; each encapsulation has one or two
  private static final int MAX_PADDING = 46; // IEEE 802.3 §3.2.7: no frame is padded with more
  private static final int MAX_DATAGRAM = 0xFFFF;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** Says what reads a layer at a place and all that is in it. */
  interface Layer {
    PacketKind read(PacketView packet, int at);
  }

  private ByteBuffer buffer = NOTHING;
  private int end; // of the captured bytes that belong to the current layer
  private int beyond; // bytes of the current layer that were on the wire after end, not captured
  private long sourceMac;
  private long destinationMac;
  private boolean v4;
  private long sourceHigh;
  private long sourceLow;
  private long destinationHigh;
  private long destinationLow;
  private int sourcePort;
  private int destinationPort;
  private int sequence;
  private int acknowledgment;
  private int flags;
  private int payloadStart;
  private int payloadLength;
  private int missing;
  private int fragmentId;
  private int fragmentOffset;
  private boolean moreFragments;
  private int fragmentProtocol;
  private final TunnelPath path = new TunnelPath();
  private int transportStart;
  private int typesFollowed;
  private boolean fragmented;
  private int unsupportedNumber;
  private String unsupportedWhat = "";

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
    return path.vlan(0);
  }

  /** Id of the second VLAN tag from outside, or {@link #NO_VLAN}. */
  public int innerVlan() {
    return path.vlan(1);
  }

  /** How many entries {@link #tunnels()} has. */
  public int tunnelCount() {
    return path.count();
  }

  /**
   * The encapsulations and tags around the innermost packet, outermost first, as new text.
   *
   * <p>With a number: {@code vlan:12}, {@code qinq:100} (tag 0x88a8, 0x9100 or 0x9200), {@code
   * mpls:16} (label), {@code pppoe:1} (session), {@code erspan:5} (session; {@code erspan} for type
   * I), {@code vxlan:42}, {@code geneve:42} (network), {@code sgt:10} (security group in Cisco's
   * metadata), {@code pptp:7} (call), {@code gtp-u:7} (tunnel). Without: {@code gre}, {@code
   * vntag}, {@code capwap}, {@code tzsp}, {@code ip-in-ip}, {@code 6in4}, {@code 4in6}, {@code
   * ip6-in-ip6}.
   */
  public List<String> tunnels() {
    return path.describe();
  }

  /**
   * Tells the same addresses in different tunnels apart: 0 without a tunnel, and equal for equal
   * tunnels. Numbers that differ between the two directions of a connection (MPLS labels, calls,
   * tunnels of GTP-U) are left out of it.
   */
  public long tunnelHash() {
    return path.hash();
  }

  /** Holds the payload or the fragment. */
  public ByteBuffer buffer() {
    return buffer;
  }

  /** Returns whether the addresses are IPv4. */
  public boolean v4() {
    return v4;
  }

  /** Upper 64 bits of the innermost source address; 0 for IPv4. */
  public long sourceHigh() {
    return sourceHigh;
  }

  /** Lower 64 bits of the innermost source address; the 32 bits, unsigned, for IPv4. */
  public long sourceLow() {
    return sourceLow;
  }

  /** Upper 64 bits of the innermost destination address; 0 for IPv4. */
  public long destinationHigh() {
    return destinationHigh;
  }

  /** Lower 64 bits of the innermost destination address; the 32 bits, unsigned, for IPv4. */
  public long destinationLow() {
    return destinationLow;
  }

  /** The innermost source address, as a new value. */
  public IpAddress source() {
    return new IpAddress(v4, sourceHigh, sourceLow);
  }

  /** The innermost destination address, as a new value. */
  public IpAddress destination() {
    return new IpAddress(v4, destinationHigh, destinationLow);
  }

  /** Returns the port of TCP or UDP. */
  public int sourcePort() {
    return sourcePort;
  }

  /** Returns the port of TCP or UDP. */
  public int destinationPort() {
    return destinationPort;
  }

  /** TCP sequence number; its bits as on the wire. */
  public int sequence() {
    return sequence;
  }

  /** TCP acknowledgment number; its bits as on the wire. */
  public int acknowledgment() {
    return acknowledgment;
  }

  /** TCP control bits, see {@link TcpFlags}. */
  public int flags() {
    return flags;
  }

  /** Index in {@link #buffer()} of the first byte of TCP or UDP payload. */
  public int payloadStart() {
    return payloadStart;
  }

  /** Bytes of TCP or UDP payload that were captured. */
  public int payloadLength() {
    return payloadLength;
  }

  /** Bytes of payload, or of a fragment, that were on the wire and were not captured. */
  public int missing() {
    return missing;
  }

  /** Returns whether the packet came in IP fragments: true after {@link #resume}. */
  public boolean fragmented() {
    return fragmented;
  }

  /** Identification of the datagram that a fragment is of: 16 bits for IPv4, 32 for IPv6. */
  public int fragmentId() {
    return fragmentId;
  }

  /** Where in the datagram's payload a fragment begins, in bytes. */
  public int fragmentOffset() {
    return fragmentOffset;
  }

  /** Returns whether a fragment is not the last one. */
  public boolean moreFragments() {
    return moreFragments;
  }

  /** IP protocol number of what the fragments make up. */
  public int fragmentProtocol() {
    return fragmentProtocol;
  }

  /** Index in {@link #buffer()} of a fragment's first byte, after the IP and fragment headers. */
  public int fragmentStart() {
    return payloadStart;
  }

  /** Bytes of a fragment that were captured. */
  public int fragmentLength() {
    return payloadLength;
  }

  /** Source of the innermost Ethernet header, 48 bits, or {@link #NO_MAC}. */
  public long sourceMac() {
    return sourceMac;
  }

  /** Destination of the innermost Ethernet header, 48 bits, or {@link #NO_MAC}. */
  public long destinationMac() {
    return destinationMac;
  }

  /** Index in {@link #buffer()} of the header of TCP or UDP. */
  public int transportStart() {
    return transportStart;
  }

  /** The number that goes with {@link #unsupportedWhat()}. */
  public int unsupportedNumber() {
    return unsupportedNumber;
  }

  /**
   * Returns what was not read on, for the kinds NOT_OURS, UNSUPPORTED_LINK, UNSUPPORTED_TUNNEL and
   * OPAQUE_TUNNEL: a constant such as {@code link-type}, {@code ethertype}, {@code ip-protocol}.
   */
  public String unsupportedWhat() {
    return unsupportedWhat;
  }

  // For the layers, which write through these alone: one that was tried and did not hold together
  // leaves no trace.

  /** Stands before a frame. */
  void begin(ByteBuffer frames, int start, int captured, int original) {
    beginAt(frames, start, captured);
    beyond = original > captured ? original - captured : 0;
    path.clear();
    sourceMac = NO_MAC;
    destinationMac = NO_MAC;
    fragmented = false;
    typesFollowed = 0;
  }

  /** Stands before a whole datagram, inside the layers that its fragments had. */
  void beginWhole(ByteBuffer datagrams, int start, int length) {
    beginAt(datagrams, start, length);
    beyond = 0;
    fragmented = true;
  }

  private void beginAt(ByteBuffer newBuffer, int start, int length) {
    Objects.checkFromIndexSize(start, length, newBuffer.limit());
    buffer = newBuffer;
    end = start + length;
  }

  /**
   * Reads a layer where no more than a port, or nothing, says that it is there. When it or what is
   * in it is malformed, the walk stands where it stood, at the same payload.
   */
  PacketKind attempt(Layer layer, int at) {
    int outerEnd = end;
    int outerBeyond = beyond;
    boolean outerV4 = v4;
    long outerSourceHigh = sourceHigh;
    long outerSourceLow = sourceLow;
    long outerDestinationHigh = destinationHigh;
    long outerDestinationLow = destinationLow;
    int outerSourcePort = sourcePort;
    int outerDestinationPort = destinationPort;
    long outerSourceMac = sourceMac;
    long outerDestinationMac = destinationMac;
    int outerTunnels = path.count();
    int outerTransport = transportStart;

    PacketKind inner = layer.read(this, at);
    if (inner != PacketKind.MALFORMED) {
      return inner;
    }
    end = outerEnd;
    beyond = outerBeyond;
    v4 = outerV4;
    sourceHigh = outerSourceHigh;
    sourceLow = outerSourceLow;
    destinationHigh = outerDestinationHigh;
    destinationLow = outerDestinationLow;
    sourcePort = outerSourcePort;
    destinationPort = outerDestinationPort;
    sourceMac = outerSourceMac;
    destinationMac = outerDestinationMac;
    path.cutTo(outerTunnels);
    transportStart = outerTransport;
    payload(at);
    return inner;
  }

  /** Enters a tunnel, or passes a tag; false when that is more than we follow. */
  boolean enter(TunnelType type, int number) {
    return path.push(type, number);
  }

  /** Enters a tunnel that has no number. */
  boolean enter(TunnelType type) {
    return path.push(type, TunnelPath.NO_NUMBER);
  }

  /** The link has this source address, 48 bits. */
  void sourceMac(long bits) {
    sourceMac = bits;
  }

  /** The link has these addresses, 48 bits each. */
  void macs(long source, long destination) {
    sourceMac = source;
    destinationMac = destination;
  }

  /** Addresses of IPv4, 32 bits each. */
  void addresses(long source, long destination) {
    v4 = true;
    sourceHigh = 0;
    sourceLow = source;
    destinationHigh = 0;
    destinationLow = destination;
  }

  /** Addresses of IPv6, as they lie from {@code at} on. */
  void addresses6(int at) {
    v4 = false;
    sourceHigh = Bytes.i64(buffer, at);
    sourceLow = Bytes.i64(buffer, at + 8);
    destinationHigh = Bytes.i64(buffer, at + 16);
    destinationLow = Bytes.i64(buffer, at + 24);
  }

  /** Ports of TCP or UDP. */
  void ports(int source, int destination) {
    sourcePort = source;
    destinationPort = destination;
  }

  /** Takes what a TCP header says of its place in the stream. */
  void segment(int sequence, int acknowledgment, int flags) {
    this.sequence = sequence;
    this.acknowledgment = acknowledgment;
    this.flags = flags;
  }

  /** The payload goes from {@code at} to the current layer's end. */
  void payload(int at) {
    payloadStart = at;
    payloadLength = end - at;
    missing = beyond;
  }

  /** The payload begins {@code cut} bytes after what was captured. */
  void payloadNotCaptured(int cut) {
    payloadStart = end;
    payloadLength = 0;
    missing = beyond - cut;
  }

  /** The rest of the datagram, from {@code at}, is a part of a larger one; offset in bytes. */
  PacketKind fragment(int id, int offset, boolean more, int protocol, int at) {
    fragmentId = id;
    fragmentOffset = offset;
    moreFragments = more;
    fragmentProtocol = protocol;
    payload(at);
    return PacketKind.IP_FRAGMENT;
  }

  /** Says where the walk ended, and at which number. */
  PacketKind stop(PacketKind kind, String what, int number) {
    unsupportedWhat = what;
    unsupportedNumber = number;
    return kind;
  }

  /** The header of TCP or UDP lies here. */
  void transport(int at) {
    transportStart = at;
  }

  /**
   * Returns whether another EtherType may be followed: some lead back to Ethernet without a tunnel.
   */
  boolean mayFollowType() {
    return ++typesFollowed <= MAX_TYPES;
  }

  /** The kind for a header that does not fit: the capture's fault, or the packet's. */
  PacketKind tooShort() {
    return beyond > 0 ? PacketKind.TRUNCATED : PacketKind.MALFORMED;
  }

  /** Bytes captured of the current layer from {@code at} on. */
  int available(int at) {
    return end - at;
  }

  /** Returns whether a datagram of {@code length} bytes would fill the layer, save some padding. */
  boolean isPlausibleLength(int at, int length) {
    int rest = end - at + beyond - length;
    return rest >= 0 && rest <= MAX_PADDING;
  }

  /**
   * Ends the current layer {@code length} bytes after {@code at}, as its header says. A length
   * beyond what was on the wire is nonsense and changes nothing.
   */
  void narrow(int at, int length) {
    int excess = length - (end - at);
    if (excess <= 0) {
      end = at + length;
      beyond = 0;
    } else if (excess <= beyond) {
      beyond = excess;
    }
  }

  /** Bytes of the current layer that were on the wire and were not captured. */
  int beyond() {
    return beyond;
  }

  /** The current layer goes on in another frame: as if a snap length had cut it. */
  void goesOnElsewhere() {
    beyond = MAX_DATAGRAM;
  }
}
