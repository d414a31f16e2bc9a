package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.When;
import io.tlsfloor.report.form.table.TableOptions.Grouping;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.policy.Vocabulary;
import java.util.Set;

/** Options about what a person sees, and those that every command has. */
public final class TerminalSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  public static final Setting<Boolean> QUIET =
      ROWS.flag("quiet")
          .letter("q")
          .of(
              Set.of("scan", "watch", "report"),
              "print results and errors only: no warnings, no status");

  public static final Setting<Boolean> VERBOSE =
      ROWS.flag("verbose")
          .letter("v")
          .of(
              Set.of("scan", "endpoints"),
              "show every finding in full, and skipped files; endpoints show: every name and prefix");

  public static final Setting<Long> TOP =
      ROWS.value("top", "N", Kind.number(1, 1_000_000))
          .more("Without it a terminal shows what fits of more than 20, a pipe and a file all.")
          .of(Set.of("scan"), "show only the worst N rows of a table");

  public static final Setting<Grouping> GROUP =
      ROWS.value("group", "BY", Kind.word(Grouping.class))
          .more(
              "`fix` has a row for each change, what clears most of those that get through first; JSON"
                  + " Lines name the changes in the line of the run. The page always has them.")
          .of(Set.of("scan"), "one row for each `client` (default), or for each `fix`");

  public static final Setting<Severity> FAIL_ON =
      ROWS.value("fail-on", "LEVEL", Kind.word(Vocabulary.SEVERITY))
          .more(
              "For a pipeline that is to stop at the worst alone; everything is reported all the same.")
          .of(
              Set.of("scan"),
              "exit with 1 only for a finding of this severity or worse (default: any)");

  public static final Setting<When> COLOR =
      ROWS.value("color", "WHEN", Kind.word(When.class))
          .more("`auto` is on a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`.")
          .of(Set.of("scan", "watch", "explain"), "colour: `auto` (default), `always`, `never`");

  public static final Setting<When> PROGRESS =
      ROWS.value("progress", "WHEN", Kind.word(When.class))
          .more(
              "A bar with bytes, rate and time left, on standard error, for what takes longer than a"
                  + " second; `auto` is if that is a terminal.")
          .of(Set.of("scan", "report"), "progress display: `auto` (default), `always`, `never`");

  public static final Setting<Boolean> DEBUG =
      ROWS.flag("debug")
          .commandLineOnly()
          .of(Set.of(Settings.ANY), "print the stack trace of a failure to standard error");

  public static final Setting<Boolean> HELP =
      ROWS.flag("help")
          .letter("h")
          .commandLineOnly()
          .of(Set.of(Settings.ANY), "print the options that are needed most");

  public static final Setting<Boolean> HELP_ALL =
      ROWS.flag("help-all").commandLineOnly().of(Set.of(Settings.ANY), "print all options");

  private TerminalSettings() {}
}
