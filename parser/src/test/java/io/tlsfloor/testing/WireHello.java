package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Writes a ClientHello or a ServerHello of TLS or DTLS, sound or not. Shares no constant with the
 * parser.
 */
public final class WireHello {
  private static final int CLIENT = 1;
  private static final int SERVER = 2;

  private final int type;
  private final int version;
  private byte[] random = hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
  private byte[] session = new byte[0];
  private byte @Nullable [] cookie; // of DTLS
  private byte[] suites = u16(0x002F);
  private @Nullable List<byte[]> extensions;

  private WireHello(int type, int version) {
    this.type = type;
    this.version = version;
  }

  /** A hello with this version field that offers one suite, without extensions. */
  public static WireHello client(int version) {
    return new WireHello(CLIENT, version);
  }

  /** An answer that chooses TLS_RSA_WITH_AES_128_CBC_SHA, without extensions. */
  public static WireHello server(int version) {
    return new WireHello(SERVER, version);
  }

  /** A HelloRetryRequest (RFC 8446 §4.1.3), without extensions. */
  public static WireHello retry() {
    return server(0x0303)
        .random(hex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"));
  }

  /** All 32 bytes. */
  public WireHello random(byte[] bytes) {
    random = bytes;
    return this;
  }

  /** All 32 bytes, as annotated hex. */
  public WireHello random(String hex) {
    return random(hex(hex));
  }

  /** Draws the random. */
  public WireHello random(Random from) {
    return random(noise(from, 32));
  }

  /** Draws the random, the same for the same seed. */
  public WireHello random(long seed) {
    return random(new Random(seed));
  }

  /** The session id. */
  public WireHello session(byte[] id) {
    session = id;
    return this;
  }

  /** Makes it one of DTLS, with this cookie. */
  public WireHello cookie(byte[] bytes) {
    cookie = bytes;
    return this;
  }

  /** Returns what is offered; of an answer, the one that is chosen. */
  public WireHello suites(int... numbers) {
    return suites(u16(numbers));
  }

  /** The bytes of that list, sound or not. */
  public WireHello suites(byte[] list) {
    suites = list;
    return this;
  }

  /** Puts the block of extensions there, be it empty, and whole extensions in it. */
  public WireHello extensions(byte[]... whole) {
    extensions = extensions == null ? new ArrayList<>() : extensions;
    extensions.addAll(List.of(whole));
    return this;
  }

  /** One more extension. */
  public WireHello extension(int number, byte[]... contents) {
    return extensions(WireTls.extension(number, contents));
  }

  /** One more extension with annotated hex in it. */
  public WireHello extension(int number, String hex) {
    return extension(number, hex(hex));
  }

  /** server_name (RFC 6066 §3). */
  public WireHello serverName(String... names) {
    return extensions(WireTls.serverName(names));
  }

  /** supported_versions: a list, or the one that is chosen (RFC 8446 §4.2.1). */
  public WireHello versions(int... numbers) {
    return type == CLIENT
        ? extensions(WireTls.supportedVersions(numbers))
        : extension(43, u16(numbers));
  }

  /** supported_groups (RFC 8422 §5.1.1). */
  public WireHello groups(int... numbers) {
    return extension(10, counted(2, u16(numbers)));
  }

  /** ec_point_formats (RFC 8422 §5.1.2). */
  public WireHello pointFormats(String hex) {
    return extension(11, counted(1, hex(hex)));
  }

  /** signature_algorithms (RFC 8446 §4.2.3). */
  public WireHello signatureAlgorithms(int... numbers) {
    return extension(13, counted(2, u16(numbers)));
  }

  /** application_layer_protocol_negotiation (RFC 7301 §3.1). */
  public WireHello alpn(String... names) {
    List<byte[]> list = new ArrayList<>();
    for (String name : names) {
      list.add(counted(1, text(name)));
    }
    return extension(16, counted(2, list.toArray(byte[][]::new)));
  }

  /** Without the header of a handshake message. */
  public byte[] body() {
    byte[] block = extensions == null ? new byte[0] : counted(2, extensions.toArray(byte[][]::new));
    byte[] start = join(u16(version), random, counted(1, session));
    return type == SERVER
        ? join(start, suites, u8(0), block)
        : join(
            start,
            cookie == null ? new byte[0] : counted(1, cookie),
            counted(2, suites),
            counted(1, u8(0)),
            block);
  }

  /** Returns whether it is one of DTLS. */
  public boolean isOfDtls() {
    return cookie != null;
  }

  /** Returns it with the header of a handshake message of TLS. */
  public byte[] message() {
    return WireTls.message(type, body());
  }

  /** In one record, which says 0x0301 of a client's hello and its own version of an answer. */
  public byte[] record() {
    return WireTls.record(WireTls.HANDSHAKE, type == CLIENT ? 0x0301 : version, message());
  }

  /** Whole in one record of DTLS, with the numbers of message and record. */
  public byte[] datagram(int recordVersion, int number) {
    byte[] body = body();
    byte[] whole = WireTls.fragment(type, number, body, 0, body.length);
    return WireTls.dtlsRecord(WireTls.HANDSHAKE, recordVersion, 0, number, whole);
  }
}
