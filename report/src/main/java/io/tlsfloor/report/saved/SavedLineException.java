package io.tlsfloor.report.saved;

/** A line lacks a field, or has one that does not fit. */
final class SavedLineException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  SavedLineException(String message) {
    super(message);
  }
}
