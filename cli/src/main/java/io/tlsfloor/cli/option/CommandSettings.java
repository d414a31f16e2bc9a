package io.tlsfloor.cli.option;

import java.util.Set;

/** Options of one command each. */
public final class CommandSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  /** Form of an explanation. */
  public enum ExplanationForm {
    TEXT,
    JSON,
    MARKDOWN
  }

  /** Form of a comparison. */
  public enum ComparisonForm {
    TEXT,
    JSON
  }

  /** Changes between two runs that a pipeline may stop at. */
  public enum Setback {
    NEW,
    WORSE,
    AGAIN
  }

  private static final Set<String> ARCHIVE = Set.of("archive");
  private static final Set<String> EXPLAIN = Set.of("explain");

  public static final Setting<Boolean> SUBMIT =
      ROWS.flag("submit")
          .commandLineOnly()
          .of(ARCHIVE, "print the `spark-submit` line that runs this on a cluster");

  public static final Setting<String> PARQUET =
      ROWS.value("parquet", "DIR", Kind.TEXT)
          .more("See [archives](../archive.md).")
          .of(
              ARCHIVE,
              "write tables of all connections, clients, runs and losses as Parquet below DIR, in"
                  + " any of Hadoop's file systems");

  public static final Setting<ExplanationForm> EXPLANATION_FORMAT =
      ROWS.value("format", "FORM", Kind.word(ExplanationForm.class))
          .more("`json` is one object with all of them, `markdown` is for a ticket.")
          .of(EXPLAIN, "form of the explanation: `text` (default), `json`, `markdown`");

  public static final Setting<String> PAGE =
      ROWS.value("output", "FILE", Kind.FILE)
          .letter("o")
          .of(
              Set.of("report"),
              "write the page to FILE (default `report.html`), or to standard output (`-`); FILE"
                  + " appears when it is complete");

  public static final Setting<String> TITLE =
      ROWS.value("title", "TEXT", Kind.TEXT)
          .of(Set.of("report"), "title of the page, such as `TLS in Microsoft 365, week 45`");

  public static final Setting<String> SINCE =
      ROWS.value("since", "FORMER.jsonl", Kind.FILE)
          .more("What `scan --format jsonl` wrote then; clients are compared by address.")
          .of(Set.of("report"), "say what changed since this earlier run");

  public static final Setting<ComparisonForm> COMPARISON_FORMAT =
      ROWS.value("format", "FORM", Kind.word(ComparisonForm.class))
          .more("`json` is one object with all changes and doubts.")
          .of(Set.of("diff"), "form of the result: `text` (default), `json`");

  public static final Setting<Setback> COMPARISON_FAIL_ON =
      ROWS.value("fail-on", "CHANGE,…", Kind.word(Setback.class))
          .repeated()
          .more("For a pipeline; everything is reported all the same.")
          .of(Set.of("diff"), "exit with 1 if there is such a change: `new`, `worse`, `again`");

  public static final Setting<Boolean> FILTERS =
      ROWS.flag("filter")
          .more("A result of `scan --format jsonl` is taken, too.")
          .of(
              EXPLAIN,
              "print filters for Wireshark and tcpdump that select the flagged connections");

  private CommandSettings() {}
}
