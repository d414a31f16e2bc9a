package io.tlsfloor.rules.policy;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.resource.Spelling;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The words that a policy, in a file or on the command line, may use for something.
 *
 * @param kind what they stand for, in messages
 * @param words in lower case
 * @param constants what each word stands for, in the same order
 * @param <T> type of the constants
 */
public record Vocabulary<T>(String kind, List<String> words, List<T> constants) {
  /** Lowest versions that are good. */
  public static final Vocabulary<TlsVersion> FLOOR =
      new Vocabulary<>(
          "floor",
          List.of("1.0", "1.1", "1.2", "1.3"),
          List.of(TlsVersion.TLS_1_0, TlsVersion.TLS_1_1, TlsVersion.TLS_1_2, TlsVersion.TLS_1_3));

  /** Severities, lowest first. */
  public static final Vocabulary<Severity> SEVERITY = of("severity", Severity.values());

  /** Confidences, lowest first. */
  public static final Vocabulary<Confidence> CONFIDENCE = of("confidence", Confidence.values());

  /** Ways that connections go. */
  public static final Vocabulary<Direction> DIRECTION = of("direction", Direction.values());

  /** Rules, in the order of the manual. */
  public static final Vocabulary<RuleId> RULE =
      new Vocabulary<>(
          "rule",
          Arrays.stream(RuleId.values()).map(RuleId::id).toList(),
          List.of(RuleId.values()));

  private static <E extends Enum<E>> Vocabulary<E> of(String kind, E[] constants) {
    return new Vocabulary<>(
        kind,
        Arrays.stream(constants).map(c -> c.name().toLowerCase(Locale.ROOT)).toList(),
        List.of(constants));
  }

  /**
   * Says what {@code text} stands for, in any case.
   *
   * @throws IllegalArgumentException if it is none of the words: says which was probably meant
   */
  T read(String text) {
    int at = words.indexOf(text.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException(
          "no "
              + kind
              + " \""
              + text
              + "\""
              + Spelling.nearest(text, words)
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse(": write one of " + String.join(", ", words)));
    }
    return constants.get(at);
  }

  /** A floor as people write it in a file: {@code 1.2}, {@code TLS 1.2} or {@code TLSv1.2}. */
  static TlsVersion floor(String text) {
    String digits = text.toUpperCase(Locale.ROOT).replaceFirst("^TLS ?V?", "");
    if (!FLOOR.words().contains(digits)) {
      throw new IllegalArgumentException(
          "no floor \"" + text + "\": write one of " + String.join(", ", FLOOR.words()));
    }
    return FLOOR.read(digits);
  }
}
