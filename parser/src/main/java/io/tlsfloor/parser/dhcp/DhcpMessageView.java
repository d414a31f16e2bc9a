package io.tlsfloor.parser.dhcp;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Reason;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A DHCP message, read where it lies (RFC 2131 §2): who the client is, how it calls itself, and
 * what kind of client it shows itself to be.
 *
 * <p>Options in the file and sname fields (option 52) are not looked at. Nothing is allocated until
 * a name is asked for. Bytes are borrowed: the view is valid until the next {@code wrap} or until
 * the buffer is reused.
 */
public final class DhcpMessageView {
  /** Message type of the server's consent (RFC 2132 §9.6). */
  public static final int ACK = 5;

  /** Holds what {@link #hardwareAddress} returns where the client's is not of Ethernet's form. */
  public static final long NO_HARDWARE_ADDRESS = -1;

  private static final int OP = 0; // offsets in bytes from the start of the message
  private static final int HTYPE = 1;
  private static final int HLEN = 2;
  private static final int CIADDR = 12;
  private static final int YIADDR = 16;
  private static final int CHADDR = 28;
  private static final int MAGIC_COOKIE = 236;
  private static final long COOKIE = 0x63825363L;

  /** A client that asks for more of the 254 is none that a list of makers knows. */
  private static final int MAX_PARAMETERS = 63;

  private static final int BOOTREQUEST = 1;
  private static final int BOOTREPLY = 2;
  private static final int ETHERNET = 1;
  private static final int ETHERNET_BYTES = 6;

  private static final int PAD = 0;
  private static final int END = 255;
  private static final int HOST_NAME = 12;
  private static final int MESSAGE_TYPE = 53;
  private static final int PARAMETER_REQUEST_LIST = 55;
  private static final int VENDOR_CLASS = 60;
  private static final int CLIENT_FQDN = 81;
  private static final int FQDN_HEADER_BYTES = 3;
  private static final int FQDN_ENCODED = 0x04; // the E bit, RFC 4702 §2.1

  private final Cursor in = new Cursor();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int start;
  private int messageType;
  private int hostNameAt;
  private int hostNameLength;
  private int parametersAt;
  private int parametersLength;
  private int vendorClassAt;
  private int vendorClassLength;
  private int fqdnAt;
  private int fqdnLength;

  /**
   * Points this view at a message and checks its fixed part and options.
   *
   * @return whether it is a DHCP message; a first half of one is not
   * @throws IndexOutOfBoundsException if the range is not inside {@code message}: that is a bug in
   *     the caller, never a property of traffic
   */
  public boolean wrap(ByteBuffer message, int at, int length) {
    buffer = message;
    start = at;
    messageType = 0;
    hostNameLength = 0;
    parametersLength = 0;
    vendorClassLength = 0;
    fqdnLength = 0;
    in.wrap(message, at, length);
    int op = in.u8("op");
    in.skip(MAGIC_COOKIE - 1, "chaddr");
    long cookie = in.u32("magic cookie");
    if (!in.failed() && (op != BOOTREQUEST && op != BOOTREPLY)) {
      in.fail(at + OP, "op", Reason.BAD_VALUE);
    }
    if (!in.failed() && cookie != COOKIE) {
      in.fail(at + MAGIC_COOKIE, "magic cookie", Reason.BAD_VALUE);
    }
    boolean end = false;
    while (!end && in.hasRemaining()) {
      end = option();
    }
    if (!in.failed() && messageType == 0) {
      in.fail(in.position(), "DHCP message type", Reason.BAD_VALUE); // BOOTP has none
    }
    return !in.failed();
  }

  /** Reads an option; whether it was the last. */
  private boolean option() {
    int code = in.u8("option");
    if (code == PAD || code == END) {
      return code == END;
    }
    int length = in.u8("option length");
    int at = in.skip(length, "option");
    if (in.failed()) {
      return true;
    }
    switch (code) {
      case MESSAGE_TYPE -> messageType = length == 1 ? Bytes.u8(buffer, at) : 0;
      case HOST_NAME -> {
        hostNameAt = at;
        hostNameLength = length;
      }
      case PARAMETER_REQUEST_LIST -> {
        parametersAt = at;
        parametersLength = length;
      }
      case VENDOR_CLASS -> {
        vendorClassAt = at;
        vendorClassLength = length;
      }
      case CLIENT_FQDN -> {
        fqdnAt = at;
        fqdnLength = length;
      }
      default -> {
        // Says nothing of the client.
      }
    }
    return false;
  }

