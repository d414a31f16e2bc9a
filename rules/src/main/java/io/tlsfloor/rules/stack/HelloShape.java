package io.tlsfloor.rules.stack;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Numbers;
import io.tlsfloor.parser.observation.Offer;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a hello that distinguish TLS libraries: version, suites, extensions, groups and
 * point formats, in wire order, without GREASE and padding. The same parts as JA3's, kept as
 * numbers so that likeness can be measured. Two are equal when all parts are.
 */
final class HelloShape {
  private static final String SSLV2 = "v2:";
  private static final int PARTS = 5;
  private static final int RENEGOTIATION_INFO_SCSV = 0x00FF; // RFC 5746 §3.3
  private static final int FALLBACK_SCSV = 0x5600; // RFC 7507
  private static final int SERVER_NAME = 0; // sent or not, as the program asks
  private static final int SPREAD = 0x9E3779B1; // to six bits of all sixteen (Knuth, 6.4)
  private static final int PADDING = 21; // sent or not, as the length asks (RFC 7685)

  /** The version field; 0 for an SSLv2-format hello. */
  private final int version;

  /** Cipher suites, or 24-bit cipher specs. */
  private final int[] suites;

  private final int[] extensions;
  private final int[] groups;
  private final int[] pointFormats;

  /** Suites without the signalling ones. */
  private final int[] ownSuites;

  /** A bit for each of them; where two differ in more bits, they differ in more suites. */
  private final long suiteBits;

  private final int hash;

  private HelloShape(
      int version, int[] suites, int[] extensions, int[] groups, int[] pointFormats) {
    this.version = version;
    this.suites = suites;
    this.extensions = extensions;
    this.groups = groups;
    this.pointFormats = pointFormats;
    ownSuites = without(RENEGOTIATION_INFO_SCSV, without(FALLBACK_SCSV, suites));
    long bits = 0;
    for (int suite : ownSuites) {
      bits |= bit(suite);
    }
    suiteBits = bits;
    this.hash =
        (int)
            KeyedHash.of(version, hash(suites), hash(extensions), hash(groups), hash(pointFormats));
  }

  private static long bit(int suite) {
    return 1L << (suite * SPREAD >>> Integer.SIZE - 6);
  }

  /** A bit for each suite of an offer, as a shape of it has them: found without making one. */
  static long suiteBits(Offer offer) {
    long bits = 0;
    List<Integer> suites = offer.suites();
    for (int i = 0; i < suites.size(); i++) {
      int suite = Numbers.at(suites, i);
      boolean own = suite != RENEGOTIATION_INFO_SCSV && suite != FALLBACK_SCSV && !isGrease(suite);
      bits |= own ? bit(suite) : 0;
    }
    return bits;
  }

  /**
   * Returns whether the suites' bits are such that the lists may differ in {@code limit} of them.
   */
  boolean mayBeLike(long otherBits, int limit) {
    return Long.bitCount(suiteBits ^ otherBits) <= limit;
  }

  /** The shape of a whole hello. */
  static HelloShape of(Offer offer) {
    int[] none = {};
    if (offer.format() == HelloFormat.SSLV2) {
      return new HelloShape(0, numbers(offer.suites(), -1), none, none, none);
    }
    return new HelloShape(
        offer.legacyVersion().value(),
        numbers(offer.suites(), -1),
        numbers(offer.extensions(), PADDING),
        numbers(offer.groups(), -1),
        numbers(offer.pointFormats(), -1));
  }

