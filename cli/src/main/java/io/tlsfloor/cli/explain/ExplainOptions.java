package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.file.GivenPath;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Settings.ExplanationForm;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.report.text.Printable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The options of {@code explain}, checked.
 *
 * @param file or folder, as given, without what stands behind #
 * @param frame to look at
 * @param connection Community ID to look for
 * @param clients whose connections to look at; empty for any
 * @param format of the explanation
 * @param color when text is coloured
 * @param judging what is flagged
 */
record ExplainOptions(
    String file,
    Optional<Long> frame,
    Optional<String> connection,
    List<ClientChoice> clients,
    ExplanationForm format,
    When color,
    JudgingOptions judging) {
  private static final int MAX_DIGITS = 18;
  private static final String COMMUNITY_ID = "1:"; // how one of version 1 begins

  /**
   * Checks a parsed command line.
   *
   * @throws CommandException if a value is wrong; the message names option and value
   */
  static ExplainOptions of(Values values) throws CommandException {
    List<String> files = values.arguments();
    if (files.size() == 2 && isNumber(files.get(1))) {
      throw behind(files.get(0), files.get(1));
    }
    List<ClientChoice> clients = new ArrayList<>(values.all(Settings.CLIENT));
    if (files.size() == 2 && !exists(files.get(0))) { // as people ask: who, and where
      Optional<ClientChoice> client = ClientChoice.of(files.get(0));
      if (client.isPresent() && (client.get().name().isEmpty() || exists(files.get(1)))) {
        clients.add(client.get());
        files = files.subList(1, 2);
      }
    }
    if (files.size() != 1 || files.get(0).equals("-")) {
      throw CommandException.usage(
          "explain needs one capture file or folder",
          "Give the file and the frame: tlsfloor explain capture.pcapng#1203");
    }
    String file = files.get(0);
    int colon = file.lastIndexOf(':');
    if (colon > 0 && isNumber(file.substring(colon + 1)) && !exists(file)) {
      throw behind(file.substring(0, colon), file.substring(colon + 1));
    }
    Optional<Long> frame = Optional.empty();
    Optional<String> connection = Optional.empty();
    int hash = file.lastIndexOf('#');
    String behind = file.substring(hash + 1);
    if (hash > 0 && (isNumber(behind) || behind.startsWith(COMMUNITY_ID)) && !exists(file)) {
      if (isNumber(behind)) {
        frame = Optional.of(number(behind));
      } else {
        connection = Optional.of(behind);
      }
      file = file.substring(0, hash);
    }
    if (count(frame) + count(connection) + (clients.isEmpty() ? 0 : 1) > 1) {
      throw CommandException.usage(
          "explain looks at one thing", "Give FILE#N or a client, not both.");
    }
    return new ExplainOptions(
        file,
        frame,
        connection,
        clients,
        values.last(Settings.EXPLANATION_FORMAT).orElse(ExplanationForm.TEXT),
        values.last(Settings.COLOR).orElse(When.AUTO),
        JudgingOptions.of(values));
  }

  /** The same for other clients. */
  ExplainOptions of(List<ClientChoice> others) {
    return new ExplainOptions(file, frame, connection, others, format, color, judging);
  }

  private static int count(Optional<?> value) {
    return value.isPresent() ? 1 : 0;
  }

  private static boolean exists(String file) {
    try {
      return Files.exists(GivenPath.of(file));
    } catch (InvalidPathException e) {
      return false; // reported when it is opened
    }
  }

  private static long number(String frame) throws CommandException {
    long number = Long.parseLong(frame);
    if (number == 0) {
      throw CommandException.usage(
          "a frame cannot be \"" + frame + "\"", "Frames are counted from 1.");
    }
    return number;
  }

  private static CommandException behind(String file, String frame) {
    return CommandException.usage(
        "the frame follows the file name and #",
        "Use tlsfloor explain " + Printable.shell(file) + "#" + frame);
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns whether something to look at was given. */
  boolean selects() {
    return frame.isPresent() || connection.isPresent() || !clients.isEmpty();
  }
}
