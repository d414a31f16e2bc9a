package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.answer.OwnerPages;
import io.tlsfloor.inventory.answer.OwnersText;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.people.HostList;
import io.tlsfloor.inventory.people.HostList.Host;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.form.table.Lines;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code inventory owners}: what each owner has to do; {@code owners import} takes in what
 * directories and DHCP servers know of hosts.
 */
final class OwnersAction {
  private static final int MOST_HOSTS = 10;

  private final Store store;
  private final Values values;
  private final Console console;

  OwnersAction(Store store, Values values, Console console) {
    this.store = store;
    this.values = values;
    this.console = console;
  }

  ExitCode run(List<String> arguments) throws CommandException, IOException {
    if (arguments.isEmpty() || arguments.size() == 1 && arguments.get(0).contains(":")) {
      Optional<OwnerPages> pages =
          arguments.isEmpty() ? Optional.empty() : Optional.of(pages(arguments.get(0)));
      Question question = InventoryCommand.question(values, console);
      Optional<String> owner = values.last(Settings.OWNER);
      String text =
          Derivation.ask(
              store, question.asOf(), handle -> OwnersText.of(handle, question, owner, pages));
      console.out().write(Lines.fold(text, console.width()).getBytes(StandardCharsets.UTF_8));
      return ExitCode.CLEAN;
    }
    if (arguments.size() < 2 || !arguments.get(0).equals("import")) {
      throw CommandException.usage(
          "inventory owners takes the address of serve or of a report, or import and files",
          "Write: tlsfloor inventory owners import hosts.csv.");
    }
    String site = values.last(Settings.SITE).orElse("");
    List<HostList> lists = new ArrayList<>();
    for (String file : arguments.subList(1, arguments.size())) {
      lists.add(HostList.read(file, site));
    }
    for (HostList list : lists) {
      list.keep(store);
    }
    Derivation.refresh(store);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < lists.size(); i++) {
      text.append(Printable.text(arguments.get(i + 1))).append(": ");
      text.append(said(lists.get(i)));
    }
    console
        .out()
        .write(Lines.fold(text.toString(), console.width()).getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  private static OwnerPages pages(String url) throws CommandException {
    try {
      return OwnerPages.parse(url);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "inventory owners cannot use \"" + url + "\": " + e.getMessage(),
          "Give the address of serve or of a report, such as https://tls.example.org/.");
    }
  }

  /** What a list held, and whom it is about. */
  private String said(HostList list) throws IOException {
    List<Host> unmatched = list.unmatched(store);
    int hosts = list.hosts().size();
    int matched = hosts - unmatched.size();
    StringBuilder text = new StringBuilder(Words.count(hosts, "host")).append(": ");
    text.append(matched).append(matched == 1 ? " matches a client" : " match a client");
    for (Host host : unmatched.subList(0, Math.min(MOST_HOSTS, unmatched.size()))) {
      text.append("; ").append(Printable.text(host.known().replaceFirst(", .*", "")));
      text.append(" matches none, because no client had ").append(Printable.text(host.known()));
    }
    if (unmatched.size() > MOST_HOSTS) {
      text.append("; ").append(unmatched.size() - MOST_HOSTS).append(" more match none");
    }
    text.append(".\n");
    if (list.skipped() > 0) {
      text.append("   ").append(Words.count(list.skipped(), "row"));
      text.append(" without a name, MAC address or address left out.\n");
    }
    if (!list.unknown().isEmpty()) {
      text.append("   Columns not used: ");
      text.append(Printable.text(String.join(", ", list.unknown()))).append(". Known are ");
      text.append(HostList.knownHeads()).append(".\n");
    }
    return text.toString();
  }
}
