package io.tlsfloor.report;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Something that results come from or go to cannot be used: what, why, and what to do. */
public final class ReportException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Side side;
  private final String hint;

  /** Which end of a run is at fault. */
  public enum Side {
    /** Says what the caller named or gave: saved lines, a key, a certificate. */
    GIVEN,
    /** Where results go, on this machine or another. */
    OUTPUT
  }

  private ReportException(Side side, String what, String hint, @Nullable Throwable cause) {
    super(what, cause);
    this.side = side;
    this.hint = hint;
  }

  /**
   * Returns what was given is no good.
   *
   * @param what was wrong and where; one line, not escaped yet
   * @param hint what to do about it; empty for none
   */
  public static ReportException given(String what, String hint) {
    return new ReportException(Side.GIVEN, what, hint, null);
  }

  /** Returns what was given cannot be read, for a reason of the system's. */
  public static ReportException given(String what, String hint, Throwable cause) {
    return new ReportException(Side.GIVEN, what, hint, cause);
  }

  /** An output cannot be opened. */
  public static ReportException output(String what, String hint, Throwable cause) {
    return new ReportException(Side.OUTPUT, what, hint, cause);
  }

  /** Which end is at fault. */
  public Side side() {
    return side;
  }

  /** Returns what was wrong and where, one line. */
  public String what() {
    return String.valueOf(getMessage());
  }

  /** Returns what to do about it; empty for none. */
  public String hint() {
    return hint;
  }
}
