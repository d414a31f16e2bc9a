package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.When;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Mark;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.logs.DateOrder;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.form.table.TableOptions.Grouping;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.Direction;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import io.tlsfloor.rules.policy.Vocabulary;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;

/** The table of options: its rows, in the order of {@code options.txt}, and those of a command. */
public final class Settings {
  private static final List<String> ROWS = rows();

  private static final List<Setting<?>> TABLE = new ArrayList<>();

  // archive, explain, report, diff
  public static final Setting<Boolean> SUBMIT = row("submit", Kind.FLAG);
  public static final Setting<String> PARQUET = row("parquet", Kind.TEXT);
  public static final Setting<ExplanationForm> EXPLANATION_FORMAT =
      row("format", Kind.word(ExplanationForm.class));
  public static final Setting<String> PAGE = row("output", Kind.TEXT);
  public static final Setting<String> TITLE = row("title", Kind.TEXT);
  public static final Setting<ComparisonForm> COMPARISON_FORMAT =
      row("format", Kind.word(ComparisonForm.class));
  public static final Setting<Setback> COMPARISON_FAIL_ON =
      row("fail-on", Kind.word(Setback.class));
  public static final Setting<Boolean> FILTERS = row("filter", Kind.FLAG);

  // watch: what is captured, how, and for how long
  public static final Setting<String> INTERFACE = row("interface", Kind.TEXT);
  public static final Setting<Boolean> LIST = row("list", Kind.FLAG);
  public static final Setting<String> LIVE_FILTER = row("filter", Kind.TEXT);
  public static final Setting<Long> BUFFER =
      row("buffer", Kind.bytes(1 << 20, 2047L << 20)); // an int counts it
  public static final Setting<Boolean> NO_PROMISCUOUS = row("no-promiscuous", Kind.FLAG);
  public static final Setting<Engine> ENGINE = row("engine", Kind.word(Engine.class));
  public static final Setting<Duration> DURATION =
      row("duration", Kind.seconds(Duration.ofDays(3650)));
  public static final Setting<Long> COUNT = row("count", Kind.number(1, Long.MAX_VALUE));
  public static final Setting<String> CONFIG = row("config", Kind.TEXT);
  public static final Setting<Boolean> NO_CONFIG = row("no-config", Kind.FLAG);
  public static final Setting<Boolean> CHECK_CONFIG = row("check-config", Kind.FLAG);
  public static final Setting<String> USER = row("user", Kind.TEXT);

  // in which form results go where
  public static final Setting<Format> FORMAT = row("format", Kind.word(Format.class));
  public static final Setting<String> OUTPUT = row("output", Kind.TEXT);
  public static final Setting<WriteTarget> WRITE = row("write", WriteTarget.KIND);
  public static final Setting<Optional<Format>> LIVE_FORMAT = row("format", Kind.LIVE_FORM);
  public static final Setting<String> LIVE_OUTPUT = row("output", Kind.TEXT);
  public static final Setting<String> EVIDENCE = row("evidence", Kind.TEXT);
  public static final Setting<String> LIVE_EVIDENCE = row("evidence", Kind.TEXT);
  public static final Setting<Long> EVIDENCE_SIZE = // at least what one connection takes
      row("evidence-size", Kind.bytes(1 << 16, Long.MAX_VALUE));
  public static final Setting<String> SITE = row("site", Kind.TEXT);
  public static final Setting<String> PSEUDONYMIZE = row("pseudonymize", Kind.TEXT);
  public static final Setting<InetSocketAddress> METRICS = row("metrics", Kind.LISTEN);
  public static final Setting<Boolean> FOLLOW = row("follow", Kind.FLAG);

  // what is flagged
  public static final Setting<Boolean> ALL = row("all", Kind.FLAG);
  public static final Setting<Severity> MIN_SEVERITY =
      row("min-severity", Kind.word(Vocabulary.SEVERITY));
  public static final Setting<Confidence> MIN_CONFIDENCE =
      row("min-confidence", Kind.word(Vocabulary.CONFIDENCE));
  public static final Setting<RuleId> RULE = row("rule", Kind.word(Vocabulary.RULE));
  public static final Setting<Boolean> ANY_SERVICE = row("any-service", Kind.FLAG);
  public static final Setting<Set<Direction>> DIRECTION = row("direction", Kind.DIRECTIONS);
  public static final Setting<IpPrefix> HOME_NET = row("home-net", Kind.RANGE);
  public static final Setting<String> INSTANCE = row("instance", Kind.INSTANCES);
  public static final Setting<String> ENDPOINTS = row("endpoints", Kind.TEXT);
  public static final Setting<TlsVersion> FLOOR = row("floor", Kind.word(Vocabulary.FLOOR));
  public static final Setting<Duration> TIMEOUT = row("timeout", Kind.seconds(Duration.ofHours(1)));
  public static final Setting<String> POLICY = row("policy", Kind.TEXT);

  // which connections are looked at
  public static final Setting<TimeBound> FROM = row("from", TimeBound.KIND);
  public static final Setting<TimeBound> TO = row("to", TimeBound.KIND);
  public static final Setting<ClientChoice> CLIENT = row("client", ClientChoice.KIND);
  public static final Setting<ServerChoice> SERVER = row("server", ServerChoice.KIND);
  public static final Setting<String> SERVICE = row("service", Kind.TEXT);
  public static final Setting<String> STACK = row("stack", Kind.TEXT);
  public static final Setting<String> FILTER = row("filter", Kind.TEXT);

  // what reports of Microsoft's do not say
  public static final Setting<DateOrder> DATES = row("dates", Kind.word(DateOrder.class));
  public static final Setting<LocalDate> DAY = row("day", Kind.DAY);

