package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.sink.LineOutput;
import io.tlsfloor.rules.RuleId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code tlsfloor export-filter}: prints filters that pick the packets of findings. */
public final class ExportFilterCommand implements Command {
  private static final String CLIENT = "client";
  private static final String RULE = "rule";
  private static final String FORMAT = "format";
  private static final List<String> FORMATS = List.of("both", "wireshark", "bpf");

  @Override
  public String name() {
    return "export-filter";
  }

  @Override
  public String summary() {
    return "Prints a Wireshark display filter and a BPF filter for findings.";
  }

  @Override
  public String arguments() {
    return "RESULTS|- ...";
  }

  @Override
  public Options options() {
    Options options = new Options();
    value(options, CLIENT, "IP", "only findings of this client; may be repeated");
    value(options, RULE, "NAME", "only what this rule found; may be repeated");
    value(options, FORMAT, "FORM", "both (default), wireshark, bpf");
    return options;
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example(
            "tlsfloor export-filter --client 10.20.3.41 today.jsonl",
            "both filters for one client's findings"),
        new Example(
            "tlsfloor scan --format jsonl captures/ | tlsfloor export-filter --format bpf -",
            "for tcpdump -r, from a pipe"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    List<String> files = line.getArgList();
    if (files.isEmpty()) {
      throw CommandException.usage(
          "export-filter needs results",
          "Give what scan --format jsonl wrote: tlsfloor export-filter today.jsonl");
    }
    Values values = new Values(line);
    String format = values.oneOf(FORMAT, FORMATS).orElse(FORMATS.get(0));
    FilterReport filter = new FilterReport(clients(values), rules(values));
    SavedLines saved = new SavedLines(filter);
    for (String file : files) {
      saved.readInput(file, console.in());
    }
    saved.end();
    if (filter.connections() == 0) {
      throw CommandException.usage(
          "nothing flagged in " + String.join(", ", files) + " fits",
          "A filter for nothing would pick every packet. Ask for less with --client and --rule.");
    }
    print(format, filter, console);
    return ExitCode.CLEAN;
  }

  private static void print(String format, FilterReport filter, Console console)
      throws IOException {
    if (filter.leftOut() > 0) {
      console.warn(
          "the filters pick the first "
              + filter.connections()
              + " connections; "
              + filter.leftOut()
              + " more are left out");
    }
    if (filter.tunnels() && !format.equals("wireshark")) {
      console.warn("some packets came in tunnels or VLANs: the BPF filter does not look into them");
    }
    StringBuilder text = new StringBuilder();
    if (!format.equals("bpf")) {
      text.append(filter.wireshark()).append('\n');
    }
    if (!format.equals("wireshark")) {
      text.append(filter.bpf()).append('\n');
    }
    try (LineOutput out = new LineOutput(console.out())) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Set<IpAddress> clients(Values values) throws CommandException {
    Set<IpAddress> clients = new LinkedHashSet<>();
    for (String text : values.list(CLIENT)) {
      clients.add(
          address(text)
              .orElseThrow(
                  () ->
                      CommandException.usage(
                          "--client cannot be \"" + text + "\"", "Give an IPv4 or IPv6 address.")));
    }
    return clients;
  }

  private static Optional<IpAddress> address(String text) {
    try {
      return Optional.of(IpAddress.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Set<RuleId> rules(Values values) throws CommandException {
    List<String> ids = new ArrayList<>(Arrays.stream(RuleId.values()).map(RuleId::id).toList());
    Set<RuleId> rules = EnumSet.noneOf(RuleId.class);
    for (String name : values.list(RULE)) {
      rules.add(RuleId.values()[values.indexOf(RULE, name, ids)]);
    }
    return rules;
  }
}
