package io.tlsfloor.cli.filter;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.ClientChoice;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.scan.NamedClients;
import io.tlsfloor.cli.scan.ScanCommand;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.saved.SavedLines;
import io.tlsfloor.report.saved.SavedReader;
import io.tlsfloor.report.sink.LineOutput;
import io.tlsfloor.report.sink.StreamSink;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code explain --filter}: filters of Wireshark and of libpcap that pick the findings. */
public final class FindingFilters {
  private FindingFilters() {}

  /**
   * Prints two lines: a display filter and a filter of libpcap.
   *
   * @param values with captures, or with results alone
   * @throws CommandException if nothing is flagged that fits: a filter for nothing picks all
   */
  public static ExitCode print(Values values, Console console)
      throws CommandException, IOException {
    List<String> inputs = values.arguments();
    if (inputs.isEmpty()) {
      throw CommandException.usage(
          "explain --filter needs captures or results",
          "Give a capture, or what scan --format jsonl wrote: tlsfloor explain --filter today.jsonl");
    }
    boolean saved = true;
    for (String input : inputs) {
      saved &= input.equals("-") || SavedReader.looksSaved(input);
    }
    FilterReport filter = saved ? ofResults(inputs, values, console) : ofCaptures(values, console);
    if (filter.connections() == 0) {
      throw CommandException.usage(
          "nothing flagged in " + String.join(", ", inputs) + " fits",
          "Change --client or --rule: an empty filter would select every packet.");
    }
    print(filter, console);
    return ExitCode.CLEAN;
  }

  private static FilterReport ofCaptures(Values values, Console console)
      throws CommandException, IOException {
    FilterReport filter = new FilterReport(List.of(), Set.of()); // the scan leaves out the others
    ScanCommand.into(
        values,
        console,
        (policy, names) ->
            new Output(
                filter, StreamSink.buffered(OutputStream.nullOutputStream()), Wants.FLAGGED));
    return filter;
  }

  private static FilterReport ofResults(List<String> inputs, Values values, Console console)
      throws CommandException, IOException {
    List<ClientChoice> clients = values.all(Settings.CLIENT);
    if (clients.stream().anyMatch(each -> each.name().isPresent()) && !inputs.contains("-")) {
      List<ClientDay> named = new ArrayList<>();
      read(inputs, console, new Names(named));
      clients = NamedClients.byAddress(clients, NamedClients.addresses(named));
    }
    FilterReport filter = new FilterReport(clients, new LinkedHashSet<>(values.all(Settings.RULE)));
    read(inputs, console, filter);
    return filter;
  }

  private static void read(List<String> inputs, Console console, Report report)
      throws CommandException, IOException {
    SavedLines lines = new SavedLines(report, console.today(), Map.of());
    SavedReader reader = new SavedReader(lines);
    for (String input : inputs) {
      reader.readInput(input, console.in());
    }
    lines.finish();
  }

  /** Keeps the lines of clients. */
  private record Names(List<ClientDay> all) implements Report {
    @Override
    public void connection(Result result) {
      // Clients alone tell names.
    }

    @Override
    public void clients(List<ClientDay> clients) {
      all.addAll(clients);
    }

    @Override
    public void run(Run run, ClientStates clients) {
      // Clients alone tell names.
    }
  }

  private static void print(FilterReport filter, Console console) throws IOException {
    if (filter.leftOut() > 0) {
      console.warn(
          "the filters pick the first "
              + filter.connections()
              + " connections; "
              + filter.leftOut()
              + " more are left out");
    }
    if (filter.tunnels()) {
      console.warn("some packets came in tunnels or VLANs: the BPF filter does not look into them");
    }
    Filters filters = filter.filters();
    filters
        .widened()
        .ifPresent(
            more ->
                console.warn(
                    Words.count(filter.connections(), "connection")
                        + " are too many to name each: the filters pick "
                        + more
                        + ". tlsfloor scan --evidence FILE.pcapng writes the frames of the findings"
                        + " alone"));
    String text = filters.wireshark() + "\n" + filters.bpf() + "\n";
    try (LineOutput out = new LineOutput(console.out())) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
