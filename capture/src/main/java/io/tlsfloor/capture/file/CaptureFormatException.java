package io.tlsfloor.capture.file;

/**
 * An input that is no capture we can read: what it is instead, and what to do about it.
 *
 * <p>Thrown when a capture is opened, never later: damage further on is a {@link
 * io.tlsfloor.capture.Damage}.
 */
public final class CaptureFormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String input;
  private final String problem;
  private final String advice;
  private final boolean capture;

  /**
   * Says what is wrong.
   *
   * @param input the file as given, or what stands for standard input
   * @param problem one clause that fits after the input's name and a colon
   * @param advice what to do, as an imperative clause
   */
  public CaptureFormatException(String input, String problem, String advice) {
    this(input, problem, advice, false);
  }

  CaptureFormatException(String input, String problem, String advice, boolean capture) {
    super(input + ": " + problem + "; " + advice);
    this.input = input;
    this.problem = problem;
    this.advice = advice;
    this.capture = capture;
  }

  /** The file as given, or what stands for standard input. */
  public String input() {
    return input;
  }

  /** Returns what is wrong with it. */
  public String problem() {
    return problem;
  }

  /**
   * Returns whether it does hold captured traffic, in a format that we cannot read or damaged from
   * the start, so that leaving it out is a loss.
   */
  public boolean isCapture() {
    return capture;
  }

  /** Returns what to do. */
  public String advice() {
    return advice;
  }
}
