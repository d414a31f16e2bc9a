package io.tlsfloor.rules.stack;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import java.util.ArrayList;
import java.util.List;

/**
 * The parts of a hello that tell one TLS library from another: version, suites, extensions, groups
 * and point formats, in wire order, without GREASE and padding. The same parts as JA3's, kept as
 * lists so that likeness can be measured.
 *
 * @param version number of the version field; 0 for an SSLv2-format hello
 * @param suites cipher suites, or 24-bit cipher specs
 * @param extensions extension types
 * @param groups named groups
 * @param pointFormats EC point formats
 */
record HelloShape(
    int version,
    List<Integer> suites,
    List<Integer> extensions,
    List<Integer> groups,
    List<Integer> pointFormats) {
  private static final int SSLV2 = 0;
  private static final int RENEGOTIATION_INFO_SCSV = 0x00FF; // RFC 5746 §3.3
  private static final int FALLBACK_SCSV = 0x5600; // RFC 7507
  private static final int SERVER_NAME = 0; // sent or not, as the program asks
  private static final int PADDING = 21; // sent or not, as the length asks (RFC 7685)

  HelloShape {
    suites = List.copyOf(suites);
    extensions = List.copyOf(extensions);
    groups = List.copyOf(groups);
    pointFormats = List.copyOf(pointFormats);
  }

  static HelloShape of(Offer offer) {
    if (offer.format() == HelloFormat.SSLV2) {
      return new HelloShape(SSLV2, offer.suites(), List.of(), List.of(), List.of());
    }
    return new HelloShape(
        offer.legacyVersion().value(),
        withoutGrease(offer.suites()),
        withoutPadding(withoutGrease(offer.extensions())),
        withoutGrease(offer.groups()),
        offer.pointFormats());
  }

  /**
   * Reads the form of the tables: {@code 769,4-5-10,0-10-11,23-24,0} or {@code v2:000004-010080}.
   *
   * @throws IllegalArgumentException if it is neither
   */
  static HelloShape parse(String text) {
    if (text.startsWith("v2:")) {
      return new HelloShape(SSLV2, numbers(text.substring(3), 16), List.of(), List.of(), List.of());
    }
    String[] parts = text.split(",", -1);
    if (parts.length != 5) {
      throw new IllegalArgumentException("not five parts: " + text);
    }
    return new HelloShape(
        Integer.parseInt(parts[0]),
        numbers(parts[1], 10),
        withoutPadding(numbers(parts[2], 10)),
        numbers(parts[3], 10),
        numbers(parts[4], 10));
  }

  private static List<Integer> numbers(String text, int radix) {
    List<Integer> numbers = new ArrayList<>();
    if (!text.isEmpty()) {
      for (String number : text.split("-", -1)) {
        numbers.add(Integer.parseInt(number, radix));
      }
    }
    return numbers;
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
    if ((version == SSLV2) != (other.version == SSLV2)) {
      return limit + 1;
    }
    int difference = version == other.version ? 0 : 1;
    difference += difference(ownSuites(), other.ownSuites(), limit - difference);
    if (difference <= limit) {
      difference += difference(ownExtensions(), other.ownExtensions(), limit - difference);
    }
    if (difference <= limit) {
      difference += difference(groups, other.groups, limit - difference);
    }
    if (difference <= limit) {
      difference += difference(pointFormats, other.pointFormats, limit - difference);
    }
    return difference;
  }

  /** How many suites there are, the signalling ones left out. */
  int size() {
    return ownSuites().size();
  }

  private List<Integer> ownSuites() {
    return suites.stream()
        .filter(suite -> suite != RENEGOTIATION_INFO_SCSV && suite != FALLBACK_SCSV)
        .toList();
  }

  private List<Integer> ownExtensions() {
    return extensions.stream().filter(type -> type != SERVER_NAME).toList();
  }

  /** Elements to put in or take out to turn {@code a} into {@code b}. */
  private static int difference(List<Integer> a, List<Integer> b, int limit) {
    if (a.equals(b)) {
      return 0;
    }
    if (Math.abs(a.size() - b.size()) > limit) {
      return limit + 1;
    }
    return a.size() + b.size() - 2 * longestCommonSubsequence(a, b);
  }

  private static int longestCommonSubsequence(List<Integer> a, List<Integer> b) {
    int[] above = new int[b.size() + 1];
    for (int x : a) {
      int diagonal = 0;
      for (int j = 1; j <= b.size(); j++) {
        int was = above[j];
        above[j] = x == b.get(j - 1) ? diagonal + 1 : Math.max(above[j], above[j - 1]);
        diagonal = was;
      }
    }
    return above[b.size()];
  }

  /** This hello with its extensions in numeric order, for clients that shuffle them. */
  HelloShape sorted() {
    List<Integer> ordered = extensions.stream().sorted().toList();
    return new HelloShape(version, suites, ordered, groups, pointFormats);
  }

  private static List<Integer> withoutPadding(List<Integer> types) {
    return types.stream().filter(type -> type != PADDING).toList();
  }

  private static List<Integer> withoutGrease(List<Integer> numbers) {
    return numbers.stream().filter(number -> !isGrease(number)).toList();
  }

  /** RFC 8701 §2: both bytes equal, each with the low half 0xA. */
  private static boolean isGrease(int number) {
    return (number & 0x0F0F) == 0x0A0A && number >>> 8 == (number & 0xFF);
  }
}
