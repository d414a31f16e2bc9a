package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds what fingerprints in a log say of a ClientHello.
 *
 * <p>The highest version offered is JA4's second field. Without JA4 it is JA3's first number, but
 * only where that is below 0x0303: a hello with supported_versions carries 0x0303 (RFC 8446 §4.1.2)
 * and may offer more.
 */
final class LoggedHello {
  private static final Pattern JA4 =
      Pattern.compile("[tqd][0-9a-z]{2}[di][0-9]{4}[0-9a-zA-Z]{2}_[0-9a-f]{12}_[0-9a-f]{12}");

  private static final Pattern JA3_HASH = Pattern.compile("[0-9a-f]{32}");
  private static final int JA3_PARTS = 5;
  private static final int MAX_NUMBERS = 4096; // of one part; the field in the hello holds 32,767
  private static final int TLS_1_2 = 0x0303;
  private static final int FALLBACK_SCSV = 0x5600; // RFC 7507
  private static final int ENCRYPTED_CLIENT_HELLO = 0xFE0D; // RFC 9849

  private final Optional<String> ja3;
  private final Optional<String> ja4;
  private final Optional<TlsVersion> max;
  private final @Nullable String maxFrom;
  private final List<List<Integer>> parts; // of the JA3 string: version, suites, extensions, …

  private LoggedHello(
      Optional<String> ja3,
      Optional<String> ja4,
      Optional<TlsVersion> max,
      @Nullable String maxFrom,
      List<List<Integer>> parts) {
    this.ja3 = ja3;
    this.ja4 = ja4;
    this.max = max;
    this.maxFrom = maxFrom;
    this.parts = parts;
  }

  /**
   * Reads fingerprints. What has not the form of one is left out.
   *
   * @param ja3 the MD5
   * @param ja3String the text that it is made of, or at least the first of its numbers
   */
  static LoggedHello of(Optional<String> ja3, Optional<String> ja3String, Optional<String> ja4) {
    Optional<String> hash =
        ja3.map(text -> text.toLowerCase(Locale.ROOT))
            .filter(text -> JA3_HASH.matcher(text).matches());
    Optional<String> whole = ja4.filter(text -> JA4.matcher(text).matches());
    List<List<Integer>> parts = ja3String.map(LoggedHello::parts).orElse(List.of());
    Optional<TlsVersion> byJa4 = whole.flatMap(LoggedHello::version);
    if (byJa4.isPresent()) {
      return new LoggedHello(hash, whole, byJa4, "ja4", parts);
    }
    int first = parts.isEmpty() ? TLS_1_2 : parts.get(0).get(0);
    return first < TLS_1_2
        ? new LoggedHello(hash, whole, Optional.of(new TlsVersion(first)), "ja3", parts)
        : new LoggedHello(hash, whole, Optional.empty(), null, parts);
  }

  private static Optional<TlsVersion> version(String ja4) {
    return switch (ja4.substring(1, 3)) {
      case "13" -> Optional.of(TlsVersion.TLS_1_3);
      case "12" -> Optional.of(TlsVersion.TLS_1_2);
      case "11" -> Optional.of(TlsVersion.TLS_1_1);
      case "10" -> Optional.of(TlsVersion.TLS_1_0);
      case "s3" -> Optional.of(TlsVersion.SSL_3_0);
      case "s2" -> Optional.of(TlsVersion.SSL_2_0);
      case "d1" -> Optional.of(TlsVersion.DTLS_1_0);
      case "d2" -> Optional.of(TlsVersion.DTLS_1_2);
      case "d3" -> Optional.of(TlsVersion.DTLS_1_3);
      default -> Optional.empty();
    };
  }

  /** The numbers of {@code 769,4-5-10,0-10-11,23-24,0}; none of all if it has not that form. */
  private static List<List<Integer>> parts(String text) {
    List<List<Integer>> parts = new ArrayList<>(JA3_PARTS);
    for (String part : text.split(",", JA3_PARTS + 1)) {
      List<Integer> numbers = new ArrayList<>();
      for (String number : part.isEmpty() ? new String[0] : part.split("-", MAX_NUMBERS + 1)) {
        if (number.isEmpty()
            || number.length() > 5
            || !number.chars().allMatch(c -> c >= '0' && c <= '9')
            || numbers.size() == MAX_NUMBERS) {
          return List.of();
        }
        numbers.add(Integer.parseInt(number));
      }
      parts.add(numbers);
    }
    boolean sound = parts.size() == JA3_PARTS || parts.size() == 1;
    return sound && parts.get(0).size() == 1 ? parts : List.of();
  }

  /** The name of the field that shows the highest version offered. */
  Optional<String> maxFrom() {
    return Optional.ofNullable(maxFrom);
  }

  /** The MD5. */
  Optional<String> ja3() {
    return ja3;
  }

  /** The fingerprint. */
  Optional<String> ja4() {
    return ja4;
  }

  /** The offer, where its highest version is known. */
  Optional<Offer> offer(HelloFormat format, Optional<String> serverName, List<String> alpn) {
    if (max.isEmpty()) {
      return Optional.empty();
    }
    List<Integer> suites = part(1);
    List<Integer> extensions = part(2);
    return Optional.of(
        new Offer(
            format,
            true,
            1,
            new Offer.Range(
                parts.isEmpty() ? max.get() : new TlsVersion(parts.get(0).get(0)),
                max.get(),
                Optional.empty(),
                Optional.empty(),
                suites.contains(FALLBACK_SCSV)),
            new Offer.Lists(suites, extensions, part(3), part(4), alpn),
            serverName,
            extensions.contains(ENCRYPTED_CLIENT_HELLO),
            ja3,
            ja4));
  }

  private List<Integer> part(int index) {
    return index < parts.size() ? parts.get(index) : List.of();
  }
}
