package io.tlsfloor.cli.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What those who know tshark, tcpdump, Suricata or Zeek type, and what it is here. */
public final class Habits {
  private static final String WATCH = "watch";

  /** Commands that read captures; without a command {@code scan} is meant. */
  private static final Set<String> READERS = Set.of("", "scan", "report", "archive");

  private static final Set<String> WITH_OUTPUT = Set.of("", "scan", WATCH, "archive");
  private static final Set<String> WITH_FILTER = Set.of("", "scan", "report", WATCH);

  private static final List<String> FORMS =
      List.of("table", "lines", "json", "jsonl", "csv", "markdown", "cef");

  private Habits() {}

  /**
   * What to type instead of another program's option; empty where none is meant.
   *
   * @param command that it was typed for
   * @param option as typed, with its hyphens
   */
  public static Optional<String> instead(String command, String option) {
    if (option.startsWith("--")) {
      return Optional.ofNullable(insteadOfWord(command, option.split("=", 2)[0]));
    }
    List<String> hints = // letters that were typed together, such as -nr
        option
            .chars()
            .skip(1)
            .limit(option.matches("-[A-Za-z]+") ? Long.MAX_VALUE : 1)
            .mapToObj(letter -> Optional.ofNullable(insteadOfLetter(command, (char) letter)))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return hints.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", hints));
  }

  /** What to type instead of a command; empty where none is meant. */
  public static Optional<String> command(String typed) {
    String word = typed.toLowerCase(Locale.ROOT);
    return Optional.ofNullable(
        switch (word) {
          case "version" -> "Use tlsfloor --version.";
          case "list", "ls", "devices", "nics" -> "tlsfloor watch --list lists the interfaces.";
          case "capture", "live", "monitor", "sniff", "listen", "run", "start" ->
              "Live capture is tlsfloor watch -i IFACE.";
          case "analyze", "analyse", "check", "read", "parse", "test", "pcap", "summary" ->
              "Captures are read by tlsfloor scan FILE.";
          case "lookup", "show", "update" -> "Use tlsfloor endpoints " + word + ".";
          case "filter", "export-filter" -> "Use tlsfloor explain --filter CAPTURE.";
          case "html", "page", "pdf" -> "Use tlsfloor report CAPTURE.";
          case "compare" -> "Use tlsfloor diff BEFORE AFTER.";
          case "evidence" -> "Use tlsfloor scan --evidence DIR CAPTURE.";
          case "clients", "client", "import", "status", "note" ->
              "Use tlsfloor inventory " + word + ".";
          case "fix", "howto" -> "Use tlsfloor remedy, or tlsfloor scan --group fix CAPTURE.";
          default -> null;
        });
  }

  /** What to type instead of a filter that stands among the files; empty for a file. */
  public static Optional<String> filter(String typed) {
    boolean bpf =
        typed.matches(
            "(?:host|net|port|portrange|src|dst|tcp|udp|ip6?|ether|vlan|not|and|or)(?: .*)?");
    boolean display = typed.matches("[a-z]+(?:\\.[a-z0-9_]+)+ *(?:==|!=|<|>|eq |contains ).*");
    return bpf
        ? Optional.of("A filter is one word behind an option: --filter 'host 10.20.3.41'.")
        : display ? Optional.ofNullable(insteadOfLetter("scan", 'Y')) : Optional.empty();
  }

  /** What to type instead of a form that stands where a filter belongs; empty for a filter. */
  public static Optional<String> form(String typed) {
    String word = typed.toLowerCase(Locale.ROOT);
    return FORMS.contains(word)
        ? Optional.of(
            "-f is --filter here; the form of the results is --format " + form("", word) + ".")
        : Optional.empty();
  }

  private static String form(String command, String word) {
    return word.equals("json") && WITH_OUTPUT.contains(command) ? "jsonl" : word;
  }

  private static String files(String command) {
    String reader = command.isEmpty() || command.equals(WATCH) ? "scan" : command;
    return "Captures are named without an option: tlsfloor " + reader + " FILE.";
  }

  private static String live(String command) {
    return "Live capture is " + (command.equals(WATCH) ? "" : "tlsfloor watch ") + "-i IFACE.";
  }

  private static String output(String command) {
    if (command.equals("report")) {
      return "Use -o FILE.";
    }
    return WITH_OUTPUT.contains(command)
        ? "Use --output FILE for results, --evidence DIR for packets (scan, watch)."
        : "Results go to standard output: add > FILE.";
  }

