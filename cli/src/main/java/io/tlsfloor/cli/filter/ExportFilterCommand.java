package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.CommandSettings;
import io.tlsfloor.cli.option.CommandSettings.FilterForm;
import io.tlsfloor.cli.option.NarrowingSettings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.sink.LineOutput;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor export-filter}: prints filters that pick the packets of findings. */
public final class ExportFilterCommand implements Command {
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
    Values values = new Values(name(), line);
    List<String> files = values.arguments();
    if (files.isEmpty()) {
      throw CommandException.usage(
          "export-filter needs results",
          "Give what scan --format jsonl wrote: tlsfloor export-filter today.jsonl");
    }
    FilterForm form = values.last(CommandSettings.FILTER_FORMAT).orElse(FilterForm.BOTH);
    FilterReport filter =
        new FilterReport(
            values.all(NarrowingSettings.CLIENT),
            new LinkedHashSet<>(values.all(CommandSettings.FILTERED_RULE)));
    SavedLines saved = new SavedLines(filter);
    SavedReader reader = new SavedReader(saved);
    for (String file : files) {
      reader.readInput(file, console.in());
    }
    saved.finish();
    if (filter.connections() == 0) {
      throw CommandException.usage(
          "nothing flagged in " + String.join(", ", files) + " fits",
          "A filter for nothing would pick every packet. Ask for less with --client and --rule.");
    }
    print(form, filter, console);
    return ExitCode.CLEAN;
  }

  private static void print(FilterForm form, FilterReport filter, Console console)
      throws IOException {
    if (filter.leftOut() > 0) {
      console.warn(
          "the filters pick the first "
              + filter.connections()
              + " connections; "
              + filter.leftOut()
              + " more are left out");
    }
    if (filter.tunnels() && form != FilterForm.WIRESHARK) {
      console.warn("some packets came in tunnels or VLANs: the BPF filter does not look into them");
    }
    if (filter.widens() && form != FilterForm.BPF) {
      console.warn(
          "too many connections to name each: the display filter picks all connections of these"
              + " clients on the same server ports");
    }
    BpfFilter bpf = filter.bpf();
    if (form != FilterForm.WIRESHARK) {
      bpf.widened()
          .ifPresent(
              what ->
                  console.warn(
                      "tcpdump would take minutes to compile "
                          + Words.count(filter.connections(), "connection")
                          + ": the BPF filter picks "
                          + what));
    }
    StringBuilder text = new StringBuilder();
    if (form != FilterForm.BPF) {
      text.append(filter.wireshark()).append('\n');
    }
    if (form != FilterForm.WIRESHARK) {
      text.append(bpf.text()).append('\n');
    }
    try (LineOutput out = new LineOutput(console.out())) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }
}
