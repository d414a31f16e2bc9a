package io.tlsfloor.cli.report;

/** The forms that results come in. */
public enum Format {
  /** For people: findings grouped, worst first. */
  TABLE,
  /** For programs: one JSON object a line. */
  JSONL
}
