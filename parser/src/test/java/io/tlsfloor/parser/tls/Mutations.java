package io.tlsfloor.parser.tls;

import io.tlsfloor.testing.WireBytes;
import java.util.Arrays;
import java.util.Random;

/**
 * Changes bytes the way hostile traffic does: lengths that lie, parts left out or doubled, flips.
 */
final class Mutations {
  private static final int[] LENGTHS_THAT_LIE = {0, 1, 2, 3, 0x7F, 0x80, 0xFE, 0xFF};

  private Mutations() {}

  static byte[] of(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, Random random) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(7)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes[at] = (byte) LENGTHS_THAT_LIE[random.nextInt(LENGTHS_THAT_LIE.length)];
      case 3 -> bytes[at] += (byte) (random.nextBoolean() ? 1 : -1);
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> { // a part left out
        int end = at + random.nextInt(bytes.length - at);
        return WireBytes.join(
            Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
      }
      default -> { // a part doubled
        int end = at + random.nextInt(bytes.length - at);
        return WireBytes.join(
            Arrays.copyOf(bytes, end), Arrays.copyOfRange(bytes, at, bytes.length));
      }
    }
    return bytes;
  }
}
