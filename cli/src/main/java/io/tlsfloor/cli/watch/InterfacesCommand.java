package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceInfo;
import io.tlsfloor.capture.live.pcap.PcapInterfaces;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.CommandSettings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.report.text.Printable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor interfaces}: lists what can be watched. */
public final class InterfacesCommand implements Command {
  private static final String GAP = "  ";

  @Override
  public String name() {
    return "interfaces";
  }

  @Override
  public String summary() {
    return "Lists the interfaces that watch can capture.";
  }

  @Override
  public String arguments() {
    return "";
  }

  @Override
  public List<Example> examples() {
    return List.of(new Example("tlsfloor interfaces", "name, state, link type and addresses"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    List<InterfaceInfo> found;
    try {
      found = PcapInterfaces.list();
    } catch (CaptureException e) {
      throw new CommandException(ExitCode.FAULT, String.valueOf(e.getMessage()), e.hint(), e);
    }
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"NAME", "STATE", "LINK", "ADDRESSES", "DESCRIPTION"});
    for (InterfaceInfo one : found) {
      if (one.carriesTraffic() || values.has(CommandSettings.ALL_INTERFACES)) {
        rows.add(
            new String[] {
              Printable.text(one.name()),
              one.up() ? "up" : "down",
              one.linkType(),
              one.addresses().isEmpty() ? "-" : String.join(" ", one.addresses()),
              Printable.text(one.description())
            });
      }
    }
    console.out().write(table(rows).getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  private static String table(List<String[]> rows) {
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (String[] row : rows) {
      StringBuilder cells = new StringBuilder();
      for (int i = 0; i < row.length; i++) {
        cells.append(row[i]).append(" ".repeat(widths[i] - row[i].length())).append(GAP);
      }
      text.append(cells.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
