package io.tlsfloor.parser.quic;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Privacy;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A QUIC packet with a long header, up to its packet number (RFC 9000 §17.2; RFC 8999 for what all
 * versions share).
 *
 * <p>After {@link #wrap} returns true no accessor can fail. Bytes are borrowed until the next
 * {@code wrap} or until the buffer is reused.
 */
public final class QuicLongHeaderView {
  /** Longest connection id of the versions that are known (RFC 9000 §17.2). */
  public static final int MAX_CONNECTION_ID_BYTES = 20;

  private static final String SOURCE = "RFC 9000 §17.2";
  private static final int LONG_FORM = 0x80;
  private static final int FIXED = 0x40;

  private final Cursor in = new Cursor();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int versionNumber;
  private @Nullable QuicVersion version;
  private QuicPacketType type = QuicPacketType.INITIAL;
  private int destinationIdStart;
  private int destinationIdLength;
  private int packetNumberStart;
  private int end;

  /** Returns whether the byte begins a packet with a long header. */
  public static boolean isLong(int firstByte) {
    return (firstByte & LONG_FORM) != 0;
  }

  /** Returns whether the byte begins a packet with a short header (RFC 9000 §17.3.1). */
  public static boolean isShort(int firstByte) {
    return (firstByte & (LONG_FORM | FIXED)) == FIXED;
  }

  /**
   * Points this view at a packet and checks it.
   *
   * @param available bytes of the datagram from {@code start} on
   * @return whether it is a packet with a long header of a known version
   */
  public boolean wrap(ByteBuffer buffer, int start, int available) {
    this.buffer = buffer;
    this.start = start;
    in.wrap(buffer, start, available);
    int first = in.u8("first_byte");
    versionNumber = (int) in.u32("version");
    version = QuicVersion.of(versionNumber);
    if (in.failed() || !isLong(first) || version == null) {
      return false;
    }
    type = version.type(first >>> 4 & 3);
    destinationIdLength = in.length8(0, MAX_CONNECTION_ID_BYTES, "destination_connection_id");
    destinationIdStart = in.skip(destinationIdLength, "destination_connection_id");
    in.skip(in.length8(0, MAX_CONNECTION_ID_BYTES, "source_connection_id"), "source_connection_id");
    if (type == QuicPacketType.RETRY) {
      end = start + available;
      return !in.failed();
    }
    if (type == QuicPacketType.INITIAL) {
      in.skip(variableInteger("token_length"), "token");
    }
    int length = variableInteger("length");
    packetNumberStart = in.position();
    in.skip(length, "packet");
    end = in.position();
    return !in.failed();
  }

  /** RFC 9000 §16; a value that no packet has becomes one that does not fit. */
  private int variableInteger(String field) {
    int first = in.u8(field);
    int width = 1 << (first >>> 6);
    long value = first & 0x3F;
    for (int i = 1; i < width; i++) {
      value = value << 8 | in.u8(field);
    }
    return (int) Math.min(value, Integer.MAX_VALUE);
  }

  /** Where and why the last {@code wrap} failed, if its bytes are of a known version. */
  public Malformed failure() {
    return in.failure();
  }

  /** Returns whether the last {@code wrap} found the first bytes of a packet of a known version. */
  public boolean isOfKnownVersion() {
    return version != null;
  }

  /** The version's number. */
  public int versionNumber() {
    return versionNumber;
  }

  /** The version. */
  public QuicVersion version() {
    QuicVersion known = version;
    if (known == null) {
      throw new IllegalStateException("wrap returned false");
    }
    return known;
  }

  /** The type. */
  public QuicPacketType type() {
    return type;
  }

  /**
   * Describes the header, and what of the packet anyone can read: an Initial packet whole, for its
   * keys follow from the header (RFC 9001 §5.2).
   */
  public void describe(FieldSink sink) {
    sink.field("first_byte", start, 1, type + " packet", SOURCE);
    sink.field("version", start + 1, 4, String.format("0x%08x", versionNumber), SOURCE);
    String id =
        destinationIdLength == 0 ? "none" : HexFormat.of().formatHex(destinationConnectionId());
    sink.bytes("destination_connection_id.length", destinationIdStart - 1, 1, Privacy.PUBLIC);
    sink.field("destination_connection_id", destinationIdStart, destinationIdLength, id, SOURCE);
    int rest = destinationIdStart + destinationIdLength;
    boolean open = type == QuicPacketType.INITIAL || type == QuicPacketType.RETRY;
    sink.bytes("rest", rest, (open ? end : packetNumberStart) - rest, Privacy.PUBLIC);
  }

  /** Index after the Destination Connection ID. */
  public int destinationIdEnd() {
    return destinationIdStart + destinationIdLength;
  }

  /** Index of the first byte. */
  public int start() {
    return start;
  }

  /** The Destination Connection ID, copied. */
  public byte[] destinationConnectionId() {
    byte[] id = new byte[destinationIdLength];
    buffer.get(destinationIdStart, id);
    return id;
  }

  /** Returns whether the Destination Connection ID equals {@code id}. */
  public boolean hasDestinationConnectionId(byte[] id) {
    if (id.length != destinationIdLength) {
      return false;
    }
    for (int i = 0; i < id.length; i++) {
      if (Bytes.u8(buffer, destinationIdStart + i) != (id[i] & 0xFF)) {
        return false;
      }
    }
    return true;
  }

  /** Index of the (protected) packet number. */
  public int packetNumberStart() {
    return packetNumberStart;
  }

  /** Index after the packet's last byte: the next packet of a coalesced datagram. */
  public int end() {
    return end;
  }
}
