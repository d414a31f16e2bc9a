package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.observation.HelloFormat;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads what is there of a hello that was cut by a snap length or has a hole, or whose end is
 * malformed. All bytes given are taken for the beginning of the body, in order.
 *
 * <p>A version read here is only half a fact: 0x0303 may be followed by a supported_versions
 * extension that says otherwise (RFC 8446 §4.1.2). {@link HelloFacts#half} knows.
 */
public final class PartialHello {
  /** Told where the version itself is not there. */
  public static final int NO_VERSION = -1;

  private static final int VERSION_BYTES = 2;
  private static final int RANDOM_BYTES = 32;

  private PartialHello() {}

  /**
   * The version field of a ClientHello.
   *
   * @param start index of the body, behind the handshake header
   * @param available bytes of the body that are there
   * @return 0 to 65535, or {@link #NO_VERSION}
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static int clientVersion(ByteBuffer buffer, int start, int available) {
    return version(buffer, start, available);
  }

  /**
   * The version field of a ServerHello.
   *
   * @param start index of the body, behind the handshake header
   * @param available bytes of the body that are there
   * @return 0 to 65535, or {@link #NO_VERSION}
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static int serverVersion(ByteBuffer buffer, int start, int available) {
    return version(buffer, start, available);
  }

  private static int version(ByteBuffer buffer, int start, int available) {
    Objects.checkFromIndexSize(start, available, buffer.limit());
    return available < VERSION_BYTES ? NO_VERSION : Bytes.u16(buffer, start);
  }

  /**
   * The server name of a ClientHello, where its extension lies whole in the bytes that are there.
   *
   * @param start index of the body, behind the handshake header
   * @param available bytes of the body that are there
   * @param format of the hello: DTLS has a cookie field
   * @return the first host_name as sent, each byte a character U+0000 to U+00FF
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static Optional<String> serverName(
      ByteBuffer buffer, int start, int available, HelloFormat format) {
    Cursor in = new Cursor();
    in.wrap(buffer, start, available);
    toSuites(in, format);
    in.skip(in.u16("cipher_suites"), "cipher_suites");
    in.skip(in.u8("legacy_compression_methods"), "legacy_compression_methods");
    in.u16("extensions"); // how long the whole block is does not matter here
    ClientExtensions contents = new ClientExtensions();
    contents.clear();
    while (in.hasRemaining()) {
      int type = in.u16("extension_type");
      int length = in.u16("extension_data");
      int at = in.skip(length, "extension_data");
      if (type == ExtensionType.SERVER_NAME && !in.failed()) {
        contents.read(buffer, type, at, length);
        break;
      }
    }
    return contents.serverNameLength == 0
        ? Optional.empty()
        : Optional.of(Bytes.latin1(buffer, contents.serverNameAt, contents.serverNameLength));
  }

  /**
   * The cipher suites of a ClientHello, where their list lies whole in the bytes that are there.
   *
   * @param start index of the body, behind the handshake header
   * @param available bytes of the body that are there
   * @param format of the hello: DTLS has a cookie field
   * @return in wire order, GREASE included; empty where a part is missing
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public static List<Integer> suites(
      ByteBuffer buffer, int start, int available, HelloFormat format) {
    Cursor in = new Cursor();
    in.wrap(buffer, start, available);
    toSuites(in, format);
    int length = in.length16(2, 0xFFFE, "cipher_suites");
    int at = in.skip(length, "cipher_suites");
    return in.failed()
        ? List.of()
        : SharedNumbers.list(length / 2, index -> Bytes.u16(buffer, at + 2 * index));
  }

  private static void toSuites(Cursor in, HelloFormat format) {
    in.skip(VERSION_BYTES + RANDOM_BYTES, "random");
    in.skip(in.length8(0, 32, "legacy_session_id"), "legacy_session_id");
    if (format == HelloFormat.DTLS) {
      in.skip(in.u8("cookie"), "cookie");
    }
  }
}