  /** Where the message broke its grammar; only after {@link #wrap} returned {@code false}. */
  public Malformed failure() {
    return in.failure();
  }

  /** Returns whether the client sent it, and not the server. */
  public boolean fromClient() {
    return Bytes.u8(buffer, start + OP) == BOOTREQUEST;
  }

  /** Number of the message type, 1 for DISCOVER, and so on. */
  public int messageType() {
    return messageType;
  }

  /** The address that the client has and uses, as 32 bits; 0 for none. */
  public int clientAddress() {
    return Bytes.i32(buffer, start + CIADDR);
  }

  /** The address that the server gives to the client, as 32 bits; 0 for none. */
  public int yourAddress() {
    return Bytes.i32(buffer, start + YIADDR);
  }

  /** The client's hardware address, 48 bits, or {@link #NO_HARDWARE_ADDRESS}. */
  public long hardwareAddress() {
    boolean ethernet =
        Bytes.u8(buffer, start + HTYPE) == ETHERNET
            && Bytes.u8(buffer, start + HLEN) == ETHERNET_BYTES;
    return ethernet
        ? (long) Bytes.u16(buffer, start + CHADDR) << 32 | Bytes.u32(buffer, start + CHADDR + 2)
        : NO_HARDWARE_ADDRESS;
  }

  /**
   * How the client calls itself: the Client FQDN option (RFC 4702) if there is one, else Host Name
   * (RFC 2132 §3.14); each byte a character U+0000 to U+00FF. Empty if neither holds a name.
   */
  public Optional<String> name() {
    if (fqdnLength > FQDN_HEADER_BYTES) {
      int at = fqdnAt + FQDN_HEADER_BYTES;
      int length = fqdnLength - FQDN_HEADER_BYTES;
      String name =
          (Bytes.u8(buffer, fqdnAt) & FQDN_ENCODED) != 0
              ? labels(at, length)
              : trimmed(Bytes.latin1(buffer, at, length));
      if (!name.isEmpty()) {
        return Optional.of(name);
      }
    }
    return text(hostNameAt, hostNameLength);
  }

  /**
   * What the client calls its kind (RFC 2132 §9.13): {@code Hewlett-Packard JetDirect}; each byte a
   * character U+0000 to U+00FF. Empty for none.
   */
  public Optional<String> vendorClass() {
    return text(vendorClassAt, vendorClassLength);
  }

  /**
   * The options that the client asks for, in its order (RFC 2132 §9.8): {@code 6,3,1,15}. Clients
   * of one make ask for the same. Empty for none, and for more than 63.
   */
  public Optional<String> parameters() {
    if (parametersLength == 0 || parametersLength > MAX_PARAMETERS) {
      return Optional.empty();
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < parametersLength; i++) {
      text.append(i == 0 ? "" : ",").append(Bytes.u8(buffer, parametersAt + i));
    }
    return Optional.of(text.toString());
  }

  private Optional<String> text(int at, int length) {
    String text = length == 0 ? "" : trimmed(Bytes.latin1(buffer, at, length));
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }

  /** Some end the text with zeros, which is no part of it (RFC 2132 §2). */
  private static String trimmed(String text) {
    int end = text.length();
    while (end > 0 && (text.charAt(end - 1) == 0 || text.charAt(end - 1) == '.')) {
      end--;
    }
    return text.substring(0, end);
  }

  /** Labels of a name without compression, perhaps without its end; empty if they do not fit. */
  private String labels(int at, int length) {
    StringBuilder text = new StringBuilder(length);
    int position = at;
    while (position < at + length && Bytes.u8(buffer, position) > 0) {
      int label = Bytes.u8(buffer, position);
      if (label >= 0x40 || label > at + length - position - 1) {
        return "";
      }
      if (!text.isEmpty()) {
        text.append('.');
      }
      text.append(Bytes.latin1(buffer, position + 1, label));
      position += 1 + label;
    }
    return text.toString();
  }
}
