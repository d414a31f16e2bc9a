package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * Holds what the extensions of a ClientHello hold, of those that matter here. Contents that break
 * their own grammar are left out, and the hello stays good.
 */
final class ClientExtensions {
  private static final int HOST_NAME = 0; // RFC 6066 §3
  private static final int MAX_HOST_NAME_BYTES = 255; // RFC 1035 §3.1; servers take no longer ones
  private static final int MAX_OTHER_NAMES = 8;

  final NumberList groups = new NumberList(2);
  final NumberList pointFormats = new NumberList(1);
  final NumberList signatureAlgorithms = new NumberList(2);

  /** Index of each protocol name's length byte. */
  final Offsets alpn = new Offsets();

  private int serverNameAt;
  private int serverNameLength;

  /** Index of the length before each further host_name. */
  final Offsets otherNames = new Offsets();

  private boolean encryptedHello;

  private final Cursor in = new Cursor();
  private boolean groupsSeen;
  private boolean pointFormatsSeen;
  private boolean signatureAlgorithmsSeen;
  private boolean alpnSeen;
  private boolean serverNameSeen;

  /** Index of the first host_name. */
  int serverNameAt() {
    return serverNameAt;
  }

  /** Bytes of that; 0 for none. */
  int serverNameLength() {
    return serverNameLength;
  }

  /** Returns whether there is an encrypted_client_hello, or an encrypted_server_name. */
  boolean hasEncryptedHello() {
    return encryptedHello;
  }

  void clear() {
    groups.clear();
    pointFormats.clear();
    signatureAlgorithms.clear();
    alpn.clear();
    serverNameAt = 0;
    serverNameLength = 0;
    otherNames.clear();
    encryptedHello = false;
    groupsSeen = false;
    pointFormatsSeen = false;
    signatureAlgorithmsSeen = false;
    alpnSeen = false;
    serverNameSeen = false;
  }

  /** Takes in one extension; of a type that stands twice the first counts. */
  void read(ByteBuffer buffer, int type, int at, int length) {
    switch (type) {
      case ExtensionType.SERVER_NAME -> {
        if (!serverNameSeen) {
          serverNameSeen = true;
          in.wrap(buffer, at, length);
          serverName();
        }
      }
      case ExtensionType.SUPPORTED_GROUPS -> {
        if (!groupsSeen) {
          groupsSeen = true;
          in.wrap(buffer, at, length);
          numbers16(groups);
        }
      }
      case ExtensionType.EC_POINT_FORMATS -> {
        if (!pointFormatsSeen) {
          pointFormatsSeen = true;
          in.wrap(buffer, at, length);
          pointFormats();
        }
      }
      case ExtensionType.SIGNATURE_ALGORITHMS -> {
        if (!signatureAlgorithmsSeen) {
          signatureAlgorithmsSeen = true;
          in.wrap(buffer, at, length);
          numbers16(signatureAlgorithms);
        }
      }
      case ExtensionType.ALPN -> {
        if (!alpnSeen) {
          alpnSeen = true;
          in.wrap(buffer, at, length);
          protocolNames();
        }
      }
      case ExtensionType.ENCRYPTED_CLIENT_HELLO, ExtensionType.ENCRYPTED_SERVER_NAME ->
          encryptedHello = true;
      default -> {} // unknown is not malformed: carried by its number
    }
  }

  /** Writes what fingerprints and offers take from here. */
  void writeKind(HelloKey key, ByteBuffer buffer) {
    groups.writeTo(key, buffer);
    pointFormats.writeTo(key, buffer);
    signatureAlgorithms.writeTo(key, buffer);
    key.number16(alpn.size());
    for (int i = 0; i < alpn.size(); i++) {
      int at = alpn.get(i);
      key.part(buffer, at + 1, Bytes.u8(buffer, at));
    }
  }

  /** {@code ServerName server_name_list<1..2^16-1>}, RFC 6066 §3. */
  private void serverName() {
    int nameAt = 0;
    int nameLength = 0;
    int outer = in.enter(in.length16(1, 0xFFFF, "server_name_list"), "server_name_list");
    while (in.hasRemaining()) {
      int type = in.u8("name_type");
      int length = in.length16(1, 0xFFFF, "HostName");
      int name = in.skip(length, "HostName"); // other types are assumed to have the same layout
      if (type == HOST_NAME && nameLength == 0) {
        nameAt = name;
        nameLength = length;
      } else if (type == HOST_NAME
          && length <= MAX_HOST_NAME_BYTES
          && otherNames.size() < MAX_OTHER_NAMES) { // RFC 6066 §3 forbids it
        otherNames.add(name - 2);
      }
    }
    in.leave(outer, "server_name_list");
    in.end("server_name");
    if (in.failed()) {
      otherNames.clear();
    } else if (nameLength <= MAX_HOST_NAME_BYTES) {
      serverNameAt = nameAt;
      serverNameLength = nameLength;
    }
  }

  /** {@code NamedGroup named_group_list<2..2^16-1>} and lists like it. */
  private void numbers16(NumberList list) {
    int length = in.length16(2, 0xFFFE, "list");
    int at = in.skip(length, "list");
    in.end("list");
    if (!in.failed() && length % 2 == 0) {
      list.set(at, length);
    }
  }

  /** {@code ECPointFormat ec_point_format_list<1..2^8-1>}, RFC 8422 §5.1.2. */
  private void pointFormats() {
    int length = in.length8(1, 0xFF, "ec_point_format_list");
    int at = in.skip(length, "ec_point_format_list");
    in.end("ec_point_format_list");
    if (!in.failed()) {
      pointFormats.set(at, length);
    }
  }

  /** {@code ProtocolName protocol_name_list<2..2^16-1>}, RFC 7301 §3.1. */
  private void protocolNames() {
    int outer = in.enter(in.length16(2, 0xFFFF, "protocol_name_list"), "protocol_name_list");
    while (in.hasRemaining()) {
      alpn.add(in.position());
      in.skip(in.length8(1, 0xFF, "ProtocolName"), "ProtocolName");
    }
    in.leave(outer, "protocol_name_list");
    in.end("application_layer_protocol_negotiation");
    if (in.failed()) {
      alpn.clear();
    }
  }

  /**
   * Where a list of numbers of one or two bytes lies in a message; reused from message to message.
   */
  static final class NumberList {
    private final int width;
    private int at;
    private int count;

    NumberList(int width) {
      this.width = width;
    }

    void clear() {
      count = 0;
    }

    void set(int at, int bytes) {
      this.at = at;
      this.count = bytes / width;
    }

    int count() {
      return count;
    }

    int get(ByteBuffer buffer, int index) {
      int offset = at + width * Objects.checkIndex(index, count);
      return width == 1 ? Bytes.u8(buffer, offset) : Bytes.u16(buffer, offset);
    }

    void writeTo(HelloKey key, ByteBuffer buffer) {
      key.part(buffer, at, width * count);
    }
  }
}
