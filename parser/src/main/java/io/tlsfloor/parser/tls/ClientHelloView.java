package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Reason;
import io.tlsfloor.parser.observation.HelloFormat;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * A ClientHello body, read where it lies (RFC 8446 §4.1.2; same layout back to RFC 6101 §5.6.1.2).
 *
 * <p>{@link #wrap} checks the whole grammar, once. After it returns {@code true} no accessor can
 * fail; after {@code false} only {@link #failure()}, {@link #versionRead()} and {@link
 * #legacyVersion()} have meaning. Bytes are borrowed: the view is valid until the next {@code wrap}
 * or until the buffer is reused, whichever is first.
 *
 * <p>Lengths are held to strictly; unknown numbers are carried. An extension whose block is sound
 * but whose contents are odd (an empty list of names, say) counts as present and without contents,
 * as servers that do not know it would take it; only supported_versions must be sound, since the
 * version depends on it. Of a type that stands twice the first counts.
 */
public final class ClientHelloView {
  private static final int RANDOM = 2; // offset from the start of the body
  private static final int RANDOM_BYTES = 32;
  static final int FALLBACK_SCSV = 0x5600; // RFC 7507 §4

  private final Cursor in = new Cursor();
  private final Offsets extensions = new Offsets();
  private final Offsets types = new Offsets(); // of the extensions
  private final ClientExtensions contents = new ClientExtensions();
  private ByteBuffer body = ByteBuffer.allocate(0);
  private int start;
  private boolean versionRead;
  private int sessionIdLength;
  private int suitesAt;
  private int suiteCount;
  private int trailingBytes;
  private int versionsAt;
  private int versionCount;
  private boolean versionsSeen;
  private boolean dtls;
  private boolean cut;
  private int compressionAt;
  private int extensionsAt; // of the block's length; after the body where there is none

  /**
   * Points this view at a handshake body and checks it.
   *
   * @param buffer holds the message; neither its position nor its limit is moved
   * @param start index of {@code legacy_version} in {@code buffer}
   * @param length of the body in bytes, as the handshake header gives it
   * @return whether the body is a well-formed ClientHello
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: that is a bug in
   *     the caller, never a property of traffic
   */
  public boolean wrap(ByteBuffer buffer, int start, int length) {
    in.wrap(buffer, start, length);
    read(buffer, start, length, false, false);
    return !in.failed();
  }

  /**
   * Works as {@link #wrap} for a ClientHello of DTLS, which has a cookie after the session id (RFC
   * 6347 §4.2.1, RFC 9147 §5.3).
   */
  public boolean wrapDtls(ByteBuffer buffer, int start, int length) {
    in.wrap(buffer, start, length);
    read(buffer, start, length, true, false);
    return !in.failed();
  }

  /**
   * Works as {@link #wrap} for a body whose end is not there, or not sound: afterwards {@link
   * #versionRead}, {@link #suiteCount} and {@link #serverNameLength} say what lies whole in the
   * bytes, and {@link #describe} describes them.
   *
   * @param available bytes of the body that are there
   * @param format of the hello: DTLS has a cookie field
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public void wrapBeginning(ByteBuffer buffer, int start, int available, HelloFormat format) {
    in.wrapBeginning(buffer, start, available);
    read(buffer, start, available, format == HelloFormat.DTLS, true);
  }

  private void read(ByteBuffer buffer, int start, int length, boolean dtls, boolean cut) {
    this.dtls = dtls;
    this.cut = cut;
    body = buffer;
    this.start = start;
    versionRead = length >= RANDOM;
    versionsAt = start; // until a supported_versions extension says otherwise
    versionCount = 1;
    versionsSeen = false;
    extensions.clear();
    types.clear();
    contents.clear();

    in.u16("legacy_version");
    in.skip(RANDOM_BYTES, "random");
    sessionIdLength = in.length8(0, 32, "legacy_session_id");
    in.skip(sessionIdLength, "legacy_session_id");
    if (dtls) {
      in.skip(in.length8(0, 0xFF, "cookie"), "cookie");
    }
    int suitesLength = in.length16(2, 0xFFFE, "cipher_suites");
    suitesAt = in.skip(suitesLength, "cipher_suites");
    suiteCount = in.failed() ? 0 : suitesLength / 2;
    if (suitesLength % 2 != 0) {
      in.fail(suitesAt, "cipher_suites", Reason.BAD_LENGTH);
    }
    compressionAt = in.position();
    in.skip(in.u8("legacy_compression_methods"), "legacy_compression_methods"); // 0: useless, clear
    trailingBytes = 0;
    extensionsAt = start + length;
    if (in.hasRemaining()) { // TLS 1.2 and older may omit the whole block
      if (!cut && mayTrail() && !ExtensionBlock.isOne(buffer, in.position(), start + length)) {
        trailingBytes = in.remaining(); // hashed by the server, and ignored otherwise
        in.skip(trailingBytes, "extra data");
      } else {
        extensions();
      }
    }
    in.end("ClientHello");
  }

  /** Up to TLS 1.1 a hello may go on with anything (RFC 2246 §7.4.1.2, RFC 4346 §7.4.1.2). */
  private boolean mayTrail() {
    return switch (legacyVersion()) {
      case 0x0002, 0x0300, 0x0301, 0x0302, 0xFEFF, 0x0100 -> true;
      default -> false;
    };
  }

  private void extensions() {
    extensionsAt = in.position();
    int block = in.length16(0, 0xFFFF, "extensions");
    int outer = in.enter(cut ? in.remaining() : block, "extensions");
    while (in.hasRemaining()) {
      int at = in.position();
      int type = in.u16("extension_type");
      int length = in.u16("extension_data");
      if (type == ExtensionType.SUPPORTED_VERSIONS && !cut) {
        int rest = in.enter(length, "extension_data");
        supportedVersions();
        in.leave(rest, "extension_data");
      } else {
        int data = in.skip(length, "extension_data");
        if (!in.failed()) {
          contents.read(body, type, data, length);
        }
      }
      extensions.add(at);
      types.add(type);
    }
    in.leave(outer, "extensions");
  }

  /** {@code ProtocolVersion versions<2..254>}, RFC 8446 §4.2.1. */
  private void supportedVersions() {
    int length = in.length8(2, 254, "versions");
    int at = in.skip(length, "versions");
    if (length % 2 != 0) {
      in.fail(at, "versions", Reason.BAD_LENGTH);
    }
    if (versionsSeen) { // RFC 8446 §4.2: no more than one of a type
      in.fail(at, "supported_versions", Reason.DUPLICATE);
    }
    versionsSeen = true;
    versionsAt = at;
    versionCount = length / 2;
  }

  /**
   * Describes the fields of the last {@code wrap}; those of a body that it refused as far as they
   * were read.
   */
  public void describe(FieldSink sink) {
    new HelloDescription(sink, body, start, in.position()).client(this);
  }

  /** Returns whether the hello has a cookie field. */
  boolean isDtls() {
    return dtls;
  }

  /** Index of the first suite. */
  int suitesStart() {
    return suitesAt;
  }

  /** The contents of the extensions that are read. */
  ClientExtensions contents() {
    return contents;
  }

  /** Index of the length of the compression methods. */
  int compressionStart() {
    return compressionAt;
  }

  /** Index of the length of the extension block; the end of the body if there is none. */
  int extensionBlockStart() {
    return extensionsAt;
  }

  /** Index of the extension at {@code index}. */
  int extensionAt(int index) {
    return extensions.get(index);
  }

  /** The borrowed buffer, for readers in this package that look at single bytes. */
  ByteBuffer buffer() {
    return body;
  }

  /**
   * Where the grammar was broken.
   *
   * @throws IllegalStateException if the last {@code wrap} returned {@code true}
   */
  public Malformed failure() {
    return in.failure();
  }

  /** Returns whether the body is long enough to hold {@link #legacyVersion()}, sound or not. */
  public boolean versionRead() {
    return versionRead;
  }

  /** The version field: the highest version up to TLS 1.2, 0x0303 by rule in later ones. */
  public int legacyVersion() {
    return Bytes.u16(body, start);
  }

  /**
   * Returns whether there is a supported_versions extension, which overrides {@link
   * #legacyVersion()}.
   */
  public boolean hasSupportedVersions() {
    return versionsSeen;
  }

  /** Index of the first of the versions. */
  int versionsStart() {
    return versionsAt;
  }

  /** How many versions are named: those of supported_versions, else 1, the version field. */
  public int versionCount() {
    return versionCount;
  }

  /** The version at {@code index} in the client's order of preference, GREASE included. */
  public int versionValue(int index) {
    return Bytes.u16(body, versionsAt + 2 * Objects.checkIndex(index, versionCount));
  }

  /** Index in the buffer of the first of the 32 bytes of the random. */
  public int randomStart() {
    return start + RANDOM;
  }

  /** Length of the session id, 0 to 32. */
  public int sessionIdLength() {
    return sessionIdLength;
  }

  /** How many cipher suites are offered, 1 to 32767. */
  public int suiteCount() {
    return suiteCount;
  }

  /** The cipher suite at {@code index} in the client's order of preference, GREASE included. */
  public int suite(int index) {
    return Bytes.u16(body, suitesAt + 2 * Objects.checkIndex(index, suiteCount));
  }

  /**
   * Returns whether TLS_FALLBACK_SCSV is offered: the client tried a higher version before (RFC
   * 7507).
   */
  public boolean fallbackScsv() {
    for (int i = 0; i < suiteCount; i++) {
      if (suite(i) == FALLBACK_SCSV) {
        return true;
      }
    }
    return false;
  }

  /** Bytes after the compression methods that are no extension block (RFC 2246 §7.4.1.2). */
  public int trailingBytes() {
    return trailingBytes;
  }

  /** How many extensions there are. */
  public int extensionCount() {
    return extensions.size();
  }

  /** The type of the extension at {@code index} in wire order, GREASE included. */
  public int extensionType(int index) {
    return types.get(index);
  }

  /** Index in the buffer of the contents of the extension at {@code index}. */
  public int extensionStart(int index) {
    return extensions.get(index) + ExtensionBlock.HEADER_BYTES;
  }

  /** Length of the contents of the extension at {@code index}. */
  public int extensionLength(int index) {
    return Bytes.u16(body, extensions.get(index) + 2);
  }

  /** Returns whether an extension of {@code type} is there, whatever its contents. */
  public boolean hasExtension(int type) {
    return types.has(type);
  }

  /** How many groups supported_groups names. */
  public int groupCount() {
    return contents.groups.count();
  }

  /** The group at {@code index} in wire order, GREASE included. */
  public int group(int index) {
    return contents.groups.get(body, index);
  }

  /** How many formats ec_point_formats names. */
  public int pointFormatCount() {
    return contents.pointFormats.count();
  }

  /** The point format at {@code index} in wire order. */
  public int pointFormat(int index) {
    return contents.pointFormats.get(body, index);
  }

  /** How many algorithms signature_algorithms names. */
  public int signatureAlgorithmCount() {
    return contents.signatureAlgorithms.count();
  }

  /** The signature algorithm at {@code index} in wire order, GREASE included. */
  public int signatureAlgorithm(int index) {
    return contents.signatureAlgorithms.get(body, index);
  }

  /** How many protocols ALPN names. */
  public int alpnCount() {
    return contents.alpn.size();
  }

  /** Index in the buffer of the first byte of the protocol name at {@code index}. */
  public int alpnStart(int index) {
    return contents.alpn.get(index) + 1;
  }

  /** Length of the protocol name at {@code index}, 1 to 255. */
  public int alpnLength(int index) {
    return Bytes.u8(body, contents.alpn.get(index));
  }

  /** A copy of the protocol name at {@code index}, each byte a character U+0000 to U+00FF. */
  public String alpn(int index) {
    return Bytes.latin1(body, alpnStart(index), alpnLength(index));
  }

  /** Returns whether server_name holds a host_name of 1 to 255 bytes, in a sound list. */
  public boolean hasServerName() {
    return contents.serverNameLength() > 0;
  }

  /** Index in the buffer of the first byte of the first host_name, if there is one. */
  public int serverNameStart() {
    return contents.serverNameAt();
  }

  /** Length of the first host_name, 0 if there is none. */
  public int serverNameLength() {
    return contents.serverNameLength();
  }

  /** A copy of the first host_name, each byte a character U+0000 to U+00FF; empty if none. */
  public String serverName() {
    return Bytes.latin1(body, contents.serverNameAt(), contents.serverNameLength());
  }

  /** How many further host_names there are. */
  public int otherNameCount() {
    return contents.otherNames.size();
  }

  /** Index in the buffer of the first byte of a further host_name. */
  public int otherNameStart(int index) {
    return contents.otherNames.get(index) + 2;
  }

  /** A copy of a further host_name, as {@link #serverName}. */
  public String otherName(int index) {
    int at = otherNameStart(index);
    return Bytes.latin1(body, at, Bytes.u16(body, at - 2));
  }

  /**
   * Returns whether there is an encrypted_client_hello extension, or encrypted_server_name of its
   * drafts. A server name in clear is then the outer one, unless it is GREASE (RFC 9849 §6.2).
   */
  public boolean encryptedClientHello() {
    return contents.hasEncryptedHello();
  }
}
