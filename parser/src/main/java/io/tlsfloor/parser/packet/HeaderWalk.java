package io.tlsfloor.parser.packet;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Where the walk through a frame's headers stands, and what the innermost headers said.
 *
 * <p>The one owner of both: layers write through its methods, and a layer that was tried and did
 * not hold together leaves no trace ({@link #attempt}).
 */
abstract sealed class HeaderWalk permits PacketView {
  private static final int MAX_TYPES = 32; // EtherTypes followed; each encapsulation has one or two
  private static final int MAX_PADDING = 46; // IEEE 802.3 §3.2.7: no frame is padded with more
  private static final int MAX_DATAGRAM = 0xFFFF;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  /** What reads a layer at a place and all that is in it. */
  interface Layer {
    PacketKind read(HeaderWalk packet, int at);
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
  private final HeaderPlaces places = new HeaderPlaces();
  private int typesFollowed;
  private boolean fragmented;
  private int unsupportedNumber;
  private String unsupportedWhat = "";

  /** Holds the payload or the fragment. */
  public final ByteBuffer buffer() {
    return buffer;
  }

  /** Whether the addresses are IPv4. */
  public final boolean v4() {
    return v4;
  }

  /** Upper 64 bits of the innermost source address; 0 for IPv4. */
  public final long sourceHigh() {
    return sourceHigh;
  }

  /** Lower 64 bits of the innermost source address; the 32 bits, unsigned, for IPv4. */
  public final long sourceLow() {
    return sourceLow;
  }

  /** Upper 64 bits of the innermost destination address; 0 for IPv4. */
  public final long destinationHigh() {
    return destinationHigh;
  }

  /** Lower 64 bits of the innermost destination address; the 32 bits, unsigned, for IPv4. */
  public final long destinationLow() {
    return destinationLow;
  }

  /** The innermost source address, as a new value. */
  public final IpAddress source() {
    return new IpAddress(v4, sourceHigh, sourceLow);
  }

  /** The innermost destination address, as a new value. */
  public final IpAddress destination() {
    return new IpAddress(v4, destinationHigh, destinationLow);
  }

  /** Of TCP or UDP. */
  public final int sourcePort() {
    return sourcePort;
  }

  /** Of TCP or UDP. */
  public final int destinationPort() {
    return destinationPort;
  }

  /** TCP sequence number; its bits as on the wire. */
  public final int sequence() {
    return sequence;
  }

  /** TCP acknowledgment number; its bits as on the wire. */
  public final int acknowledgment() {
    return acknowledgment;
  }

  /** TCP control bits, see {@link TcpFlags}. */
  public final int flags() {
    return flags;
  }

  /** Index in {@link #buffer()} of the first byte of TCP or UDP payload. */
  public final int payloadStart() {
    return payloadStart;
  }

  /** Bytes of TCP or UDP payload that were captured. */
  public final int payloadLength() {
    return payloadLength;
  }

  /** Bytes of payload, or of a fragment, that were on the wire and were not captured. */
  public final int missing() {
    return missing;
  }

  /** Whether the packet came in IP fragments: true after {@link PacketView#resume}. */
  public final boolean fragmented() {
    return fragmented;
  }

  /** Identification of the datagram that a fragment is of: 16 bits for IPv4, 32 for IPv6. */
  public final int fragmentId() {
    return fragmentId;
  }

  /** Where in the datagram's payload a fragment begins, in bytes. */
  public final int fragmentOffset() {
    return fragmentOffset;
  }

  /** Whether a fragment is not the last one. */
  public final boolean moreFragments() {
    return moreFragments;
  }

  /** IP protocol number of what the fragments make up. */
  public final int fragmentProtocol() {
    return fragmentProtocol;
  }

  /** Index in {@link #buffer()} of a fragment's first byte, after the IP and fragment headers. */
  public final int fragmentStart() {
    return payloadStart;
  }

  /** Bytes of a fragment that were captured. */
  public final int fragmentLength() {
    return payloadLength;
  }

  /** Source of the innermost Ethernet header, 48 bits, or {@link PacketView#NO_MAC}. */
  public final long sourceMac() {
    return sourceMac;
  }

  /** Destination of the innermost Ethernet header, 48 bits, or {@link PacketView#NO_MAC}. */
  public final long destinationMac() {
    return destinationMac;
  }

  /** Where the headers lie that were read, until the next {@code wrap}. */
  public final HeaderPlaces places() {
    return places;
  }

  /** The number that goes with {@link #unsupportedWhat()}. */
  public final int unsupportedNumber() {
    return unsupportedNumber;
  }

  /**
   * What was not read on, for the kinds NOT_OURS, UNSUPPORTED_LINK, UNSUPPORTED_TUNNEL and
   * OPAQUE_TUNNEL: a constant such as {@code link-type}, {@code ethertype}, {@code ip-protocol}.
   */
  public final String unsupportedWhat() {
    return unsupportedWhat;
  }

  // ---- for the layers ----

  /** Stands before a frame. */
  final void begin(ByteBuffer frames, int start, int captured, int original) {
    beginAt(frames, start, captured);
    beyond = original > captured ? original - captured : 0;
    path.clear();
    places.clear();
    sourceMac = PacketView.NO_MAC;
    destinationMac = PacketView.NO_MAC;
    fragmented = false;
    typesFollowed = 0;
  }

  /** Stands before a whole datagram, inside the layers that its fragments had. */
  final void beginWhole(ByteBuffer datagrams, int start, int length) {
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
  final PacketKind attempt(Layer layer, int at) {
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
    int outerHeaders = places.entries();

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
    places.cutTo(outerHeaders);
    payload(at);
    return inner;
  }

  final TunnelPath path() {
    return path;
  }

  /** Enters a tunnel, or passes a tag; false when that is more than we follow. */
  final boolean enter(TunnelType type, int number) {
    return path.push(type, number);
  }

  /** Enters a tunnel that has no number. */
  final boolean enter(TunnelType type) {
    return path.push(type, TunnelPath.NO_NUMBER);
  }

  /** The link has this source address, 48 bits. */
  final void sourceMac(long bits) {
    sourceMac = bits;
  }

  /** The link has these addresses, 48 bits each. */
  final void macs(long source, long destination) {
    sourceMac = source;
    destinationMac = destination;
  }

  /** Addresses of IPv4, 32 bits each. */
  final void addresses(long source, long destination) {
    v4 = true;
    sourceHigh = 0;
    sourceLow = source;
    destinationHigh = 0;
    destinationLow = destination;
  }

  /** Addresses of IPv6, as they lie from {@code at} on. */
  final void addresses6(int at) {
    v4 = false;
    sourceHigh = Bytes.i64(buffer, at);
    sourceLow = Bytes.i64(buffer, at + 8);
    destinationHigh = Bytes.i64(buffer, at + 16);
    destinationLow = Bytes.i64(buffer, at + 24);
  }

  /** Ports of TCP or UDP. */
  final void ports(int source, int destination) {
    sourcePort = source;
    destinationPort = destination;
  }

  /** What a TCP header says of its place in the stream. */
  final void segment(int sequence, int acknowledgment, int flags) {
    this.sequence = sequence;
    this.acknowledgment = acknowledgment;
    this.flags = flags;
  }

  /** The payload goes from {@code at} to the current layer's end. */
  final void payload(int at) {
    payloadStart = at;
    payloadLength = end - at;
    missing = beyond;
  }

  /** The payload begins {@code cut} bytes after what was captured. */
  final void payloadNotCaptured(int cut) {
    payloadStart = end;
    payloadLength = 0;
    missing = beyond - cut;
  }

  /** The rest of the datagram, from {@code at}, is a part of a larger one; offset in bytes. */
  final PacketKind fragment(int id, int offset, boolean more, int protocol, int at) {
    fragmentId = id;
    fragmentOffset = offset;
    moreFragments = more;
    fragmentProtocol = protocol;
    payload(at);
    return PacketKind.IP_FRAGMENT;
  }

  /** Says where the walk ended, and at which number. */
  final PacketKind stop(PacketKind kind, String what, int number) {
    unsupportedWhat = what;
    unsupportedNumber = number;
    return kind;
  }

  /** Notes where a header lies. */
  final void note(HeaderPlaces.Kind kind, int at) {
    places.add(kind, at);
  }

  /** Whether another EtherType may be followed: some lead back to Ethernet without a tunnel. */
  final boolean mayFollowType() {
    return ++typesFollowed <= MAX_TYPES;
  }

  /** The kind for a header that does not fit: the capture's fault, or the packet's. */
  final PacketKind tooShort() {
    return beyond > 0 ? PacketKind.TRUNCATED : PacketKind.MALFORMED;
  }

  /** Bytes captured of the current layer from {@code at} on. */
  final int available(int at) {
    return end - at;
  }

  /** Whether a datagram of {@code length} bytes would fill the layer, save some padding. */
  final boolean isPlausibleLength(int at, int length) {
    int rest = end - at + beyond - length;
    return rest >= 0 && rest <= MAX_PADDING;
  }

  /**
   * Ends the current layer {@code length} bytes after {@code at}, as its header says. A length
   * beyond what was on the wire is nonsense and changes nothing.
   */
  final void narrow(int at, int length) {
    int excess = length - (end - at);
    if (excess <= 0) {
      end = at + length;
      beyond = 0;
    } else if (excess <= beyond) {
      beyond = excess;
    }
  }

  /** Bytes of the current layer that were on the wire and were not captured. */
  final int beyond() {
    return beyond;
  }

  /** The current layer goes on in another frame: as if a snap length had cut it. */
  final void goesOnElsewhere() {
    beyond = MAX_DATAGRAM;
  }
}
