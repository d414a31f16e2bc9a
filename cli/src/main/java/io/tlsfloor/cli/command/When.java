package io.tlsfloor.cli.command;

/** Whether something that depends on a terminal happens. */
public enum When {
  AUTO,
  ALWAYS,
  NEVER;

  /** Whether it happens, given whether it would by itself. */
  public boolean decide(boolean fitting) {
    return this == ALWAYS || this == AUTO && fitting;
  }
}
