package io.tlsfloor.cli.endpoints;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.OptionMark;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.policy.CatalogueLoader;
import io.tlsfloor.cli.policy.JudgingOptions;
import io.tlsfloor.cli.policy.ListStore;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.resource.Spelling;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor endpoints}: which names and addresses count as Microsoft 365. */
public final class EndpointsCommand implements Command {
  private static final String SHOW = "show";
  private static final String LOOKUP = "lookup";
  private static final String UPDATE = "update";

  /** Holds what it can do, in the order of the help, with the mark of options that it takes. */
  private static final Map<String, OptionMark> ACTIONS = new LinkedHashMap<>();

  static {
    ACTIONS.put(SHOW, OptionMark.SHOW);
    ACTIONS.put(LOOKUP, OptionMark.LOOKUP);
    ACTIONS.put(UPDATE, OptionMark.UPDATE);
  }

  /** For a whole answer of Microsoft's service. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Optional<SSLContext> trust;
  private final Duration patience;

  /** Trusts the certificate authorities that Java trusts. */
  public EndpointsCommand() {
    this(Optional.empty(), PATIENCE);
  }

  /**
   * Trusts others.
   *
   * @param trust what decides on the service's certificate; empty for Java's own
   * @param patience for a whole answer
   */
  EndpointsCommand(Optional<SSLContext> trust, Duration patience) {
    this.trust = trust;
    this.patience = patience;
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
    return "show|lookup|update [AREA|SET|CATEGORY|NAME|IP[:PORT[/udp]]]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor endpoints show", "every set, and how old the list is"),
        new Example("tlsfloor endpoints show Exchange -v", "names and prefixes of one area"),
        new Example(
            "tlsfloor endpoints lookup outlook.office365.com:993", "what it matches, and why"),
        new Example("tlsfloor endpoints update", "a new list from Microsoft's service, over HTTPS"),
        new Example(
            "tlsfloor endpoints update --from worldwide.json", "where it cannot be reached"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    List<String> words = values.arguments();
    if (words.isEmpty()) {
      throw CommandException.usage(
          "endpoints needs to know what to do", Spelling.hint("", ACTIONS.keySet()));
    }
    String action = words.get(0);
    OptionMark taken = ACTIONS.get(action);
    if (taken == null) {
      throw CommandException.usage(
          "endpoints cannot \"" + action + "\"",
          action.matches(".*[.:].*")
              ? "Look it up: tlsfloor endpoints lookup " + Printable.shell(action)
              : action.equals("list")
                  ? "Use tlsfloor endpoints show."
                  : Spelling.hint(action, ACTIONS.keySet()));
    }
    checkOptions(action, taken, values);
    int most = action.equals(UPDATE) ? 1 : action.equals(LOOKUP) ? 2 : Integer.MAX_VALUE;
    if (words.size() > most) {
      throw CommandException.usage(
          "endpoints " + action + " cannot use \"" + words.get(most) + "\"",
          "Leave it out; tlsfloor endpoints --help shows what there is.");
    }
    if (action.equals(LOOKUP) && words.size() < 2) {
      throw CommandException.usage(
          "endpoints lookup needs a name or an address",
          "For example: tlsfloor endpoints lookup outlook.office365.com:993");
    }
    return switch (action) {
      case SHOW -> show(words.subList(1, words.size()), values, console);
      case LOOKUP -> lookup(words.get(1), values, console);
      default -> new UpdateAction(values, console, trust, patience).run();
    };
  }

  private static void checkOptions(String action, OptionMark taken, Values values)
      throws CommandException {
    for (Setting<?> option : values.given()) {
      boolean ours = ACTIONS.values().stream().anyMatch(option::is);
      if (ours && !option.is(taken)) {
        throw CommandException.usage(
            "endpoints " + action + " has no option " + option,
            "tlsfloor endpoints --help says which option is for which.");
      }
    }
  }

  private static ExitCode show(List<String> words, Values values, Console console)
      throws CommandException, IOException {
    ListStore store = ListStore.of(console);
    new ShowAction(words, values, catalogue(values, store), store, console).run();
    return ExitCode.CLEAN;
  }

  private static ExitCode lookup(String subject, Values values, Console console)
      throws CommandException, IOException {
    Catalogue catalogue = catalogue(values, ListStore.of(console));
    return new LookupAction(subject, catalogue, console).run();
  }

  private static Catalogue catalogue(Values values, ListStore store) throws CommandException {
    Set<String> instances = new LinkedHashSet<>(values.all(Settings.INSTANCE));
    Catalogue list =
        CatalogueLoader.load(values.last(Settings.ENDPOINTS), instances, store)
            .restrictedTo(instances);
    Optional<String> policy = values.last(Settings.POLICY);
    return policy.isEmpty() ? list : JudgingOptions.read(Settings.POLICY, policy.get()).addTo(list);
  }
}
