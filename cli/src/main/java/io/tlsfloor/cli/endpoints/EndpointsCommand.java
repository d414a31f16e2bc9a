package io.tlsfloor.cli.endpoints;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.NearMiss;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.judging.CatalogueLoader;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.cli.judging.ListStore;
import io.tlsfloor.rules.catalogue.Catalogue;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** {@code tlsfloor endpoints}: which names and addresses count as Microsoft 365. */
public final class EndpointsCommand implements Command {
  private final Optional<SSLContext> trust;

  /** Trusts the certificate authorities that Java trusts. */
  public EndpointsCommand() {
    this(Optional.empty());
  }

  /**
   * Trusts others.
   *
   * @param trust what decides on the service's certificate; empty for Java's own
   */
  EndpointsCommand(Optional<SSLContext> trust) {
    this.trust = trust;
  }

  @Override
  public String name() {
    return "endpoints";
  }

  @Override
  public String summary() {
    return "Shows, searches and updates the list of endpoints.";
  }

  @Override
  public String arguments() {
    return "show|lookup|update [NAME|IP[:PORT]]";
  }

  @Override
  public Options options() {
    return EndpointsFlags.options();
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor endpoints show", "every set, and how old the list is"),
        new Example("tlsfloor endpoints show --area Exchange --values", "names and prefixes"),
        new Example(
            "tlsfloor endpoints lookup outlook.office365.com:993", "what it matches, and why"),
        new Example("tlsfloor endpoints update --from worldwide.json", "from a saved answer"),
        new Example("tlsfloor endpoints update --online", "from Microsoft's service"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    List<String> words = line.getArgList();
    String choice = "Use one of: " + String.join(", ", EndpointsFlags.ACTIONS) + ".";
    if (words.isEmpty()) {
      throw CommandException.usage("endpoints needs to know what to do", choice);
    }
    String action = words.get(0);
    if (!EndpointsFlags.ACTIONS.contains(action)) {
      throw CommandException.usage(
          "endpoints cannot \"" + action + "\"", NearMiss.hint(action, EndpointsFlags.ACTIONS));
    }
    checkOptions(action, line);
    int expected = action.equals(EndpointsFlags.LOOKUP) ? 2 : 1;
    if (words.size() > expected) {
      throw CommandException.usage(
          "endpoints " + action + " cannot use \"" + words.get(expected) + "\"",
          "Leave it out; tlsfloor endpoints --help tells what there is.");
    }
    if (words.size() < expected) {
      throw CommandException.usage(
          "endpoints lookup needs a name or an address",
          "For example: tlsfloor endpoints lookup outlook.office365.com:993");
    }
    return switch (action) {
      case EndpointsFlags.SHOW -> show(line, console);
      case EndpointsFlags.LOOKUP -> lookup(words.get(1), line, console);
      default -> new UpdateAction(line, console, trust).run();
    };
  }

  private static void checkOptions(String action, CommandLine line) throws CommandException {
    for (Option option : line.getOptions()) {
      String name = option.getLongOpt();
      boolean ours =
          EndpointsFlags.OF_ACTION.values().stream().anyMatch(names -> names.contains(name));
      if (ours && !EndpointsFlags.OF_ACTION.getOrDefault(action, Set.of()).contains(name)) {
        throw CommandException.usage(
            "endpoints " + action + " has no option --" + name,
            "tlsfloor endpoints --help tells which option is for which.");
      }
    }
  }

  private static ExitCode show(CommandLine line, Console console)
      throws CommandException, IOException {
    ListStore store = ListStore.of(console);
    new ShowAction(line, catalogue(line, store), store, console).run();
    return ExitCode.CLEAN;
  }

  private static ExitCode lookup(String subject, CommandLine line, Console console)
      throws CommandException, IOException {
    Catalogue catalogue = catalogue(line, ListStore.of(console));
    return new LookupAction(subject, line, catalogue, console).run();
  }

  private static Catalogue catalogue(CommandLine line, ListStore store) throws CommandException {
    Values values = new Values(line);
    Set<String> instances = new LinkedHashSet<>(values.list(EndpointsFlags.INSTANCE));
    Catalogue list =
        CatalogueLoader.start(values.last(EndpointsFlags.ENDPOINTS), instances, store)
            .get()
            .restrictedTo(instances);
    Optional<String> policy = values.last(EndpointsFlags.POLICY);
    return policy.isEmpty()
        ? list
        : JudgingOptions.read(EndpointsFlags.POLICY, policy.get()).addTo(list);
  }
}
