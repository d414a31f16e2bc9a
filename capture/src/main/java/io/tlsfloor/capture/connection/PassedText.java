package io.tlsfloor.capture.connection;

/**
 * The bytes of one direction that are no TLS and were passed over in search of it: how many there
 * are, and how many of them are before a hello that stands among them. A part of {@link
 * SideReader}, used again.
 */
final class PassedText {
  private static final int BYTES_OF_UNIT = 1 << 5;
  private static final int MAX_REQUEST = 1 << 11; // bytes that lead to TLS with no word between
  private static final int MORE_THAN_ONE = 3; // segments that one forged packet can not be

  private int segments;
  private int segmentsBeforeHello;
  private long bytes;
  private long bytesBeforeHello;
  private int units;
  private int bytesOfLatestUnit;
  private int end;

  /** None was. */
  void clear() {
    segments = 0;
    segmentsBeforeHello = 0;
    bytes = 0;
    bytesBeforeHello = 0;
    units = 0;
    bytesOfLatestUnit = 0;
    end = 0;
  }

  /** Some bytes of a segment are passed over, up to a place. */
  void pass(int count, int to) {
    segments += count == 0 ? 0 : 1;
    bytes += count;
    bytesOfLatestUnit += count;
    if (bytesOfLatestUnit >= BYTES_OF_UNIT) {
      units++;
      bytesOfLatestUnit = 0;
    }
    end = to;
  }

  /** A hello stands behind them. */
  void helloFound() {
    segmentsBeforeHello = segments;
    bytesBeforeHello = bytes;
  }

  /** A hello of the other end was found. */
  void helloFoundByOther() {
    segmentsBeforeHello = segments;
  }

  /** Bytes up to a place are no TLS, though nothing was looked for in them. */
  void endsAt(int place) {
    end = place;
  }

  /** Those from a place on are read once more. */
  void readAgainFrom(int place) {
    end = Math.min(end, place);
  }

  /** Place behind the last of them. */
  int end() {
    return end;
  }

  /** Segments in which TLS was looked for, where a few bytes count as none. */
  int units() {
    return units;
  }

  boolean isEmpty() {
    return segments == 0;
  }

  /** Returns whether some came behind the hello. */
  boolean goesOn() {
    return segments > segmentsBeforeHello;
  }

  /** Returns whether so many did that no single packet can have forged them. */
  boolean goesOnForLong() {
    return segments - segmentsBeforeHello >= MORE_THAN_ONE;
  }

  /** Returns whether more came before the hello than a request that leads to it. */
  boolean isLongBeforeHello() {
    return bytesBeforeHello > MAX_REQUEST;
  }
}
