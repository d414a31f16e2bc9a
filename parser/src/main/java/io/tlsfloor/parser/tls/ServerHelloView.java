package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.Cursor;
import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.parser.Malformed;
import io.tlsfloor.parser.Reason;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import java.nio.ByteBuffer;

/**
 * A ServerHello body, read where it lies (RFC 8446 §4.1.3; same layout back to RFC 6101 §5.6.1.3),
 * HelloRetryRequest included, which is a ServerHello with a fixed random (RFC 8446 §4.1.4).
 *
 * <p>{@link #wrap} checks the whole grammar, once. After it returns {@code true} no accessor can
 * fail; after {@code false} only {@link #failure()}, {@link #versionRead()} and {@link
 * #legacyVersion()} have meaning. Bytes are borrowed: the view is valid until the next {@code wrap}
 * or until the buffer is reused, whichever is first.
 *
 * <p>The drafts of TLS 1.3 up to 21 put {@code 0x7f00 | draft} into the version field and had
 * neither session id nor compression method; that layout is read too.
 */
public final class ServerHelloView {
  private static final int RANDOM = 2; // offset from the start of the body
  private static final int RANDOM_BYTES = 32;

  /** Bytes up to the end of the random. */
  public static final int RANDOM_END = RANDOM + RANDOM_BYTES;

  private static final int SENTINEL = RANDOM + RANDOM_BYTES - 8;
  private static final int LAST_DRAFT_WITHOUT_SESSION_ID = 21;

  // SHA-256 of "HelloRetryRequest", RFC 8446 §4.1.3
  private static final long RETRY_1 = 0xCF21AD74E59A6111L;
  private static final long RETRY_2 = 0xBE1D8C021E65B891L;
  private static final long RETRY_3 = 0xC2A211167ABB8C5EL;
  private static final long RETRY_4 = 0x079E09E2C8A8339CL;

  private static final long DOWNGRADE_TO_1_2 = 0x444F574E47524401L; // "DOWNGRD" 01
  private static final long DOWNGRADE_TO_1_1 = 0x444F574E47524400L; // "DOWNGRD" 00

  private final Cursor in = new Cursor();
  private final Cursor inside = new Cursor();
  private final Offsets extensions = new Offsets();
  private ByteBuffer body = ByteBuffer.allocate(0);
  private int start;
  private boolean versionRead;
  private int sessionIdLength;
  private int cipherSuite;
  private int compressionMethod;
  private int selectedVersion;
  private boolean versionSeen;
  private int alpnAt;
  private int alpnLength;
  private int extensionsAt; // of the block's length; after the body where there is none

  /**
   * Points this view at a handshake body and checks it.
   *
   * @param buffer holds the message; neither its position nor its limit is moved
   * @param start index of {@code legacy_version} in {@code buffer}
   * @param length of the body in bytes, as the handshake header gives it
   * @return whether the body is a well-formed ServerHello
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: that is a bug in
   *     the caller, never a property of traffic
   */
  public boolean wrap(ByteBuffer buffer, int start, int length) {
    in.wrap(buffer, start, length);
    read(buffer, start, length);
    return !in.failed();
  }

  /**
   * Works as {@link #wrap} for a body whose end is not there, or not sound: afterwards {@link
   * #versionRead} and {@link #legacyVersion} have meaning, and {@link #describe} describes what was
   * read.
   *
   * @param available bytes of the body that are there
   * @throws IndexOutOfBoundsException if the range is not inside {@code buffer}: a bug in the
   *     caller
   */
  public void wrapBeginning(ByteBuffer buffer, int start, int available) {
    in.wrapBeginning(buffer, start, available);
    read(buffer, start, available);
  }

  private void read(ByteBuffer buffer, int start, int length) {
    body = buffer;
    this.start = start;
    versionRead = length >= RANDOM;
    extensions.clear();
    versionSeen = false;
    alpnAt = 0;
    alpnLength = 0;
    extensionsAt = start + length;

    selectedVersion = in.u16("legacy_version"); // until supported_versions says otherwise
    in.skip(RANDOM_BYTES, "random");
    if (isOldDraft(selectedVersion)) {
      sessionIdLength = 0;
      cipherSuite = in.u16("cipher_suite");
      compressionMethod = 0;
    } else {
      sessionIdLength = in.length8(0, 32, "legacy_session_id_echo");
      in.skip(sessionIdLength, "legacy_session_id_echo");
      cipherSuite = in.u16("cipher_suite");
      compressionMethod = in.u8("legacy_compression_method");
    }
    if (in.hasRemaining()) { // TLS 1.2 and older may omit the whole block
      extensions();
    }
    in.end("ServerHello");
  }

  private static boolean isOldDraft(int version) {
    return version >>> 8 == 0x7F && (version & 0xFF) <= LAST_DRAFT_WITHOUT_SESSION_ID;
  }

  private void extensions() {
    extensionsAt = in.position();
    int outer = in.enter(in.length16(0, 0xFFFF, "extensions"), "extensions");
    while (in.hasRemaining()) {
      extensions.add(in.position());
      int type = in.u16("extension_type");
      int length = in.u16("extension_data");
      if (type == ExtensionType.SUPPORTED_VERSIONS) {
        int rest = in.enter(length, "extension_data");
        supportedVersions();
        in.leave(rest, "extension_data");
      } else {
        int data = in.skip(length, "extension_data");
        if (type == ExtensionType.ALPN && alpnLength == 0 && !in.failed()) {
          alpn(data, length);
        }
      }
    }
    in.leave(outer, "extensions");
  }

