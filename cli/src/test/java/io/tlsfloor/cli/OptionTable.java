package io.tlsfloor.cli;

import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the option tables of the manual: each stands between {@code <!-- options of COMMAND -->}
 * and {@code <!-- end -->}. With {@code , not of OTHER} behind the command, what both have is named
 * in a sentence.
 */
final class OptionTable {
  private static final Pattern PLACE =
      Pattern.compile(
          "(<!-- options of ([a-z-]+)(?:, not of ([a-z-]+))? -->\n).*?(<!-- end -->)",
          Pattern.DOTALL);

  private OptionTable() {}

  /** The document with all its tables as they should be. */
  static String replaced(String document) {
    return PLACE
        .matcher(document)
        .replaceAll(
            place ->
                Matcher.quoteReplacement(
                    place.group(1) + table(place.group(2), place.group(3)) + place.group(4)));
  }

  /** The commands whose table a document has. */
  static List<String> commands(String document) {
    return PLACE.matcher(document).results().map(place -> place.group(2)).toList();
  }

  private static String table(String command, String other) {
    List<Setting<?>> theirs = other == null ? List.of() : Settings.of(other);
    List<String> shared = new ArrayList<>();
    StringBuilder rows = new StringBuilder();
    for (Setting<?> option : Settings.of(command)) {
      if (theirs.contains(option)) {
        shared.add("`" + option + "`");
      } else {
        rows.append(row(option));
      }
    }
    String table = rows.isEmpty() ? "" : "| option | meaning |\n|---|---|\n" + rows;
    if (shared.isEmpty()) {
      return table;
    }
    return table
        + (rows.isEmpty() ? "" : "\n")
        + wrapped(
            "As for [`" + other + "`](files.md#" + other + "): " + String.join(", ", shared) + ".");
  }

  private static String row(Setting<?> option) {
    String letter = option.letter().map(l -> "`-" + l + "`, ").orElse("");
    String value = option.hasValue() ? " " + option.argument().replace("|", "\\|") : "";
    String more = option.more().isEmpty() ? "" : ". " + option.more();
    return "| "
        + letter
        + "`"
        + option
        + value
        + "` | "
        + (option.help() + more).replace("|", "\\|").replaceFirst("\\.$", "")
        + " |\n";
  }

  private static String wrapped(String sentence) {
    StringBuilder lines = new StringBuilder();
    int column = 0;
    for (String word : sentence.split(" ")) {
      if (column > 0 && column + 1 + word.length() > 118) {
        lines.append('\n');
        column = 0;
      } else if (column > 0) {
        lines.append(' ');
        column++;
      }
      lines.append(word);
      column += word.length();
    }
    return lines.append('\n').toString();
  }
}
