package io.tlsfloor.bench.hostile;

import static io.tlsfloor.bench.hostile.Messages.cat;
import static io.tlsfloor.bench.hostile.Messages.text;
import static io.tlsfloor.bench.hostile.Messages.u16;
import static io.tlsfloor.bench.hostile.Messages.u8;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Seals Initial packets of a client, QUIC version 1 (RFC 9001 §5). */
final class QuicSeal {
  private static final byte[] SALT =
      HexFormat.of().parseHex("38762cf7f55934b34d179ae6a4c80cadccbb7f0a");
  private static final int LEAST = 20; // so that there is a sample for header protection

  private QuicSeal() {}

  /** A packet with these frames; its number, below 256, is sent in a byte. */
  static byte[] initial(byte[] destinationId, int number, byte[] frames) {
    try {
      byte[] secret = expand(hmac(SALT, destinationId), "client in", 32);
      byte[] padded = Arrays.copyOf(frames, Math.max(frames.length, LEAST));
      byte[] header =
          cat(
              new byte[] {(byte) 0xC0, 0, 0, 0, 1},
              u8(destinationId.length),
              destinationId,
              u8(0),
              u8(0),
              u16(0x4000 | padded.length + 16 + 1),
              u8(number));
      byte[] nonce = expand(secret, "quic iv", 12);
      nonce[11] ^= (byte) number;
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(expand(secret, "quic key", 16), "AES");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
      gcm.updateAAD(header);
      byte[] packet = cat(header, gcm.doFinal(padded));
      Cipher mask = Cipher.getInstance("AES/ECB/NoPadding");
      mask.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, "quic hp", 16), "AES"));
      int numberAt = header.length - 1;
      byte[] bits = mask.doFinal(Arrays.copyOfRange(packet, numberAt + 4, numberAt + 20));
      packet[0] ^= (byte) (bits[0] & 0x0F);
      packet[numberAt] ^= bits[1];
      return packet;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC-SHA256 and AES", e);
    }
  }

  private static byte[] expand(byte[] secret, String label, int length)
      throws GeneralSecurityException {
    byte[] name = text("tls13 " + label);
    byte[] info = cat(u16(length), u8(name.length), name, u8(0), u8(1));
    return Arrays.copyOf(hmac(secret, info), length);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }
}
