package io.tlsfloor.cli.command;

import io.tlsfloor.report.ReportException;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit status and a message: what was wrong, where, and what to do. */
public final class CommandException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;
  private final String hint;

  /**
   * Ends the command.
   *
   * @param code how
   * @param what was wrong and where; one line, escaped when it is printed
   * @param hint what to do about it; empty for none
   */
  public CommandException(ExitCode code, String what, String hint) {
    this(code, what, hint, null);
  }

  /** Ends the command because of {@code cause}. */
  public CommandException(ExitCode code, String what, String hint, @Nullable Throwable cause) {
    super(what, cause);
    this.code = code;
    this.hint = hint;
  }

  /** Wrong usage: exit 2. */
  public static CommandException usage(String what, String hint) {
    return new CommandException(ExitCode.USAGE, what, hint);
  }

  /** Returns what is wrong with results that were given, or with where they go: exit 2 or 4. */
  public static CommandException of(String prefix, ReportException failure) {
    ExitCode code =
        switch (failure.side()) {
          case GIVEN -> ExitCode.USAGE;
          case OUTPUT -> ExitCode.FAULT;
        };
    return new CommandException(code, prefix + failure.what(), failure.hint(), failure.getCause());
  }

  /** How the command ends. */
  public ExitCode code() {
    return code;
  }

  /** Returns what to do about it; empty for none. */
  public String hint() {
    return hint;
  }
}
