package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.PrefaceRecognizer;
import io.tlsfloor.parser.tls.ContentType;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.TlsRecordView;
import io.tlsfloor.parser.tls.TlsStart;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A TCP segment. Read from fixed places in the common form of packet (Ethernet, IPv4 without
 * options), else taken over from the walk through the headers. Borrowed and reused.
 */
final class TcpSegment {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int PSH = 8;
  static final int ACK = 16;

  private static final int IPV4_NO_OPTIONS = 0x080045; // EtherType, version and header length
  private static final int FRAGMENT_AND_PROTOCOL = 0x3FFF_00FF;
  private static final int TCP = 6;
  private static final int HEADERS = 14 + 20 + 20;
  private static final byte[] SECOND = new byte[1 << 7]; // bytes, by the first of what may begin

  static {
    SECOND[ContentType.HANDSHAKE] = 3;
    for (String each : List.of("CO", "HT", "PR", "EH", "22", "* ", "+O", "\004\001")) {
      SECOND[each.charAt(0)] = (byte) each.charAt(1);
    }
  }

  private static final int SOCKS5 = 5;
  private static final int MAX_METHODS = 16; // that a client of SOCKS 5 offers
  private static final int LEAST_OF_DIALOGUE = 3; // bytes: SOCKS 5 with one method
  private static final int HELLO = 9; // behind the headers of record and message

  /** Its ends. */
  final FlowKey key = new FlowKey();

  /** Which frame it came in. */
  final FrameMark frame;

  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int length;
  private int missing;
  private int sequence;
  private int acknowledgment;
  private int flags;
  private boolean timeKnown;
  private boolean contradicted;
  private @Nullable PacketView packet;
  private int direction;
  private long network;
  private int networkBit = FlowTable.bit(0);
  private int frameStart;

  TcpSegment(FrameMark frame) {
    this.frame = frame;
  }

  /** Looks at the common form of packet; false for any other. */
  boolean plain(Frame captured) {
    int size = captured.capturedLength();
    if (size < HEADERS || captured.originalLength() != size) {
      return false;
    }
    int at = captured.offset();
    ByteBuffer in = captured.buffer();
    long fromType = in.getLong(at + 12); // eight bytes at a time: a call costs more than a shift
    long fromFragment = in.getLong(at + 20);
    if (fromType >>> 40 != IPV4_NO_OPTIONS
        || (fromFragment >>> 32 & FRAGMENT_AND_PROTOCOL) != TCP) {
      return false;
    }
    long fromOffset = in.getLong(at + 44); // the last two bytes of the acknowledgment number before
    int total = (int) (fromType >>> 16) & 0xFFFF;
    int header = (int) (fromOffset >>> 42) & 0x3C;
    if (total > size - 14 || header < 20 || total < 20 + header) {
      return false;
    }
    long fromAddresses = in.getLong(at + 28); // the last half of the source's before
    long fromPorts = in.getLong(at + 36); // the destination's alone
    buffer = in;
    frameStart = at;
    start = at + 34 + header;
    length = total - 20 - header;
    missing = 0;
    sequence = (int) (fromPorts >>> 16);
    acknowledgment = (int) fromPorts << 16 | (int) (fromOffset >>> 48);
    flags = (int) (fromOffset >>> 32) & 0xFF;
    packet = null;
    network(captured.interfaceNumber());
    contradicted = false;
    timeKnown = captured.timeKnown();
    key.v4(
        FlowKey.TCP,
        fromFragment << 48 | fromAddresses >>> 16,
        (int) fromAddresses << 16 | (int) (fromPorts >>> 48));
    direction = key.direction();
    return true;
  }

  /** Takes over what the walk through the headers found. */
  void of(PacketView view, int interfaceNumber, boolean timeIsKnown, boolean fragmentsConflict) {
    buffer = view.buffer();
    start = view.payloadStart();
    length = view.payloadLength();
    missing = view.missing();
    sequence = view.sequence();
    acknowledgment = view.acknowledgment();
    flags = view.flags();
    packet = view;
    network(network(view, interfaceNumber));
    contradicted = fragmentsConflict;
    timeKnown = timeIsKnown;
    key.of(FlowKey.TCP, view);
    direction = key.direction();
  }

  private void network(long number) {
    if (number != network) {
      network = number;
      networkBit = FlowTable.bit(number);
    }
  }

  /** The number of a packet's network. */
  static long network(PacketView view, int interfaceNumber) {
    long vlans = (view.vlan() + 1L << 32) + (view.innerVlan() + 1L << 16);
    return view.tunnelHash() + vlans + interfaceNumber;
  }

  /** Holds its payload. */
  ByteBuffer buffer() {
    return buffer;
  }

  /** Index of the payload. */
  int start() {
    return start;
  }

  /** Bytes of payload that were captured. */
  int length() {
    return length;
  }