  private static @Nullable String insteadOfLetter(String command, char letter) {
    boolean watch = command.equals(WATCH);
    String ofWatch = watch ? "" : " of watch";
    return switch (letter) {
      case 'r' -> files(command);
      case 'n', 'N' -> "Leave it out: no name is ever looked up.";
      case 'i' -> live(command);
      case 'l', 'U' ->
          "Leave it out: results are written line by line, to standard output or --output FILE.";
      case 'o', 'w' -> output(command);
      case 'f' ->
          WITH_FILTER.contains(command)
              ? "Use --filter TEXT for packets (scan, watch), --format FORM for results."
              : "Use --format FORM.";
      case 'Y', 'R' ->
          "Use --client, --server, --service or --stack of scan; display filters are"
              + " Wireshark's.";
      case 'T', 'e', 'E' -> "Use --format jsonl, whose lines hold all fields.";
      case 'c' ->
          watch
              ? "Use --config FILE or --count N."
              : "--config FILE and --count N belong to watch.";
      case 'a' -> "Use --duration SECONDS or --count N" + ofWatch + ".";
      case 'b', 'G', 'W' ->
          "Let logrotate rotate --output FILE" + ofWatch + ": SIGHUP opens it again.";
      case 'B' -> "Use --buffer BYTES" + ofWatch + ".";
      case 'p' -> "Use --no-promiscuous" + ofWatch + ".";
      case 's' -> "Leave it out: frames are read whole.";
      case 'C' ->
          watch
              ? "Let logrotate rotate --output FILE: SIGHUP opens it again."
              : "Leave it out: packets with wrong checksums are read, too.";
      case 'k' -> "Leave it out: packets with wrong checksums are read, too.";
      case 'd' -> "Leave it out: TLS is recognised on any port.";
      case 'S' -> "Leave it out: the rules are built in; --policy FILE changes what is flagged.";
      case 't' -> "Leave it out: each time is a date in UTC.";
      case 'z' -> "The table counts by client, and scan --group fix by what to do.";
      case 'D' -> "Use tlsfloor watch --list.";
      case 'V' -> "Use tlsfloor --version, or tlsfloor explain FILE#N for all details.";
      case 'v' -> command.isEmpty() ? "Use tlsfloor --version." : null;
      case 'A', 'x', 'X' -> "Use tlsfloor explain FILE#N.";
      default -> null;
    };
  }

  private static @Nullable String insteadOfWord(String command, String option) {
    boolean reads = READERS.contains(command);
    String word = option.substring(2);
    if (FORMS.contains(word)) {
      return "Use --format " + form(command, word) + ".";
    }
    return switch (word) {
      case "read", "file", "input", "pcap", "pcap-file" -> files(command);
      case "interface", "iface", "af-packet" -> live(command);
      case "list-interfaces" -> "Use tlsfloor watch --list.";
      case "html" ->
          command.equals("report")
              ? "Use -o FILE."
              : "Use tlsfloor report CAPTURE: it writes a page.";
      case "out", "outfile", "write-file" -> output(command);
      case "output-format", "form", "type" -> "Use --format FORM.";
      case "since", "after", "start", "begin" -> reads ? "Use --from TIME." : null;
      case "until", "before", "end" -> reads ? "Use --to TIME." : null;
      case "host", "ip", "address", "addr" ->
          reads ? "Use --client or --server." : ofClient(command);
      case "src", "source", "client", "range" -> ofClient(command);
      case "dst", "dest", "destination", "sni" -> reads ? "Use --server ADDRESS or NAME." : null;
      case "port", "bpf" -> WITH_FILTER.contains(command) ? "Use --filter 'port 443'." : null;
      case "min-version", "tls-version", "tls" -> "Use --floor VERSION.";
      case "severity", "level" -> "Use --min-severity LEVEL.";
      case "area" -> reads ? "Use --service NAME: it takes areas, too." : null;
      case "recursive" -> "Leave it out: a folder is read with all that is in it.";
      case "limit", "max", "head" -> command.equals("scan") ? "Use --top N." : null;
      case "no-color", "no-colour" -> "Use --color never.";
      case "pdf" -> "Print the page of tlsfloor report from a browser.";
      default -> null;
    };
  }

  private static @Nullable String ofClient(String command) {
    return switch (command) {
      case WATCH -> "A watch looks at all clients; --filter 'host ADDRESS' captures one.";
      case "inventory" ->
          "Name it: tlsfloor inventory client ADDRESS; a network is inventory clients --range PREFIX.";
      case "endpoints", "serve", "remedy" -> null;
      default -> "Use --client ADDRESS.";
    };
  }
}
