package io.tlsfloor.cli.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes packets of QUIC versions 1 and 2, without the parser that opens them (RFC 9001, RFC 9369).
 */
final class QuicPackets {
  private static final int TAG_BYTES = 16;

  private final boolean second; // version 2
  private final Random random;

  QuicPackets(boolean second, Random random) {
    this.second = second;
    this.random = random;
  }

  /** An Initial packet, sealed with keys of {@code keysOf}; it has no token. */
  byte[] initial(
      boolean client, byte[] keysOf, byte[] destination, byte[] source, int number, byte[] frames) {
    String salt =
        second
            ? "0dede3def700a6db819381be6e269dcbf9bd2ed9"
            : "38762cf7f55934b34d179ae6a4c80cadccbb7f0a";
    String prefix = second ? "quicv2 " : "quic ";
    try {
      byte[] initial = hmac(HexFormat.of().parseHex(salt), keysOf);
      byte[] secret = expand(initial, client ? "client in" : "server in", 32);
      byte[] header =
          join(
              longHeader(second ? 1 : 0, destination, source),
              new byte[] {0}, // no token
              u16(0x4000 | frames.length + TAG_BYTES + 2),
              u16(number));
      header[0] |= 1; // a number of two bytes
      byte[] nonce = expand(secret, prefix + "iv", 12);
      nonce[11] ^= (byte) number;
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(expand(secret, prefix + "key", 16), "AES");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
      gcm.updateAAD(header);
      byte[] packet = join(header, gcm.doFinal(frames));
      Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
      mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, prefix + "hp", 16), "AES"));
      int at = header.length - 2;
      byte[] bits = mask.doFinal(Arrays.copyOfRange(packet, at + 4, at + 20));
      packet[0] ^= (byte) (bits[0] & 0x0F);
      packet[at] ^= bits[1];
      packet[at + 1] ^= bits[2];
      return packet;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256 and AES", e);
    }
  }

  /** A Handshake packet, which cannot be read without its keys. */
  byte[] handshake(byte[] destination, byte[] source, int length) {
    return join(
        longHeader(second ? 3 : 2, destination, source), u16(0x4000 | length), bytes(length));
  }

  /** A packet of application data. */
  byte[] oneRtt(byte[] destination, int length) {
    return join(new byte[] {(byte) (0x40 | random.nextInt(64))}, destination, bytes(length));
  }

  private byte[] longHeader(int type, byte[] destination, byte[] source) {
    byte[] version = second ? new byte[] {0x6B, 0x33, 0x43, (byte) 0xCF} : new byte[] {0, 0, 0, 1};
    return join(
        new byte[] {(byte) (0xC0 | type << 4)},
        version,
        new byte[] {(byte) destination.length},
        destination,
        new byte[] {(byte) source.length},
        source);
  }

  /** A CRYPTO frame with the bytes of {@code stream} from {@code at} on. */
  static byte[] crypto(byte[] stream, int at, int length) {
    return join(
        new byte[] {6},
        u16(0x4000 | at),
        u16(0x4000 | length),
        Arrays.copyOfRange(stream, at, at + length));
  }

  byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] expand(byte[] secret, String label, int length)
      throws GeneralSecurityException {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    byte[] info = join(u16(length), new byte[] {(byte) name.length}, name, new byte[] {0, 1});
    return Arrays.copyOf(hmac(secret, info), length);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }
}
