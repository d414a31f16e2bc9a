package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.InterfaceInfo;
import io.tlsfloor.capture.live.pcap.PcapInterfaces;
import io.tlsfloor.cli.command.Columns;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.CommandSettings;
import io.tlsfloor.cli.option.Values;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor interfaces}: lists what can be watched. */
public final class InterfacesCommand implements Command {

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
    Columns columns = new Columns();
    columns.add("NAME", "STATE", "LINK", "ADDRESSES", "DESCRIPTION");
    for (InterfaceInfo one : found) {
      if (one.carriesTraffic() || values.has(CommandSettings.ALL_INTERFACES)) {
        columns.add(
            one.name(),
            one.up() ? "up" : "down",
            one.linkType(),
            one.addresses().isEmpty() ? "-" : String.join(" ", one.addresses()),
            one.description());
      }
    }
    console.out().write(columns.toString().getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }
}
