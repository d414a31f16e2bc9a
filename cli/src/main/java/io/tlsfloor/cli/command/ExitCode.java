package io.tlsfloor.cli.command;

/** How a command ended, as its exit status says. */
public enum ExitCode {
  /** Done, nothing flagged, nothing lost that could hide a finding. */
  CLEAN(0),
  /** Done, something flagged. */
  FLAGGED(1),
  /** Wrong usage, or no input could be read at all. */
  USAGE(2),
  /** Done, nothing flagged, but a loss that could hide a finding. */
  LOSS(3),
  /** Our fault or the machine's: a bug, memory, an output that failed. */
  FAULT(4),
  /** Ended by SIGINT or SIGTERM, after the closing record: 128 + SIGINT. */
  INTERRUPTED(130),
  /** The reader of standard output went away: 128 + SIGPIPE. */
  BROKEN_PIPE(141);

  private final int status;

  ExitCode(int status) {
    this.status = status;
  }

  /** The number for the operating system. */
  public int status() {
    return status;
  }
}
