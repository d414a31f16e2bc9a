package io.tlsfloor.parser.quic;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The ciphers of Initial packets (RFC 9001 §5.2): HMAC with SHA-256, and AES-128 in Galois/Counter
 * Mode (NIST SP 800-38D), of the JDK's SHA-256 and AES.
 *
 * <p>The JDK's own HMAC and GCM are slow before they are optimized, which a scan does not wait for:
 * 140 µs for a packet. The keys are no secrets, so nothing here hides how long it takes. Holds
 * nothing between calls; confined to one thread.
 */
public final class InitialCiphers {
  private static final int BLOCK = 16;
  private static final int HASH_BLOCK = 64;
  private static final int TAG = 16;
  private static final int NIBBLES = 16;
  private static final long POLYNOMIAL = 0xE1L << 56; // of GCM, bits reversed

  /** Holds what four bits that are shifted out come back as, at the top. */
  private static final long[] REDUCED = new long[NIBBLES];

  static {
    for (int bits = 0; bits < NIBBLES; bits++) {
      long rest = bits;
      long reduced = 0;
      for (int i = 0; i < 4; i++) {
        reduced = reduced >>> 1 ^ ((rest & 1) == 0 ? 0 : POLYNOMIAL);
        rest >>>= 1;
      }
      REDUCED[bits] = reduced;
    }
  }

  private final MessageDigest sha256;
  private final Cipher aes;
  private final byte[] pad = new byte[HASH_BLOCK];
  private final byte[] input = new byte[2 * BLOCK];
  private final long[] high = new long[NIBBLES]; // multiples of the hash key by four bits
  private final long[] low = new long[NIBBLES];
  private long hashHigh;
  private long hashLow;

  /** Ciphers of one thread. */
  public InitialCiphers() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
      aes = Cipher.getInstance("AES/ECB/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256 and AES", e);
    }
  }

  /** HMAC (RFC 2104 §2) of each message; the key, no longer than a block, is hashed once. */
  byte[][] hmac(byte[] key, byte[]... messages) {
    byte[][] results = new byte[messages.length][];
    pad(key, 0x36);
    for (int i = 0; i < messages.length; i++) {
      results[i] = digest(messages[i]);
    }
    sha256.reset();
    pad(key, 0x5C);
    for (int i = 0; i < messages.length; i++) {
      results[i] = digest(results[i]);
    }
    sha256.reset();
    return results;
  }

  /** The hash with these bytes behind those that were given; it goes on as it was. */
  private byte[] digest(byte[] bytes) {
    try {
      return ((MessageDigest) sha256.clone()).digest(bytes);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("a SHA-256 that cannot be copied", e);
    }
  }

  private void pad(byte[] key, int with) {
    Arrays.fill(pad, (byte) with);
    for (int i = 0; i < key.length; i++) {
      pad[i] ^= key[i];
    }
    sha256.update(pad);
  }

  /** A block, encrypted: the mask of header protection (RFC 9001 §5.4.3). */
  byte[] encrypt(SecretKeySpec key, byte[] block) throws GeneralSecurityException {
    aes.init(Cipher.ENCRYPT_MODE, key);
    return aes.doFinal(block);
  }

  /**
   * Opens what GCM has sealed.
   *
   * @param nonce 12 bytes
   * @param header what is authenticated besides
   * @param sealed the text and its tag
   * @return null if the tag is another
   */
  byte @Nullable [] open(SecretKeySpec key, byte[] nonce, byte[] header, byte[] sealed)
      throws GeneralSecurityException {
    int length = sealed.length - TAG;
    if (length < 0) {
      return null;
    }
    aes.init(Cipher.ENCRYPT_MODE, key);
    Arrays.fill(input, 0, BLOCK, (byte) 0);
    System.arraycopy(nonce, 0, input, BLOCK, nonce.length);
    ByteBuffer.wrap(input).putInt(2 * BLOCK - Integer.BYTES, 1);
    byte[] keyAndMask = aes.doFinal(input); // of the hash, and of its result
    ByteBuffer start = ByteBuffer.wrap(keyAndMask);
    multiples(start.getLong(0), start.getLong(Long.BYTES));
    hash(header, header.length);
    hash(sealed, length);
    mix(8L * header.length, 8L * length);
    ByteBuffer tag = ByteBuffer.wrap(sealed, length, TAG);
    if ((hashHigh ^ start.getLong(BLOCK)) != tag.getLong()
        || (hashLow ^ start.getLong(BLOCK + Long.BYTES)) != tag.getLong()) {
      return null;
    }
    return counted(nonce, sealed, length);
  }

  /** The text by the blocks of the counter, from 2 on. */
  private byte[] counted(byte[] nonce, byte[] sealed, int length) throws GeneralSecurityException {
    int blocks = (length + BLOCK - 1) / BLOCK;
    ByteBuffer counters = ByteBuffer.allocate(blocks * BLOCK);
    for (int i = 0; i < blocks; i++) {
      counters.put(nonce).putInt(2 + i);
    }
    byte[] stream = aes.doFinal(counters.array());
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      text[i] = (byte) (sealed[i] ^ stream[i]);
    }
    return text;
  }

  // ---- GHASH (SP 800-38D §6.4), four bits at a time

  private void multiples(long keyHigh, long keyLow) {
    hashHigh = 0;
    hashLow = 0;
    long h = keyHigh;
    long l = keyLow;
    for (int bit = NIBBLES / 2; bit > 0; bit >>= 1) {
      high[bit] = h;
      low[bit] = l;
      long carry = (l & 1) == 0 ? 0 : POLYNOMIAL;
      l = h << 63 | l >>> 1;
      h = h >>> 1 ^ carry;
    }
    for (int bit = 2; bit < NIBBLES; bit <<= 1) {
      for (int rest = 1; rest < bit; rest++) {
        high[bit + rest] = high[bit] ^ high[rest];
        low[bit + rest] = low[bit] ^ low[rest];
      }
    }
  }

  private void hash(byte[] bytes, int length) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    int at = 0;
    for (; at + BLOCK <= length; at += BLOCK) {
      mix(in.getLong(at), in.getLong(at + Long.BYTES));
    }
    if (at < length) {
      ByteBuffer last = ByteBuffer.allocate(BLOCK).put(bytes, at, length - at);
      mix(last.getLong(0), last.getLong(Long.BYTES));
    }
  }

  private void mix(long blockHigh, long blockLow) {
    long xh = hashHigh ^ blockHigh;
    long xl = hashLow ^ blockLow;
    long zh = 0;
    long zl = 0;
    for (int half = 0; half < 2; half++) {
      long x = half == 0 ? xl : xh; // the last bits first
      for (int i = 0; i < NIBBLES; i++) {
        int out = (int) zl & 0xF;
        int in = (int) x & 0xF;
        zl = (zh << 60 | zl >>> 4) ^ low[in];
        zh = zh >>> 4 ^ REDUCED[out] ^ high[in];
        x >>>= 4;
      }
    }
    hashHigh = zh;
    hashLow = zl;
  }
}
