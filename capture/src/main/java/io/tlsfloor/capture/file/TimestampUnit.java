package io.tlsfloor.capture.file;

/**
 * How an interface of a pcapng file counts time: {@code if_tsresol} and {@code if_tsoffset}
 * (draft-ietf-opsawg-pcapng §4.2), and the way from its ticks to nanoseconds since 1970.
 *
 * <p>Ticks are unsigned. Times that 64 bits of nanoseconds cannot hold (after 2262) become the
 * largest that they can.
 */
final class TimestampUnit {
  /** Microseconds, which hold where the interface names no resolution. */
  static final int DEFAULT_RESOLUTION = 6;

  private static final long NANOS_PER_SECOND = 1_000_000_000L;
  private static final int POWER_OF_TWO = 0x80;

  private final int exponent;
  private final boolean binary;
  private final long offsetNanos;
  private final long nanosPerTick; // 0 where a tick is shorter than a nanosecond, or a power of 2
  private final long ticksPerNano;
  private final long maxTicks; // above it the multiplication would overflow

  /**
   * Takes the two options as they stand.
   *
   * @param resolution a power of 10 (negated), or of 2 where the highest bit is set
   * @param offsetSeconds added to each time, signed
   */
  TimestampUnit(int resolution, long offsetSeconds) {
    binary = (resolution & POWER_OF_TWO) != 0;
    exponent = resolution & ~POWER_OF_TWO & 0xFF;
    offsetNanos = saturatedSeconds(offsetSeconds);
    nanosPerTick = binary || exponent > 9 ? 0 : powerOfTen(9 - exponent);
    ticksPerNano = !binary && exponent > 9 && exponent <= 27 ? powerOfTen(exponent - 9) : 0;
    maxTicks = nanosPerTick == 0 ? -1 : Long.MAX_VALUE / nanosPerTick;
  }

  /** Nanoseconds since 1970 for a count of ticks. */
  long nanos(long ticks) {
    long nanos =
        ticks >= 0 && ticks <= maxTicks ? ticks * nanosPerTick : nanosOfUnusualTicks(ticks);
    return saturatedSum(nanos, offsetNanos);
  }

  private long nanosOfUnusualTicks(long ticks) {
    if (nanosPerTick != 0) {
      return Long.MAX_VALUE;
    }
    if (!binary) {
      return ticksPerNano == 0 ? 0 : Long.divideUnsigned(ticks, ticksPerNano);
    }
    if (exponent >= Long.SIZE) { // no whole second fits into the ticks
      int shift = exponent - Long.SIZE;
      long high = Math.multiplyHigh(ticks >>> 1, NANOS_PER_SECOND << 1); // 64 fraction bits
      return shift >= Long.SIZE ? 0 : high >>> shift;
    }
    long seconds = exponent == 0 ? ticks : ticks >>> exponent;
    long fraction = exponent == 0 ? 0 : ticks << (Long.SIZE - exponent); // 64 fraction bits
    long nanos = Math.multiplyHigh(fraction >>> 1, NANOS_PER_SECOND << 1);
    return seconds < 0 || seconds > Long.MAX_VALUE / NANOS_PER_SECOND - 1
        ? Long.MAX_VALUE
        : seconds * NANOS_PER_SECOND + nanos;
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power *= 10;
    }
    return power;
  }

  private static long saturatedSeconds(long seconds) {
    long limit = Long.MAX_VALUE / NANOS_PER_SECOND;
    return Math.max(-limit, Math.min(limit, seconds)) * NANOS_PER_SECOND;
  }

  private static long saturatedSum(long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      return a < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return sum;
  }
}
