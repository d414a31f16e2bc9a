package io.tlsfloor.report.form.html;

import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RemedyPages;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * All that the page shows, as text that is safe to read; the templates escape it for HTML.
 *
 * @param cover what a manager reads first
 * @param title what was read, when
 * @param answer one sentence
 * @param notes further sentences
 * @param tiles the numbers to remember
 * @param coverage what was not seen
 * @param time what was when
 * @param findings groups, the worst first
 * @param exceptions groups that exceptions cover
 * @param method what a reader needs to repeat the run
 * @param assets style, script and the policy that allows just these
 */
public record Page(
    Cover cover,
    String title,
    String answer,
    List<String> notes,
    List<Tile> tiles,
    Coverage coverage,
    Chart time,
    Findings findings,
    Exceptions exceptions,
    Method method,
    Assets assets) {
  /** {@code 10 clients}: those with findings of severity low alone, and others with such. */
  public String lowClients() {
    long clients = findings.low().stream().map(row -> row.client()).distinct().count();
    return Words.count(clients, "client");
  }

  /** The pages that say what to do about the findings, in the order of their names. */
  public List<Guide> remedies() {
    TreeSet<String> names = new TreeSet<>();
    findings.rows().forEach(row -> row.guide().ifPresent(names::add));
    return names.stream().map(Guide::of).toList();
  }

  /**
   * Holds what was not seen.
   *
   * @param tone {@code lossy} where something was lost that could hide a finding, {@code good}
   *     where it is good news, else {@code plain}
   * @param text one sentence about that
   * @param losses every kind of loss that happened
   */
  public record Coverage(String tone, String text, List<Loss> losses) {}

  /**
   * Groups of findings.
   *
   * @param rows that are on the page
   * @param filters what they can be narrowed to
   * @param leftOut a sentence about groups that are not on the page; empty for none
   * @param low groups of severity low, which are a list on demand
   */
  public record Findings(
      List<FindingRow> rows, Filters filters, String leftOut, List<FindingRow> low) {}

  /**
   * Holds what exceptions cover.
   *
   * @param rows groups
   * @param note a sentence about them
   */
  public record Exceptions(List<FindingRow> rows, String note) {}

  /**
   * Holds what a reader needs to repeat the run.
   *
   * @param inputs what was read
   * @param pairs further names and values
   */
  public record Method(List<InputRow> inputs, List<Pair> pairs) {}

  /**
   * Holds what to do about a finding, in full.
   *
   * @param name of the page
   * @param title its first line
   * @param html the rest, as elements
   */
  public record Guide(String name, String title, String html) {
    /** The page of a name that {@link RemedyPages} has. */
    public static Guide of(String name) {
      String page = RemedyPages.text(name).orElse("");
      int end = page.indexOf('\n');
      return new Guide(
          name, page.substring(0, end).replaceFirst("^# ", ""), GuideHtml.of(page.substring(end)));
    }
  }

  /**
   * Holds what a manager reads first.
   *
   * @param title of the report; empty for none
   * @param period that it is about, UTC; empty where packets have no times
   * @param toDo how much the changes clear; empty where there is nothing below
   * @param systems that need something
   * @param owners of these, each with what is theirs; empty without an inventory
   * @param accounts that need something, of which no machine is known
   * @param fixes what to do, by effect
   * @param exceptions what was accepted, by whom, until when
   * @param limits what could hide a finding, with what to do about it
   */
  public record Cover(
      String title,
      String period,
      String toDo,
      Listed<SystemRow> systems,
      List<Owned> owners,
      Listed<AccountRow> accounts,
      Listed<FixRow> fixes,
      Listed<Accepted> exceptions,
      Listed<String> limits) {
    /** Returns whether it says what the report is about. */
    public boolean isNamed() {
      return !title.isEmpty();
    }
  }

  /**
   * The first of many, and how many more there are.
   *
   * @param <T> what is listed
   * @param rows that are shown
   * @param printed how many of them are printed
   * @param all how many there are
   */
  public record Listed<T>(List<T> rows, int printed, int all) {
    static <T> Listed<T> of(List<T> all, int shown, int printed) {
      return of(all, Function.identity(), shown, printed);
    }

    /** Makes rows of those alone that are shown. */
    static <S, T> Listed<T> of(List<S> all, Function<S, T> row, int shown, int printed) {
      List<T> rows = all.stream().limit(shown).map(row).toList();
      return new Listed<>(rows, Math.min(printed, rows.size()), all.size());
    }

    /** Returns whether there are none. */
    public boolean isEmpty() {
      return rows.isEmpty();
    }

    /** The class of a row, which says whether it is printed. */
    public String place(int row) {
      return row < printed ? "" : "onscreen";
    }

    /** How many there are besides those on the screen; empty for none. */
    public String more() {
      return more(rows.size());
    }

    /** How many there are besides those on paper; empty for none. */
    public String moreThanPrinted() {
      return more(printed);
    }

    private String more(int shown) {
      return all > shown ? "… and " + Words.number(all - shown) + " more" : "";
    }
  }

  /** A text in pieces: every second one is what is typed, which the text has between backticks. */
  public static List<String> pieces(String text) {
    return List.of(text.split("`", -1));
  }

  /**
   * A system that needs something.
   *
   * @param name its own; empty for none
   * @param address of it
   * @param owner who answers for it; empty when no one is named
   * @param service or several
   * @param state what becomes of it
   * @param severity class of its colour
   * @param fix what {@code tlsfloor remedy} takes
   * @param more how many other fixes; empty for none
   * @param guide name of the page that says it in full; empty for none
   */
  public record SystemRow(
      String name,
      String address,
      String owner,
      String service,
      String state,
      String severity,
      String fix,
      String more,
      String guide) {}

  /**
   * Holds what one owner has to do.
   *
   * @param name of the owner
   * @param systems theirs
   */
  public record Owned(String name, Listed<SystemRow> systems) {
    /** The {@code id} of their part of the page, the same in each report: links stay true. */
    public static String part(String name) {
      return "owner-" + URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    /** The {@code id} of this part. */
    public String part() {
      return part(name);
    }
  }

  /**
   * An account that a report names.
   *
   * @param name of it
   * @param programs that it used
   * @param service or several
   * @param versions lowest chosen
   * @param times messages or sign-ins, as shown
   * @param state what becomes of it
   * @param severity class of its colour
   * @param machine on which it may be; empty where none fits
   * @param fix what {@code tlsfloor remedy} takes
   * @param guide name of the page that says it in full; empty for none
   */
  public record AccountRow(
      String name,
      String programs,
      String service,
      String versions,
      String times,
      String state,
      String severity,
      String machine,
      String fix,
      String guide) {}

  /**
   * A change.
   *
   * @param clients how many need it
   * @param text what to do
   * @param looks what the clients look like
   * @param fates how they fare, or the severity
   * @param severity class of its colour
   * @param guide name of the page that says it in full; empty for none
   */
  public record FixRow(
      String clients, String text, String looks, String fates, String severity, String guide) {}

  /**
   * Holds what was accepted for one reason.
   *
   * @param client its address, or how many there are
   * @param service for people, or how many there are
   * @param owner who answers for it
   * @param until its last day
   * @param reason why
   */
  public record Accepted(
      String client, String service, String owner, String until, String reason) {}

  /**
   * A number to remember.
   *
   * @param number as shown
   * @param label what is counted
   * @param tone class of its colour: {@code bad}, {@code good} or {@code plain}
   */
  public record Tile(String number, String label, String tone) {}

  /** A name and its value. */
  public record Pair(String name, String value) {}

  /**
   * A kind of loss.
   *
   * @param text with its count
   * @param hides whether it could hide a finding
   * @param advice what to do about it; empty where nothing helps
   */
  public record Loss(String text, boolean hides, String advice) {}

  /**
   * A capture.
   *
   * @param file as given or found
   * @param packets as shown
   * @param bytes as shown
   * @param damage why it was not read to its end; empty for a sound one
   */
  public record InputRow(String file, String packets, String bytes, String damage) {}

  /**
   * Flagged connections over time.
   *
   * @param summary one sentence, also for those who do not see the chart
   * @param columns the parts of time, oldest first; empty for none
   * @param most the highest count of a column, as shown
   * @param first time of the left end
   * @param last time of the right end
   */
  public record Chart(
      String summary, List<ChartColumn> columns, String most, String first, String last) {
    /** How wide a column is, in the chart's units, of which it has 1000. */
    public int columnWidth() {
      return Math.min(40, 1000 / Math.max(1, columns.size()));
    }
  }

  /**
   * A part of time.
   *
   * @param from its first second
   * @param count of connections, as shown
   * @param pieces stacked from the bottom
   */
  public record ChartColumn(String from, String count, List<Piece> pieces) {}

  /**
   * A piece of a column, in units of which a full column has 100.
   *
   * @param tone class of its colour
   * @param y of the upper edge
   * @param height in the same unit
   */
  public record Piece(String tone, int y, int height) {}

  /** Holds what the findings can be narrowed to. */
  public record Filters(List<String> severities, List<String> services, List<String> rules) {}
}
