package io.tlsfloor.report.pseudonym;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * Prefix-preserving permutation of addresses: two that share a prefix share one of the same length
 * afterwards, and no longer one (Xu, Fan, Ammar and Moon, "Prefix-Preserving IP Address
 * Anonymization", 2002; the Crypto-PAn of that paper). Confined to one thread.
 */
final class CryptoPan {
  static final int KEY_BYTES = 32;
  private static final int BLOCK = 16;

  private final Cipher aes;
  private final byte[] pad;
  private final byte[] input = new byte[BLOCK];

  /**
   * A permutation.
   *
   * @param key of 32 bytes: the first half for AES, the second for the pad
   */
  CryptoPan(byte[] key) {
    try {
      // One block at a time, so no mode of operation is involved.
      aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(Arrays.copyOf(key, BLOCK), "AES"));
      pad = aes.doFinal(key, BLOCK, BLOCK);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no AES, which every Java must have", e);
    }
  }

  /**
   * Permutes an address.
   *
   * @param address 4 or 16 bytes
   * @param kept length of the prefix that stays as it is, in bits
   */
  byte[] permute(byte[] address, int kept) {
    byte[] result = address.clone();
    for (int bit = kept; bit < address.length * 8; bit++) {
      System.arraycopy(pad, 0, input, 0, BLOCK);
      int whole = bit / 8;
      System.arraycopy(address, 0, input, 0, whole);
      int mask = 0xFF00 >> bit % 8 & 0xFF; // the bits of the prefix in its last byte
      if (mask != 0) {
        input[whole] = (byte) (address[whole] & mask | pad[whole] & ~mask);
      }
      result[whole] ^= (byte) (firstBit() << 7 - bit % 8);
    }
    return result;
  }

  private int firstBit() {
    try {
      return aes.doFinal(input)[0] >>> 7 & 1;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e); // a whole block is always good
    }
  }
}
