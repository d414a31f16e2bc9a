package io.tlsfloor.cli.command;

/** Which standard streams are terminals, and how wide the terminal is. */
public interface Terminals {
  /** Whether standard output is a terminal. */
  boolean out();

  /** Whether standard error is a terminal. */
  boolean err();

  /** Width of the terminal in characters; 0 when unknown. */
  int columns();

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
      };
}
