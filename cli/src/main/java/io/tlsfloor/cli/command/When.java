package io.tlsfloor.cli.command;

/** Says whether something that depends on a terminal happens. */
public enum When {
  AUTO,
  ALWAYS,
  NEVER;

  /** Returns whether it happens, given whether it would by itself. */
  public boolean decide(boolean fitting) {
    return this == ALWAYS || this == AUTO && fitting;
  }
}
