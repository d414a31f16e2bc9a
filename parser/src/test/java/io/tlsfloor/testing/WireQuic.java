package io.tlsfloor.testing;

import static io.tlsfloor.testing.WireBytes.counted;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.noise;
import static io.tlsfloor.testing.WireBytes.text;
import static io.tlsfloor.testing.WireBytes.u16;
import static io.tlsfloor.testing.WireBytes.u8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes packets of a version of QUIC, without the parser that opens them (RFC 9001, RFC 9369).
 *
 * @param client whether a client sends them
 * @param numberBytes in which packet numbers are sent, 1 or 2
 */
public record WireQuic(Version version, boolean client, int numberBytes) {
  private static final int TAG_BYTES = 16;
  private static final int LEAST_BYTES = 20; // of frames, so that there is a sample for the mask

  /** Holds what differs between versions. */
  public enum Version {
    V1("00000001", "38762cf7f55934b34d179ae6a4c80cadccbb7f0a", "quic ", 0),
    V2("6b3343cf", "0dede3def700a6db819381be6e269dcbf9bd2ed9", "quicv2 ", 1);

    private final String number;
    private final String salt;
    private final String prefix;
    private final int shift; // of types of packets

    Version(String number, String salt, String prefix, int shift) {
      this.number = number;
      this.salt = salt;
      this.prefix = prefix;
      this.shift = shift;
    }
  }

  /** Those of a client of version 1. */
  public static WireQuic ofClient() {
    return new WireQuic(Version.V1, true, 1);
  }

  /** Those of a server of version 1. */
  public static WireQuic ofServer() {
    return new WireQuic(Version.V1, false, 1);
  }

  /** The first packet to {@code destination}, from no id. */
  public byte[] initial(byte[] destination, int number, byte[] frames) {
    return initial(destination, destination, new byte[0], number, frames);
  }

  /** An Initial packet without a token, sealed with keys of {@code keysOf}. */
  public byte[] initial(
      byte[] keysOf, byte[] destination, byte[] source, int number, byte[] frames) {
    try {
      byte[] padded = Arrays.copyOf(frames, Math.max(frames.length, LEAST_BYTES));
      byte[] initial = hmac(hex(version.salt), keysOf);
      byte[] secret = expand(initial, client ? "client in" : "server in", 32);
      byte[] header =
          join(
              longHeader(0, destination, source),
              u8(0), // no token
              u16(0x4000 | padded.length + TAG_BYTES + numberBytes),
              numberBytes == 1 ? u8(number) : u16(number));
      header[0] |= (byte) (numberBytes - 1);
      byte[] nonce = expand(secret, version.prefix + "iv", 12);
      nonce[10] ^= (byte) (numberBytes == 1 ? 0 : number >>> 8);
      nonce[11] ^= (byte) number;
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(expand(secret, version.prefix + "key", 16), "AES");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
      gcm.updateAAD(header);
      byte[] packet = join(header, gcm.doFinal(padded));
      Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
      byte[] maskKey = expand(secret, version.prefix + "hp", 16);
      mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(maskKey, "AES"));
      int at = header.length - numberBytes;
      byte[] bits = mask.doFinal(Arrays.copyOfRange(packet, at + 4, at + 20));
      packet[0] ^= (byte) (bits[0] & 0x0F);
      for (int i = 0; i < numberBytes; i++) {
        packet[at + i] ^= bits[1 + i];
      }
      return packet;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256 and AES", e);
    }
  }

  /** A Handshake packet, which cannot be read without its keys. */
  public byte[] handshake(byte[] destination, byte[] source, Random random, int length) {
    byte[] body = noise(random, length);
    return join(longHeader(2, destination, source), u16(0x4000 | length), body);
  }

  /** A packet of application data. */
  public static byte[] oneRtt(byte[] destination, Random random, int length) {
    return join(u8(0x40 | random.nextInt(64)), destination, noise(random, length));
  }

  /** A CRYPTO frame with the bytes of {@code stream} from {@code at} on. */
  public static byte[] crypto(byte[] stream, int at, int length) {
    byte[] part = Arrays.copyOfRange(stream, at, at + length);
    return join(u8(6), u16(0x4000 | at), u16(0x4000 | length), part);
  }

  /** The start of a long header, as version 1 numbers the types. */
  private byte[] longHeader(int type, byte[] destination, byte[] source) {
    return join(
        u8(0xC0 | (type + version.shift & 3) << 4),
        hex(version.number),
        counted(1, destination),
        counted(1, source));
  }

  private static byte[] expand(byte[] secret, String label, int length)
      throws GeneralSecurityException {
    byte[] info = join(u16(length), counted(1, text("tls13 " + label)), u8(0), u8(1));
    return Arrays.copyOf(hmac(secret, info), length);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }
}
