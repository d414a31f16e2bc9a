package io.tlsfloor.report.saved;

/** A line lacks a field, or has one that does not fit. */
public final class SavedLineException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final boolean earlier;

  /** Says what is wrong with the line, as a clause: {@code it has no source.ip}. */
  public SavedLineException(String message) {
    this(message, false);
  }

  private SavedLineException(String message, boolean earlier) {
    super(message);
    this.earlier = earlier;
  }

  /** A line that a version of this program wrote whose lines are not read any more. */
  static SavedLineException ofEarlierVersion() {
    return new SavedLineException("it was written by an earlier version of tlsfloor", true);
  }

  /** Returns whether a version of this program wrote it whose lines are not read any more. */
  public boolean isOfEarlierVersion() {
    return earlier;
  }
}
