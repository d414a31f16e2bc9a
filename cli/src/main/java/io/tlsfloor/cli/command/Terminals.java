package io.tlsfloor.cli.command;

/** Which standard streams are terminals, and how large the terminal is. */
public interface Terminals {
  /** No terminal anywhere: pipes and files. */
  Terminals NONE = new Terminals() {};

  /** Returns whether standard output is a terminal. */
  default boolean out() {
    return false;
  }

  /** Returns whether standard error is a terminal. */
  default boolean err() {
    return false;
  }

  /** Width of the terminal in characters; 0 when unknown. */
  default int columns() {
    return 0;
  }

  /** Height of the terminal in lines; 0 when unknown. */
  default int lines() {
    return 0;
  }
}
