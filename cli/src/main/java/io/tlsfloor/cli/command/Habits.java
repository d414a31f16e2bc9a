package io.tlsfloor.cli.command;

import java.util.List;
import java.util.Optional;

/** What those who know tshark, tcpdump or Suricata type, and what it is here. */
public final class Habits {
  private Habits() {}

  /**
   * What to type instead of another program's option; empty where none is meant.
   *
   * @param command that it was typed for
   * @param option as typed, with its hyphens
   */
  public static Optional<String> instead(String command, String option) {
    if (!option.matches("-[A-Za-z]{2,}")) {
      return insteadOfOne(command, option);
    }
    List<String> hints = // letters that were typed together, such as -nr
        option
            .chars()
            .skip(1)
            .mapToObj(letter -> insteadOfOne(command, "-" + (char) letter))
            .flatMap(Optional::stream)
            .distinct()
            .toList();
    return hints.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", hints));
  }

  private static Optional<String> insteadOfOne(String command, String option) {
    String live = command.equals("watch") ? "" : "tlsfloor watch ";
    return Optional.ofNullable(
        switch (option) {
          case "-r", "--read" ->
              "Captures are named without an option: tlsfloor "
                  + (command.isEmpty() || command.equals("watch") ? "scan" : command)
                  + " FILE.";
          case "-n", "-N" -> "Leave it out: no name is ever looked up.";
          case "-i" -> "Live capture is " + live + "-i IFACE.";
          case "-l", "-U" -> "Leave it out: results are written line by line.";
          case "-o", "-w" ->
              "Use --output FILE for results, --evidence DIR for packets (scan, watch).";
          case "-f" -> "Use --filter TEXT for packets (scan, watch), --format FORM for results.";
          case "-Y" ->
              "Use --client, --server, --service or --stack of scan; display filters are"
                  + " Wireshark's.";
          case "-T" -> "Use --format jsonl.";
          case "-c" -> "Use --config FILE or --count N of watch.";
          case "-s" -> "Use --snaplen BYTES of watch; a file is read as it is.";
          case "-D" -> "Use tlsfloor interfaces.";
          case "-V" -> "Use tlsfloor --version, or tlsfloor explain FILE#N for all details.";
          case "-A", "-x", "-X" -> "Use tlsfloor explain FILE#N.";
          default -> null;
        });
  }
}
