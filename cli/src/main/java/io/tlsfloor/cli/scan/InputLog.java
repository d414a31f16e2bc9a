package io.tlsfloor.cli.scan;

import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds what became of each input. Of those that could not be read it warns once another could:
 * before that it is not known whether they are a warning or the end of the run. Of many it names a
 * few and counts the others, since the results name them too.
 */
final class InputLog {
  private static final int NAMED = 3;

  private final Console console;
  private final List<Run.Input> all = new ArrayList<>();
  private final List<Run.Input> waiting = new ArrayList<>();
  private final long most; // warnings that name an input
  private boolean anyRead;
  private long warnings;

  /**
   * A log.
   *
   * @param verbose whether each is named
   */
  InputLog(Console console, boolean verbose) {
    this(console, verbose ? Long.MAX_VALUE : NAMED);
  }

  private InputLog(Console console, long most) {
    this.console = console;
    this.most = most;
  }

  /** One that warns of nothing: of inputs that are read again. */
  static InputLog silent(Console console) {
    return new InputLog(console, 0);
  }

  void add(ChainResult.Input read) {
    add(Run.Input.capture(read.name(), read.packets(), read.bytes(), read.damage(), read.advice()));
  }

  void add(CaptureSet.Unread failed) {
    add(ChainResult.Input.unread(failed.input(), failed.reason(), failed.advice()));
  }

  /** Takes an export that no report is read from. */
  void addLog(CaptureSet.Unread unread) {
    add(Run.Input.unreadLog(unread.input(), unread.reason(), unread.advice()));
  }

  void add(Run.Input input) {
    all.add(input);
    if (input.damage().isPresent()) {
      waiting.add(input);
    }
    anyRead |= input.isRead();
    if (anyRead) {
      waiting.forEach(this::warn);
      waiting.clear();
    }
  }

  /** Says how many more there were than are named. */
  void end() {
    if (most > 0 && warnings > most) {
      long more = warnings - most;
      console.warn(
          Words.count(more, "more input")
              + (more == 1 ? " is" : " are")
              + " damaged or cannot be read; -v names "
              + (more == 1 ? "it" : "them"));
    }
  }

  private void warn(Run.Input input) {
    warnings++;
    if (warnings > most) {
      return;
    }
    String what = input.file() + ": " + input.damage().orElse("");
    console.warn(
        input.isRead() && input.entries().isPresent()
            ? what
                + "; "
                + Words.either(
                    input.entries().getAsLong(), "entry of it was read", "entries of it were read")
            : input.isRead()
                ? what + "; the " + input.packets() + " packets before that were read"
                : what + input.advice().map(advice -> "; " + advice).orElse(""));
  }

  /** All inputs, in order. */
  List<Run.Input> all() {
    return all;
  }

  /**
   * Ends the run if nothing at all could be read.
   *
   * @throws CommandException with the reason: exit 2
   */
  void refuseNothing() throws CommandException {
    if (anyRead || all.isEmpty()) {
      return;
    }
    if (waiting.size() == 1) {
      Run.Input input = waiting.get(0);
      throw CommandException.usage(input.file() + ": " + input.damage().orElse(""), hint(input));
    }
    for (Run.Input input : waiting) {
      console.error(input.file() + ": " + input.damage().orElse(""), hint(input));
    }
    throw CommandException.usage(
        "none of the " + waiting.size() + " inputs can be read", "See above for each.");
  }

  private static String hint(Run.Input input) {
    String clause = input.advice().orElse("");
    return clause.isEmpty()
        ? clause
        : Character.toUpperCase(clause.charAt(0)) + clause.substring(1) + ".";
  }
}
