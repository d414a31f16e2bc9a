package io.tlsfloor.cli.command;

/** Which standard streams are terminals, and how large the terminal is. */
public interface Terminals {
  /** Returns whether standard output is a terminal. */
  boolean out();

  /** Returns whether standard error is a terminal. */
  boolean err();

  /** Width of the terminal in characters; 0 when unknown. */
  int columns();

  /** Height of the terminal in lines; 0 when unknown. */
  int lines();

  /** No terminal anywhere: pipes and files. */
  Terminals NONE =
      new Terminals() {
        @Override
        public boolean out() {
          return false;
        }

        @Override
        public boolean err() {
          return false;
        }

        @Override
        public int columns() {
          return 0;
        }

        @Override
        public int lines() {
          return 0;
        }
      };
}