  /** {@code ProtocolVersion selected_version}, RFC 8446 §4.2.1. */
  private void supportedVersions() {
    int at = in.position();
    int version = in.u16("selected_version");
    if (versionSeen) { // RFC 8446 §4.2: no more than one of a type
      in.fail(at, "supported_versions", Reason.DUPLICATE);
    }
    versionSeen = true;
    selectedVersion = version;
  }

  /** {@code ProtocolName protocol_name_list<2..2^16-1>} with exactly one name, RFC 7301 §3.1. */
  private void alpn(int at, int length) {
    inside.wrap(body, at, length);
    int outer = inside.enter(inside.length16(2, 0xFFFF, "protocol_name_list"), "ProtocolName");
    int nameLength = inside.length8(1, 0xFF, "ProtocolName");
    int name = inside.skip(nameLength, "ProtocolName");
    inside.leave(outer, "protocol_name_list");
    inside.end("application_layer_protocol_negotiation");
    if (!inside.failed()) {
      alpnAt = name;
      alpnLength = nameLength;
    }
  }

  /**
   * Describes the fields of the last {@code wrap}; those of a body that it refused as far as they
   * were read.
   */
  public void describe(FieldSink sink) {
    new HelloDescription(sink, body, start, in.position()).server(this);
  }

  /** Returns whether the hello has the layout of an early draft, without a session id. */
  boolean isOldDraft() {
    return isOldDraft(legacyVersion());
  }

  /** Index of the length of the extension block; the end of the body if there is none. */
  int extensionBlockStart() {
    return extensionsAt;
  }

  /** Index of the extension at {@code index}. */
  int extensionAt(int index) {
    return extensions.get(index);
  }

  /**
   * Where the grammar was broken.
   *
   * @throws IllegalStateException if the last {@code wrap} returned {@code true}
   */
  public Malformed failure() {
    return in.failure();
  }

  /**
   * Returns whether the body reaches far enough to hold {@link #legacyVersion()}, be the rest sound
   * or not.
   */
  public boolean versionRead() {
    return versionRead;
  }

  /** The version field: the choice up to TLS 1.2, 0x0303 by rule in TLS 1.3. */
  public int legacyVersion() {
    return Bytes.u16(body, start);
  }

  /** Returns whether there is a supported_versions extension. */
  public boolean hasSupportedVersions() {
    return versionSeen;
  }

  /**
   * The version that the server chose: its supported_versions if present, else its version field.
   */
  public int selectedVersion() {
    return selectedVersion;
  }

  /** Index in the buffer of the first of the 32 bytes of the random. */
  public int randomStart() {
    return start + RANDOM;
  }

  /**
   * Returns whether this is a HelloRetryRequest, which asks for another hello (RFC 8446 §4.1.4).
   */
  public boolean isHelloRetryRequest() {
    int random = randomStart();
    return Bytes.i64(body, random) == RETRY_1
        && Bytes.i64(body, random + 8) == RETRY_2
        && Bytes.i64(body, random + 16) == RETRY_3
        && Bytes.i64(body, random + 24) == RETRY_4;
  }

  /** The mark of a server that could do more than it chose, in the end of the random. */
  public DowngradeSentinel sentinel() {
    long end = Bytes.i64(body, start + SENTINEL);
    if (end == DOWNGRADE_TO_1_2) {
      return DowngradeSentinel.TO_TLS_1_2;
    }
    return end == DOWNGRADE_TO_1_1 ? DowngradeSentinel.TO_TLS_1_1_OR_BELOW : DowngradeSentinel.NONE;
  }

  /** Length of the session id, 0 to 32. */
  public int sessionIdLength() {
    return sessionIdLength;
  }

  /** The cipher suite chosen. */
  public int cipherSuite() {
    return cipherSuite;
  }

  /** The compression method chosen, 0 for none. */
  public int compressionMethod() {
    return compressionMethod;
  }

  /** How many extensions there are. */
  public int extensionCount() {
    return extensions.size();
  }

  /** The type of the extension at {@code index} in wire order. */
  public int extensionType(int index) {
    return Bytes.u16(body, extensions.get(index));
  }

  /** Returns whether an extension of {@code type} is there, whatever its contents. */
  public boolean hasExtension(int type) {
    for (int i = 0; i < extensions.size(); i++) {
      if (extensionType(i) == type) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether pre_shared_key is there: a TLS 1.3 session is resumed (RFC 8446 §4.2.11). */
  public boolean preSharedKey() {
    return hasExtension(ExtensionType.PRE_SHARED_KEY);
  }

  /** Returns whether ALPN names exactly one protocol, in clear. */
  public boolean hasAlpn() {
    return alpnLength > 0;
  }

  /** A copy of the protocol name chosen, each byte a character U+0000 to U+00FF; empty without. */
  public String alpn() {
    return Bytes.latin1(body, alpnAt, alpnLength);
  }

  /**
   * Writes all that {@link HelloFacts} takes from this hello: two that write the same are one kind.
   */
  void writeKind(HelloKey key) {
    key.number16(legacyVersion());
    key.number16(selectedVersion);
    key.number16(cipherSuite);
    key.number16(isHelloRetryRequest() ? 1 : 0);
    key.number16(sentinel().ordinal());
    key.part(body, alpnAt, alpnLength);
    for (int i = 0; i < extensions.size(); i++) {
      key.number16(extensionType(i));
    }
  }
}
