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
import java.util.function.Function;

/** Reads the words that a policy file may use. Each says what is wrong with another word. */
final class Words {
  private static final int MAX_TYPING_ERRORS = 3;
  private static final List<String> FLOORS = List.of("1.0", "1.1", "1.2", "1.3");

  private Words() {}

  static TlsVersion floor(String text) {
    String digits = text.toUpperCase(Locale.ROOT).replaceFirst("^TLS ?V?", "");
    int at = FLOORS.indexOf(digits);
    if (at < 0) {
      throw new IllegalArgumentException(
          "no floor \"" + text + "\": write one of " + String.join(", ", FLOORS));
    }
    return new TlsVersion(TlsVersion.TLS_1_0.value() + at);
  }

  static Severity severity(String text) {
    return word(Severity.values(), Words::word, text, "severity");
  }

  static Confidence confidence(String text) {
    return word(Confidence.values(), Words::word, text, "confidence");
  }

  static Direction direction(String text) {
    return word(Direction.values(), Words::word, text, "direction");
  }

  static RuleId rule(String text) {
    return word(RuleId.values(), RuleId::id, text, "rule");
  }

  private static <E> E word(E[] constants, Function<E, String> wordOf, String text, String kind) {
    List<String> words = Arrays.stream(constants).map(wordOf).toList();
    int at = words.indexOf(text.toLowerCase(Locale.ROOT));
    if (at < 0) {
      throw new IllegalArgumentException(
          "no "
              + kind
              + " \""
              + text
              + "\""
              + Spelling.nearest(text, words, MAX_TYPING_ERRORS)
                  .map(near -> "; did you mean \"" + near + "\"?")
                  .orElse(": write one of " + String.join(", ", words)));
    }
    return constants[at];
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