  /** Bytes of payload that the snap length took. */
  int missing() {
    return missing;
  }

  int sequence() {
    return sequence;
  }

  int acknowledgment() {
    return acknowledgment;
  }

  int flags() {
    return flags;
  }

  /** Returns whether its frame has a time. */
  boolean isTimeKnown() {
    return timeKnown;
  }

  /** Returns whether it came in IP fragments that contradict each other. */
  boolean isContradicted() {
    return contradicted;
  }

  /** The headers around it; null for the common form. */
  @Nullable PacketView packet() {
    return packet;
  }

  /** 0: the sender is the first of its ends. */
  int direction() {
    return direction;
  }

  /** Distinguishes equal ends in different networks: VLANs, tunnels and interfaces. */
  long network() {
    return network;
  }

  /** The same, as rows of the table know it. */
  int networkBit() {
    return networkBit;
  }

  /** Bytes of payload on the wire. */
  int bytes() {
    return length + missing;
  }

  boolean isSyn() {
    return (flags & (SYN | RST)) == SYN;
  }

  boolean isFin() {
    return (flags & FIN) != 0;
  }

  /** Returns whether it has an acknowledgment number, whatever that means. */
  boolean hasAcknowledgment() {
    return (flags & ACK) != 0;
  }

  boolean isReset() {
    return (flags & RST) != 0;
  }

  /** Returns whether its acknowledgment number means something: a reset's says nothing of bytes. */
  boolean acknowledges() {
    return (flags & (ACK | RST)) == ACK;
  }

  /** The sender's MAC address; negative for none. */
  long mac() {
    PacketView view = packet;
    if (view != null) {
      return view.sourceMac();
    }
    return (buffer.getInt(frameStart + 6) & 0xFFFF_FFFFL) << 16
        | buffer.getShort(frameStart + 10) & 0xFFFF;
  }

  /** Returns whether its payload is a few zeros, as padding of a short frame is. */
  boolean isZero() {
    if (missing > 0) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (buffer.get(start + i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** What TLS its payload begins with; {@code NOT} for all but a handshake. */
  TlsStart begins() {
    boolean filtered = length > TlsRecordView.HEADER_BYTES && isFirstOfSome();
    return filtered ? TlsStart.at(buffer, start, length) : TlsStart.NOT;
  }

  /** Returns whether a connection may begin here without a SYN: with TLS, or what precedes it. */
  boolean mayBegin() {
    return length >= LEAST_OF_DIALOGUE
        && isFirstOfSome()
        && (beginsHandshake() || beginsDialogue());
  }

  /**
   * Looks at two bytes: those of a record or an old hello, of a request to a proxy, or of a mail
   * server's greeting. Most segments begin with others, and this is asked for each.
   */
  private boolean isFirstOfSome() {
    int first = buffer.get(start);
    if (first < 0) {
      return buffer.get(start + 2) == HandshakeType.CLIENT_HELLO;
    }
    int second = SECOND[first];
    return second == 0
        ? first == SOCKS5 && Bytes.u8(buffer, start + 1) <= MAX_METHODS
        : buffer.get(start + 1) == second;
  }

  /** Returns whether a dialogue before TLS begins here, of either end. */
  boolean beginsDialogue() {
    return length >= LEAST_OF_DIALOGUE
        && isFirstOfSome()
        && PrefaceRecognizer.test(0, buffer, start, length) == PrefaceRecognizer.Answer.YES;
  }

  /** Returns whether a request for a tunnel begins here, or a proxy's consent to one. */
  boolean beginsTunnel() {
    boolean consent = length > 0 && buffer.get(start) == 'H' && beginsDialogue();
    return consent || TlsOpening.isConnectRequest(buffer, start, length);
  }

  /** Returns whether it says more than bytes: that its side begins or ends. */
  boolean isEvent() {
    return (flags & (SYN | FIN | RST)) != 0;
  }

  /** Returns whether a hello of either end begins here, or may. */
  boolean beginsHandshake() {
    TlsStart begins = begins();
    return begins != TlsStart.NOT && begins != TlsStart.RECORD;
  }

  /** Returns whether a ClientHello begins here, or may: the snap length can leave so few bytes. */
  boolean mayBeginHello() {
    TlsStart begins = begins();
    return begins.isClientHello() || begins == TlsStart.MORE;
  }

  /** Distinguishes a hello from another one: by version and random; 0 for too few bytes. */
  int helloMark() {
    return length < HELLO + 2 + 32 ? 0 : mark(buffer, start + HELLO);
  }

  /** The same of a ClientHello's body. */
  static int mark(ByteBuffer buffer, int at) {
    long one = buffer.getLong(at + 8) ^ buffer.getShort(at);
    return (int) KeyedHash.of(one, buffer.getLong(at + 16)) | 1;
  }
}
