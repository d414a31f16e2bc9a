package io.tlsfloor.fuzz;

import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every target with every seed, and with some that are changed: what the fuzzer found once stays
 * mended. {@code -Dtlsfloor.rounds=N} changes more, {@code -Dtlsfloor.seed=N} repeats.
 */
@TakesLong("what the fuzzer found, and more")
class ReplayTest {
  private static final int ROUNDS = Integer.getInteger("tlsfloor.rounds", 60);
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_126);

  @ParameterizedTest
  @EnumSource
  void noInputDoesHarm(FuzzTarget target) throws IOException {
    List<byte[]> seeds = Seeds.of(target);
    for (byte[] seed : seeds) {
      run(target, seed);
    }
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      run(target, changed(seeds.get(random.nextInt(seeds.size())), random));
    }
  }

  private static void run(FuzzTarget target, byte[] bytes) {
    try {
      target.run(bytes);
    } catch (Throwable found) {
      throw new AssertionError(
          target.label() + ", seed " + SEED + ": " + HexFormat.of().formatHex(bytes), found);
    }
  }

  private static byte[] changed(byte[] seed, Random random) {
    byte[] bytes = seed.clone();
    for (int i = 0; i < 1 + random.nextInt(8) && bytes.length > 0; i++) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
