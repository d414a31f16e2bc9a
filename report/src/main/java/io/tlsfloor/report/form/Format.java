package io.tlsfloor.report.form;

/** The forms that results come in. */
public enum Format {
  /** For people: findings grouped, worst first. */
  TABLE,
  /** For programs: one JSON object a line. */
  JSONL,
  /** For spreadsheets: one line a connection. */
  CSV,
  /** For tickets and wikis: findings grouped, worst first. */
  MARKDOWN,
  /** For what takes Suricata's events. */
  EVE,
  /** For what takes Zeek's logs in JSON. */
  ZEEK,
  /** For what takes ArcSight's Common Event Format. */
  CEF,
  /** For managers and analysts: one page. */
  HTML
}