  /** The numbers without GREASE (RFC 8701 §2) and without {@code leftOut}. */
  private static int[] numbers(List<Integer> from, int leftOut) {
    int[] kept = new int[from.size()];
    int count = 0;
    for (int number : from) {
      if (!isGrease(number) && number != leftOut) {
        kept[count++] = number;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  private static boolean isGrease(int number) {
    return (number & 0x0F0F) == 0x0A0A && number >>> 8 == (number & 0xFF);
  }

  /**
   * Reads the form of the tables: {@code 769,4-5-10,0-10-11,23-24,0} or {@code v2:000004-010080}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static HelloShape parse(String text) {
    int[] none = {};
    if (text.startsWith(SSLV2)) {
      return new HelloShape(0, numbers(text.substring(SSLV2.length()), 16), none, none, none);
    }
    String[] parts = text.split(",", -1);
    if (parts.length != PARTS) {
      throw new IllegalArgumentException("not " + PARTS + " parts: " + text);
    }
    return new HelloShape(
        Integer.parseInt(parts[0]),
        numbers(parts[1], 10),
        without(PADDING, numbers(parts[2], 10)),
        numbers(parts[3], 10),
        numbers(parts[4], 10));
  }

  private static int[] numbers(String text, int radix) {
    int[] numbers = new int[text.length() / 2 + 1];
    int count = 0;
    for (int start = 0; start < text.length(); ) {
      int dash = text.indexOf('-', start);
      int end = dash < 0 ? text.length() : dash;
      numbers[count++] = Integer.parseInt(text, start, end, radix);
      start = end + 1;
    }
    return Arrays.copyOf(numbers, count);
  }

  private static int[] without(int leftOut, int[] numbers) {
    int[] kept = new int[numbers.length];
    int count = 0;
    for (int number : numbers) {
      if (number != leftOut) {
        kept[count++] = number;
      }
    }
    return count == numbers.length ? numbers : Arrays.copyOf(kept, count);
  }

  /** This hello with its extensions in numeric order, for clients that shuffle them. */
  HelloShape sorted() {
    int[] ordered = extensions.clone();
    Arrays.sort(ordered);
    return new HelloShape(version, suites, ordered, groups, pointFormats);
  }

  /** How many suites, extensions, groups and point formats there are. */
  int length() {
    return suites.length + extensions.length + groups.length + pointFormats.length;
  }

  /** How many suites there are, the signalling ones left out. */
  int size() {
    return ownSuites.length;
  }

  /**
   * How much this hello differs from another: one for each suite, extension, group or point format
   * that would have to be put in or taken out, two for one moved, one for another version. What
   * depends on the connection and not on the library is left out: the signalling suites and the
   * server name.
   *
   * @param limit the greatest difference of interest
   * @return the difference, or any number above {@code limit}
   */
  int differenceFrom(HelloShape other, int limit) {
    if ((version == 0) != (other.version == 0) || !mayBeLike(other.suiteBits, limit)) {
      return limit + 1;
    }
    int difference = version == other.version ? 0 : 1;
    difference += difference(ownSuites, other.ownSuites, limit - difference);
    if (difference <= limit) {
      int[] mine = without(SERVER_NAME, extensions);
      int[] theirs = without(SERVER_NAME, other.extensions);
      difference += difference(mine, theirs, limit - difference);
    }
    if (difference <= limit) {
      difference += difference(groups, other.groups, limit - difference);
    }
    if (difference <= limit) {
      difference += difference(pointFormats, other.pointFormats, limit - difference);
    }
    return difference;
  }

  /** Elements to put in or take out to turn {@code a} into {@code b}. */
  private static int difference(int[] a, int[] b, int limit) {
    if (Arrays.equals(a, b)) {
      return 0;
    }
    if (Math.abs(a.length - b.length) > limit) {
      return limit + 1;
    }
    return a.length + b.length - 2 * longestCommonSubsequence(a, b);
  }

  private static int longestCommonSubsequence(int[] a, int[] b) {
    int[] above = new int[b.length + 1];
    for (int x : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.length; j++) {
        int was = above[j];
        above[j] = x == b[j - 1] ? diagonal + 1 : Math.max(above[j], above[j - 1]);
        diagonal = was;
      }
    }
    return above[b.length];
  }

  private static long hash(int[] numbers) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * numbers.length);
    bytes.asIntBuffer().put(numbers);
    return KeyedHash.of(bytes, 0, bytes.capacity());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof HelloShape shape
        && hash == shape.hash
        && version == shape.version
        && Arrays.equals(suites, shape.suites)
        && Arrays.equals(extensions, shape.extensions)
        && Arrays.equals(groups, shape.groups)
        && Arrays.equals(pointFormats, shape.pointFormats);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** The form of the tables, which is JA3's text but for GREASE and padding. */
  @Override
  public String toString() {
    StringBuilder written = new StringBuilder(8 * (suites.length + extensions.length) + 64);
    if (version == 0) {
      written.append(SSLV2);
      for (int i = 0; i < suites.length; i++) {
        String digits = Integer.toHexString(0x1000000 | suites[i] & 0xFFFFFF);
        written.append(i == 0 ? "" : "-").append(digits, 1, digits.length());
      }
      return written.toString();
    }
    written.append(version);
    for (int[] part : new int[][] {suites, extensions, groups, pointFormats}) {
      written.append(',');
      for (int i = 0; i < part.length; i++) {
        if (i > 0) {
          written.append('-');
        }
        written.append(part[i]);
      }
    }
    return written.toString();
  }
}
