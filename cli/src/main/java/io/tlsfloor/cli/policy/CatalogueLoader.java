package io.tlsfloor.cli.policy;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListFormatException;
import io.tlsfloor.rules.catalogue.ListVersion;
import io.tlsfloor.rules.resource.Spelling;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Loads the endpoint list. What it has bundled is read when the first connection is judged. */
public final class CatalogueLoader {
  private CatalogueLoader() {}

  /**
   * Loads what the options ask for.
   *
   * @param file with a saved list; empty for the stored lists, and where there is none, the bundled
   *     one
   * @param instances that are asked for; empty for all
   * @param store the user's lists
   * @throws CommandException if it cannot be loaded
   */
  public static Catalogue load(Optional<String> file, Set<String> instances, ListStore store)
      throws CommandException {
    if (file.isEmpty()) {
      Catalogue bundled = Catalogue.bundled();
      checkInstances(instances, bundled.instances());
      return store.addTo(bundled);
    }
    if (instances.size() > 1) {
      throw CommandException.usage(
          "--endpoints " + file.get() + " is the list of one instance, but several are given",
          "Give one --instance, the one that the file is of.");
    }
    String instance =
        instances.isEmpty() ? Catalogue.WORLDWIDE : instance(instances.iterator().next());
    try {
      return Catalogue.load(Path.of(file.get()), instance);
    } catch (ListFormatException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--endpoints: " + e.getMessage(),
          "Save the answer of https://endpoints.office.com/endpoints/worldwide again.",
          e);
    } catch (InvalidPathException | IOException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "--endpoints: cannot read " + file.get() + ": " + Reasons.of(e),
          "Give a saved answer of Microsoft's endpoint service, in JSON.",
          e);
    }
  }

  /**
   * A cloud instance by the list's name for it.
   *
   * @param asked the name in any case
   * @throws CommandException if there is none
   */
  public static String instance(String asked) throws CommandException {
    List<String> known = Catalogue.bundled().instances();
    checkInstances(Set.of(asked), known);
    return known.stream().filter(asked::equalsIgnoreCase).findFirst().orElse(asked);
  }

  private static void checkInstances(Set<String> asked, List<String> known)
      throws CommandException {
    List<String> lower = new ArrayList<>();
    for (String name : known) {
      lower.add(name.toLowerCase(Locale.ROOT));
    }
    for (String name : asked) {
      if (!lower.contains(name.toLowerCase(Locale.ROOT))) {
        throw CommandException.usage(
            "--instance cannot be \"" + name + "\"", Spelling.hint(name, known));
      }
    }
  }

  /**
   * A sentence for people about a list that was too old for what it judged; empty where it was not.
   *
   * @param list that judged
   * @param judged when the latest of it was on the wire: what Microsoft added later was not there
   * @param now for the age that is said
   */
  public static Optional<String> notice(ListVersion list, Instant judged, Instant now) {
    return list.isOld(judged.isBefore(now) ? judged : now)
        ? Optional.of(
            "the endpoint list is "
                + list.age(now).orElseThrow().toDays()
                + " days old: tlsfloor endpoints update")
        : Optional.empty();
  }
}
