package io.tlsfloor.parser.observation;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.SecureRandom;

/**
 * SipHash-1-3 (Aumasson and Bernstein, 2012) with a key of this process, which no maker of traffic
 * can know. It is for every table whose keys come from packets, so that no sender can choose keys
 * that meet in one place. The same input has another hash in each process. Thread-safe; allocates
 * nothing.
 */
public final class KeyedHash {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long KEY_0 = RANDOM.nextLong();
  private static final long KEY_1 = RANDOM.nextLong();
  private static final long INIT_A = 0x736F6D6570736575L;
  private static final long INIT_B = 0x646F72616E646F6DL;
  private static final long INIT_C = 0x6C7967656E657261L;
  private static final long INIT_D = 0x7465646279746573L;
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private KeyedHash() {}

  /** A random number of this process, for the keys of hashes of other kinds. */
  public static long secret() {
    return RANDOM.nextLong();
  }

  /** The hash of two words. */
  public static long of(long one, long two) {
    return of(2, one, two, 0, 0, 0);
  }

  /** The hash of three words. */
  public static long of(long one, long two, long three) {
    return of(3, one, two, three, 0, 0);
  }

  /** The hash of five words. */
  public static long of(long one, long two, long three, long four, long five) {
    return of(5, one, two, three, four, five);
  }

  /**
   * The hash of bytes: equal hashes mean equal bytes but for one chance in 2^64. Words are read in
   * this machine's order, as turned words cost three times as much. The buffer is only read, and
   * never set to that order meanwhile: another thread may read it at the same time.
   */
  public static long of(ByteBuffer buffer, int start, int length) {
    long a = KEY_0 ^ INIT_A;
    long b = KEY_1 ^ INIT_B;
    long c = KEY_0 ^ INIT_C;
    long d = KEY_1 ^ INIT_D;
    int end = start + length;
    int left = (length >>> 3) + 4; // a round a word, one for the rest, three at the end
    for (int at = start; left > 0; left--, at += Long.BYTES) {
      long word = 0;
      if (left > 4) {
        word = (long) WORD.get(buffer, at);
      } else if (left == 4) {
        word = length; // and the bytes that are left
        for (int i = at; i < end; i++) {
          word = word << 8 | buffer.get(i) & 0xFF;
        }
      } else if (left == 3) {
        c ^= 0xFF;
      }
      d ^= word;
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
      a ^= word;
    }
    return a ^ b ^ c ^ d;
  }

  /** For {@code hashCode()}: 32 bits of the hash of two words. */
  public static int code(long one, long two) {
    return (int) of(one, two);
  }

  /** For {@code hashCode()} of a key with a text in it: all of the text counts. */
  public static int code(long word, CharSequence text) {
    long hash = of(word, text.length());
    long held = 0;
    for (int i = 0; i < text.length(); i++) {
      held = held << Character.SIZE | text.charAt(i);
      if (i % 4 == 3) {
        hash = of(hash, held);
        held = 0;
      }
    }
    return (int) of(hash, held);
  }

  /** Words in registers and no array: this is called for packets. */
  private static long of(int words, long w0, long w1, long w2, long w3, long w4) {
    long a = KEY_0 ^ INIT_A;
    long b = KEY_1 ^ INIT_B;
    long c = KEY_0 ^ INIT_C;
    long d = KEY_1 ^ INIT_D;
    for (int i = 0; i < words + 4; i++) { // a round a word, one for the length, three at the end
      long word = 0;
      if (i < words) {
        word = i == 0 ? w0 : i == 1 ? w1 : i == 2 ? w2 : i == 3 ? w3 : w4;
      } else if (i == words) {
        word = (long) words << 59; // in bytes, in the highest byte
      } else if (i == words + 1) {
        c ^= 0xFF;
      }
      d ^= word;
      a += b;
      b = Long.rotateLeft(b, 13) ^ a;
      a = Long.rotateLeft(a, 32);
      c += d;
      d = Long.rotateLeft(d, 16) ^ c;
      a += d;
      d = Long.rotateLeft(d, 21) ^ a;
      c += b;
      b = Long.rotateLeft(b, 17) ^ c;
      c = Long.rotateLeft(c, 32);
      a ^= word;
    }
    return a ^ b ^ c ^ d;
  }
}