  // endpoints
  public static final Setting<String> ENDPOINTS_FROM = row("from", Kind.TEXT);
  public static final Setting<String> LIST_VERSION = row("list-version", Kind.TEXT);
  public static final Setting<String> ENDPOINTS_SERVICE = row("service", Kind.TEXT);

  // inventory
  public static final Setting<String> INVENTORY = row("inventory", Kind.TEXT);
  public static final Setting<LocalDate> AS_OF = row("as-of", Kind.DAY);
  public static final Setting<LocalDate> ON = row("on", Kind.DAY);
  public static final Setting<Long> WINDOW = row("window", Kind.number(1, 3_650));
  public static final Setting<Standard> MIN_COVERAGE = row("min-coverage", Kind.COVERAGE);
  public static final Setting<LocalDate> TARGET = row("target", Kind.DAY);
  public static final Setting<FailOn> INVENTORY_FAIL_ON = row("fail-on", Kind.word(FailOn.class));
  public static final Setting<Listing.Form> INVENTORY_FORMAT = row("format", Kind.LISTING);
  public static final Setting<Mark> STATE = row("state", Kind.word(Mark.class));
  public static final Setting<String> OWNER = row("owner", Kind.TEXT);
  public static final Setting<String> TICKET = row("ticket", Kind.TEXT);
  public static final Setting<String> COMMENT = row("comment", Kind.TEXT);
  public static final Setting<Boolean> RETIRED = row("retired", Kind.FLAG);
  public static final Setting<String> ACCEPT = row("accept", Kind.TEXT);
  public static final Setting<LocalDate> UNTIL = row("until", Kind.DAY);
  public static final Setting<LocalDate> BEFORE = row("before", Kind.DAY);
  public static final Setting<Boolean> APPLY = row("apply", Kind.FLAG);

  // serve
  public static final Setting<InetSocketAddress> LISTEN = row("listen", Kind.LISTEN);
  public static final Setting<String> TRUSTED_PROXY = row("trusted-proxy", Kind.HEADER);
  public static final Setting<IpPrefix> PROXY_ADDRESS = row("proxy-address", Kind.RANGE);

  // what a person sees
  public static final Setting<Boolean> QUIET = row("quiet", Kind.FLAG);
  public static final Setting<Boolean> VERBOSE = row("verbose", Kind.FLAG);
  public static final Setting<Long> TOP = row("top", Kind.number(1, 1_000_000));
  public static final Setting<Grouping> GROUP = row("group", Kind.word(Grouping.class));
  public static final Setting<Severity> FAIL_ON = row("fail-on", Kind.word(Vocabulary.SEVERITY));
  public static final Setting<When> COLOR = row("color", Kind.word(When.class));
  public static final Setting<When> PROGRESS = row("progress", Kind.word(When.class));
  public static final Setting<Boolean> DEBUG = row("debug", Kind.FLAG);
  public static final Setting<Boolean> HELP = row("help", Kind.FLAG);
  public static final Setting<Boolean> HELP_ALL = row("help-all", Kind.FLAG);

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

  /** Which way frames come. */
  public enum Engine {
    AUTO,
    PCAP,
    RING
  }

  /** Says what {@code --fail-on} looks for in an inventory. */
  public enum FailOn {
    BELOW,
    NEW,
    BACK
  }

  private Settings() {}

  private static List<String> rows() {
    try (InputStream table = Settings.class.getResourceAsStream("options.txt")) {
      String text =
          new String(Objects.requireNonNull(table).readAllBytes(), StandardCharsets.UTF_8);
      List<String> rows = new ArrayList<>();
      int from = 0;
      for (int to = text.indexOf("\n-"); to >= 0; to = text.indexOf("\n-", from)) {
        rows.add(text.substring(from, to));
        from = to + 1;
      }
      rows.add(text.substring(from));
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next row of the table, which is called so. */
  private static <T> Setting<T> row(String name, Kind<T> kind) {
    Setting<T> row = Setting.of(ROWS.get(TABLE.size() + 1), kind); // above the first are its rules
    if (!row.name().equals(name)) {
      throw new IllegalStateException("options.txt has " + row + " where --" + name + " belongs");
    }
    TABLE.add(row);
    return row;
  }

  /** The options of a command, in the order of its help. */
  public static List<Setting<?>> of(String command) {
    return TABLE.stream().filter(row -> row.isOf(command)).toList();
  }

  /** The options of a command that its {@code --help} shows: those that people need. */
  public static List<Setting<?>> usual(String command) {
    List<Setting<?>> all = of(command);
    return all.stream().noneMatch(row -> row.isUsual(command))
        ? all
        : all.stream().filter(row -> row.isUsual(command) || row.isOf("all")).toList();
  }

  /**
   * Parses what was typed behind a command.
   *
   * @throws ParseException if an option is not one of the command's, or lacks its value
   */
  public static CommandLine parse(String command, List<String> words) throws ParseException {
    Options options = new Options();
    of(command).forEach(row -> options.addOption(row.option()));
    return new DefaultParser(false).parse(options, words.toArray(new String[0]));
  }

  /** The options of a command that can be typed. */
  public static List<Setting<?>> typable(String command) {
    return of(command).stream().filter(row -> !row.isOfOperation(command)).toList();
  }

  /** The options of a command as they are typed, long and short. */
  public static List<String> typed(String command) {
    List<String> words = new ArrayList<>();
    for (Setting<?> row : typable(command)) {
      words.add(row.toString());
      row.letter().ifPresent(letter -> words.add("-" + letter));
    }
    return words;
  }

  /** Markdown without its marks: links as their text, code as it is. */
  public static String plain(String markdown) {
    return markdown.replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1").replace("`", "");
  }
}
