package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.people.HostList;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** {@code inventory owners import}: takes in what directories and DHCP servers know of hosts. */
final class OwnersAction {
  private final Store store;
  private final Values values;
  private final Console console;

  OwnersAction(Store store, Values values, Console console) {
    this.store = store;
    this.values = values;
    this.console = console;
  }

  ExitCode run(List<String> arguments) throws CommandException, IOException {
    if (arguments.size() < 2 || !arguments.get(0).equals("import")) {
      throw CommandException.usage(
          "inventory owners needs import and files",
          "Write: tlsfloor inventory owners import hosts.csv.");
    }
    String site = values.last(Settings.SITE).orElse("");
    for (String file : arguments.subList(1, arguments.size())) {
      HostList list = HostList.read(file, site);
      list.keep(store);
      String text =
          Printable.text(file)
              + ": "
              + Words.count(list.hosts().size(), "host")
              + (list.skipped() == 0
                  ? ""
                  : "; "
                      + Words.count(list.skipped(), "row")
                      + " without a name, MAC address or address left out")
              + "\n";
      console.out().write(text.getBytes(StandardCharsets.UTF_8));
    }
    Derivation.refresh(store);
    return ExitCode.CLEAN;
  }
}
