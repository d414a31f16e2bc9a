package io.tlsfloor.report.sink;

import java.io.IOException;

/** An output could not be written, as opposed to an input that could not be read. */
public final class OutputException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String output;

  /**
   * Says which output failed.
   *
   * @param output its name, for people
   * @param cause what the system said
   */
  public OutputException(String output, IOException cause) {
    super(cause);
    this.output = output;
  }

  /** The output's name, for people. */
  public String output() {
    return output;
  }
}
