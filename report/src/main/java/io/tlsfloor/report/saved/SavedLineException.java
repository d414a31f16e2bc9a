package io.tlsfloor.report.saved;

/** A line lacks a field, or has one that does not fit. */
public final class SavedLineException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /** Says what is wrong with the line, as a clause: {@code it has no source.ip}. */
  public SavedLineException(String message) {
    super(message);
  }
}
