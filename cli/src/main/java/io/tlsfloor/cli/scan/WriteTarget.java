package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.report.form.Format;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;

/**
 * One more output of a run.
 *
 * @param format its form
 * @param file as given
 */
record WriteTarget(Format format, String file) {
  /**
   * Reads {@code --write FORMAT=FILE}, repeated.
   *
   * @param output of {@code --output}: no two outputs go to one file
   * @throws CommandException if one is wrong
   */
  static List<WriteTarget> of(CommandLine line, Values values, Optional<String> output)
      throws CommandException {
    String[] given = line.getOptionValues(ScanFlags.WRITE);
    List<WriteTarget> targets = new ArrayList<>();
    Set<String> files = new HashSet<>();
    if (output.isPresent()) {
      files.add(output.get());
    }
    for (String text : given == null ? new String[0] : given) {
      int equals = text.indexOf('=');
      if (equals < 1 || equals == text.length() - 1) {
        throw CommandException.usage(
            "--write cannot be \"" + text + "\"",
            "Give a form and a file: --write csv=findings.csv");
      }
      int format =
          values.indexOf(ScanFlags.WRITE, text.substring(0, equals), Values.words(Format.class));
      String file = text.substring(equals + 1);
      if (!files.add(file)) {
        throw CommandException.usage(
            "two outputs go to " + file, "Give each --write, and --output, a file of its own.");
      }
      targets.add(new WriteTarget(Format.values()[format], file));
    }
    return targets;
  }
}
