package io.tlsfloor.cli.explain;

/** The forms that an explanation comes in. */
enum ExplainFormat {
  /** For a terminal. */
  TEXT,
  /** For programs: one JSON object. */
  JSON,
  /** For a ticket. */
  MARKDOWN
}
