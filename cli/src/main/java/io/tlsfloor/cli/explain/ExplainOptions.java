package io.tlsfloor.cli.explain;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.judging.JudgingFlags;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.parser.observation.IpAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/**
 * The options of {@code explain}, checked.
 *
 * @param file as given, without the frame number behind it
 * @param frame to look at
 * @param connection Community ID to look for
 * @param client whose connections to look at
 * @param format of the explanation
 * @param color when text is coloured
 * @param judging what is flagged
 */
record ExplainOptions(
    String file,
    Optional<Long> frame,
    Optional<String> connection,
    Optional<IpAddress> client,
    ExplainFormat format,
    When color,
    JudgingOptions judging) {
  private static final String FRAME = "frame";
  private static final String CONNECTION = "connection";
  private static final String CLIENT = "client";
  private static final String FORMAT = "format";
  private static final String COLOR = "color";
  private static final int MAX_DIGITS = 18;

  static Options options() {
    Options options = new Options();
    value(
        options, FRAME, "N", "explain the connection of frame N, as Wireshark counts; FILE#N too");
    value(options, CONNECTION, "ID", "explain the connection with this Community ID, such as 1:…=");
    value(options, CLIENT, "IP", "explain the connections of this client");
    value(options, FORMAT, "FORM", "form of the explanation: text (default), json, markdown");
    JudgingFlags.addTo(options);
    value(options, COLOR, "WHEN", "colour: auto (default), always, never");
    return options;
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  /**
   * Checks a parsed command line.
   *
   * @throws CommandException if a value is wrong; the message names option and value
   */
  static ExplainOptions of(CommandLine line) throws CommandException {
    List<String> files = line.getArgList();
    if (files.size() != 1 || files.get(0).equals("-")) {
      throw CommandException.usage(
          "explain needs one capture file",
          "It is read twice. Give it with what to look at: tlsfloor explain capture.pcapng#1203");
    }
    String file = files.get(0);
    Values values = new Values(line);
    Optional<Long> frame = frame(values.last(FRAME));
    int hash = file.lastIndexOf('#');
    if (hash > 0 && isNumber(file.substring(hash + 1)) && !exists(file)) {
      if (frame.isEmpty()) {
        frame = frame(Optional.of(file.substring(hash + 1)));
      }
      file = file.substring(0, hash);
    }
    Optional<String> connection = values.last(CONNECTION);
    Optional<IpAddress> client = client(values);
    if (count(frame) + count(connection) + count(client) > 1) {
      throw CommandException.usage(
          "explain looks at one thing", "Give one of --frame, --connection and --client.");
    }
    return new ExplainOptions(
        file,
        frame,
        connection,
        client,
        values.word(FORMAT, ExplainFormat.class).orElse(ExplainFormat.TEXT),
        values.word(COLOR, When.class).orElse(When.AUTO),
        JudgingOptions.of(line));
  }

  private static int count(Optional<?> value) {
    return value.isPresent() ? 1 : 0;
  }

  private static boolean exists(String file) {
    try {
      return Files.exists(Path.of(file));
    } catch (InvalidPathException e) {
      return false; // told when it is opened
    }
  }

  private static Optional<Long> frame(Optional<String> text) throws CommandException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (!isNumber(text.get()) || Long.parseLong(text.get()) == 0) {
      throw CommandException.usage(
          "--frame cannot be \"" + text.get() + "\"", "Frames are counted from 1.");
    }
    return Optional.of(Long.parseLong(text.get()));
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty()
        && text.length() <= MAX_DIGITS
        && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static Optional<IpAddress> client(Values values) throws CommandException {
    Optional<String> text = values.last(CLIENT);
    try {
      return text.map(IpAddress::parse);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "--client cannot be \"" + text.orElse("") + "\"", "Give an IPv4 or IPv6 address.");
    }
  }

  /** Whether something to look at was given. */
  boolean selects() {
    return frame.isPresent() || connection.isPresent() || client.isPresent();
  }
}
