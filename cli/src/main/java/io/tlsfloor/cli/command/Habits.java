package io.tlsfloor.cli.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Holds what those who know tshark, tcpdump, Suricata or Zeek type, and what it is here. */
public final class Habits {
  /**
   * Holds what is typed, for which commands (all if none is named; {@code none} is no command), and
   * what to say. The first line that fits counts.
   */
  private static final String TABLE =
      """
      -r --read --file --input --pcap --pcap-file | report archive explain diff | Captures are named without an option: tlsfloor COMMAND FILE.
      -r --read --file --input --pcap --pcap-file | | Captures are named without an option: tlsfloor scan FILE.
      -n -N | | Leave it out: no name is ever looked up.
      -i --interface --iface --af-packet | | Live capture is tlsfloor watch -i IFACE.
      -l -U | | Leave it out: results are written line by line, to standard output or --output FILE.
      -o -w --out --outfile --write-file | none scan watch archive | Use --output FILE for results, --evidence DIR for packets (scan, watch).
      -o -w --out --outfile --write-file --html | report | Use -o FILE.
      -o -w --out --outfile --write-file | | Results go to standard output: add > FILE.
      --html | | Use tlsfloor report CAPTURE: it writes a page.
      --pdf | | Print the page of tlsfloor report from a browser.
      -f | none scan report watch | Use --filter TEXT for packets (scan, watch), --format FORM for results.
      -f --output-format --form --type | | Use --format FORM.
      -Y -R | | Use --client, --server, --service or --stack of scan; display filters are Wireshark's.
      -T -e -E | | Use --format jsonl, whose lines hold all fields.
      --json | none scan watch archive | Use --format jsonl.
      --table --lines --json --jsonl --csv --markdown --cef | | Use --format WORD.
      -c | | Use --config FILE or --count N of watch.
      -a | | Use --duration SECONDS or --count N of watch.
      -b -G -W | | Let logrotate rotate --output FILE of watch: SIGHUP opens it again.
      -C | watch | Let logrotate rotate --output FILE: SIGHUP opens it again.
      -C -k | | Leave it out: packets with wrong checksums are read, too.
      -B | | Write buffer = "64M" below [watch] of the configuration file.
      -p | | Write no-promiscuous = true below [watch] of the configuration file.
      -s | | Leave it out: frames are read whole.
      -d | | Leave it out: TLS is recognised on any port.
      -S | | Leave it out: the rules are built in; --policy FILE changes what is flagged.
      -t | | Leave it out: each time is a date in UTC.
      -z | | The table counts by client, and scan --group fix by what to do.
      -D --list-interfaces | | Use tlsfloor watch --list.
      -V | | Use tlsfloor --version, or tlsfloor explain FILE#N for all details.
      -v | none | Use tlsfloor --version.
      -A -x -X | | Use tlsfloor explain FILE#N.
      --since --after --start --begin | none scan report archive | Use --from TIME.
      --until --before --end | none scan report archive | Use --to TIME.
      --host --ip --address --addr | none scan report archive | Use --client or --server.
      --host --ip --address --addr --src --source --client --range | watch | A watch looks at all clients; --filter 'host ADDRESS' captures one.
      --host --ip --address --addr --src --source --client --range | inventory | Name it: tlsfloor inventory client ADDRESS; inventory clients TEXT lists those that fit.
      --host --ip --address --addr --src --source --client --range | none scan report archive explain diff | Use --client ADDRESS.
      --dst --dest --destination --sni | none scan report archive | Use --server ADDRESS or NAME.
      --port --bpf | none scan report watch | Use --filter 'port 443'.
      --min-version --tls-version --tls | | Use --floor VERSION.
      --severity --level | | Use --min-severity LEVEL.
      --area | none scan report archive | Use --service NAME: it takes areas, too.
      --connection --community-id | | Put it behind the capture: tlsfloor explain FILE#1:….
      --values | endpoints | Use -v.
      --recursive | | Leave it out: a folder is read with all that is in it.
      --limit --max --head | scan | Use --top N.
      --no-color --no-colour | | Use --color never.
      version | | Use tlsfloor --version.
      list ls devices nics | | tlsfloor watch --list lists the interfaces.
      capture live monitor sniff listen run start | | Live capture is tlsfloor watch -i IFACE.
      analyze analyse check read parse test pcap summary | | Captures are read by tlsfloor scan FILE.
      lookup show update | | Use tlsfloor endpoints WORD.
      filter export-filter | | Use tlsfloor explain --filter CAPTURE.
      html page pdf | | Use tlsfloor report CAPTURE.
      compare | | Use tlsfloor diff BEFORE AFTER.
      evidence | | Use tlsfloor scan --evidence DIR CAPTURE.
      clients client import status note | | Use tlsfloor inventory WORD.
      fix howto | | Use tlsfloor remedy, or tlsfloor scan --group fix CAPTURE.
      """;

  private Habits() {}

  /**
   * Returns what to type instead of another program's option; empty where none is meant.
   *
   * @param command that it was typed for
   * @param option as typed, with its hyphens
   */
  public static Optional<String> instead(String command, String option) {
    if (option.startsWith("--")) {
      return find(command, option.split("=", 2)[0]);
    }
    List<String> hints = // letters that were typed together, such as -nr
        option
            .chars()
            .skip(1)
            .limit(option.matches("-[A-Za-z]+") ? Long.MAX_VALUE : 1)
            .mapToObj(letter -> find(command, "-" + (char) letter))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return hints.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", hints));
  }

  /** Returns what to type instead of a command; empty where none is meant. */
  public static Optional<String> command(String typed) {
    return find("", typed.toLowerCase(Locale.ROOT));
  }

  private static Optional<String> find(String command, String word) {
    return TABLE
        .lines()
        .map(line -> line.split(" *\\| *", 3))
        .filter(row -> Arrays.asList(row[0].split(" ")).contains(word))
        .filter(
            row ->
                row[1].isEmpty()
                    || Arrays.asList(row[1].split(" "))
                        .contains(command.isEmpty() ? "none" : command))
        .map(row -> row[2].replace("COMMAND", command).replace("WORD", word.replace("--", "")))
        .findFirst();
  }

  /** Returns what to type instead of a filter that stands among the files; empty for a file. */
  public static Optional<String> filter(String typed) {
    boolean bpf =
        typed.matches(
            "(?:host|net|port|portrange|src|dst|tcp|udp|ip6?|ether|vlan|not|and|or)(?: .*)?");
    boolean display = typed.matches("[a-z]+(?:\\.[a-z0-9_]+)+ *(?:==|!=|<|>|eq |contains ).*");
    return bpf
        ? Optional.of("A filter is one word behind an option: --filter 'host 10.20.3.41'.")
        : display ? find("scan", "-Y") : Optional.empty();
  }

  /**
   * Returns what to type instead of a form that stands where a filter belongs; empty for a filter.
   */
  public static Optional<String> form(String typed) {
    return find("scan", "--" + typed.toLowerCase(Locale.ROOT))
        .filter(hint -> hint.contains("--format"))
        .map(hint -> "-f is --filter here. " + hint);
  }
}
