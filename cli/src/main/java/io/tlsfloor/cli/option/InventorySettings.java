package io.tlsfloor.cli.option;

import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.inventory.state.State;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options of {@code inventory}. The help says which action has which. */
public final class InventorySettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  /** Says what {@code --fail-on} looks for. */
  public enum FailOn {
    BELOW,
    NEW,
    BACK
  }

  private static final Set<String> COMMAND = Set.of("inventory");
  private static final Set<String> WITH_PAGE = Set.of("inventory", "serve");

  private static final Kind<LocalDate> DATE =
      Kind.of(InventorySettings::date, "Give a day such as 2026-12-31.");

  /** {@code json} is the name of JSON Lines where there is one line. */
  private static final Kind<Listing.Form> FORM =
      Kind.word(
          List.of("table", "json", "jsonl", "csv", "markdown"),
          List.of(
              Listing.Form.TABLE,
              Listing.Form.JSONL,
              Listing.Form.JSONL,
              Listing.Form.CSV,
              Listing.Form.MARKDOWN));

  private static final Kind<Standard> COVERAGE =
      Kind.of(
          InventorySettings::coverage,
          "Give hours, or hours and percent: 4, or 4,2.5; the usual is 8,1.");

  public static final Setting<String> INVENTORY =
      ROWS.value("inventory", "FILE|URL", Kind.FILE)
          .more("The URL may hold `user=` and `password=`. See [the inventory](../inventory.md).")
          .of(
              Set.of("inventory", "scan", "watch", "report", "serve"),
              "keep results in this inventory: a SQLite file, or"
                  + " `jdbc:postgresql://HOST/DATABASE`");

  public static final Setting<LocalDate> AS_OF =
      ROWS.value("as-of", "DATE", DATE)
          .of(
              COMMAND,
              "answer as of the end of that day (default: today); note: valid from that day; site: its"
                  + " first or last day");

  public static final Setting<Long> WINDOW =
      ROWS.value("window", "DAYS", Kind.number(1, 3_650))
          .of(WITH_PAGE, "covered days without a client until it counts as quiet (default 14)");

  public static final Setting<Standard> MIN_COVERAGE =
      ROWS.value("min-coverage", "HOURS[,PERCENT]", COVERAGE)
          .of(
              COMMAND,
              "what a day takes to be covered: hours watched, and at most so much lost (default"
                  + " `8,1`); the inventory keeps it for all later questions");

  public static final Setting<LocalDate> TARGET =
      ROWS.value("target", "DATE", DATE)
          .of(WITH_PAGE, "status: the deadline (default: the next day on which the service stops)");

  public static final Setting<FailOn> FAIL_ON =
      ROWS.value("fail-on", "WORD,…", Kind.word(FailOn.class))
          .repeated()
          .of(COMMAND, "status: exit with 1 if any client is `below`, `new` or `back`");

  public static final Setting<Listing.Form> FORMAT =
      ROWS.value("format", "FORM", FORM)
          .of(
              COMMAND,
              "`table` (default); status: `json`, `csv`; client: `json`; clients: `jsonl`, `csv`,"
                  + " `markdown`");

  public static final Setting<State> STATE =
      ROWS.value("state", "STATE,…", Kind.word(State.class))
          .repeated()
          .of(COMMAND, "clients: only this state");

  public static final Setting<String> SERVICE =
      ROWS.value("service", "TEXT", Kind.TEXT)
          .of(
              COMMAND,
              "clients: only this service, by a part of its name or another usual name, such as EXO");

  public static final Setting<String> STACK =
      ROWS.value("stack", "TEXT", Kind.TEXT)
          .of(COMMAND, "clients: only this software, such as Java 7; note: about all of them");

  public static final Setting<String> OWNER =
      ROWS.value("owner", "NAME", Kind.TEXT)
          .of(COMMAND, "clients: only this owner; note: who is responsible");

  public static final Setting<String> TICKET =
      ROWS.value("ticket", "TEXT", Kind.TEXT).of(COMMAND, "note: where the work is tracked");

  public static final Setting<LocalDate> DUE =
      ROWS.value("due", "DATE", DATE).of(COMMAND, "note: the deadline");

  public static final Setting<String> COMMENT =
      ROWS.value("comment", "TEXT", Kind.TEXT).of(COMMAND, "note: anything else");

  public static final Setting<String> ACCEPT =
      ROWS.value("accept", "REASON", Kind.TEXT)
          .of(COMMAND, "note: it may stay below for this reason; needs `--owner` and `--until`");

  public static final Setting<LocalDate> UNTIL =
      ROWS.value("until", "DATE", DATE).of(COMMAND, "note: the last day of `--accept`");

  public static final Setting<LocalDate> BEFORE =
      ROWS.value("before", "DATE", DATE).of(COMMAND, "forget: everything before that day");

  public static final Setting<Boolean> APPLY =
      ROWS.flag("apply")
          .of(COMMAND, "forget: do it; without this option only say what would be done");

  private static final Pattern HOURS_AND_PERCENT =
      Pattern.compile("(\\d{1,2}(?:\\.\\d+)?)h?(?:,(\\d{1,2}(?:\\.\\d+)?)%?)?");

  private InventorySettings() {}

  private static Standard coverage(String text) {
    Matcher both = HOURS_AND_PERCENT.matcher(text);
    if (!both.matches()) {
      throw new IllegalArgumentException();
    }
    String percent = both.group(2) == null ? "1" : both.group(2);
    return Standard.of(Double.parseDouble(both.group(1)), Double.parseDouble(percent));
  }

  /** Reads a day without a sign: Java's years reach further than numbers of days do. */
  private static LocalDate date(String text) {
    try {
      if (text.startsWith("+") || text.startsWith("-")) {
        throw new IllegalArgumentException();
      }
      return LocalDate.parse(text);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException();
    }
  }
}
