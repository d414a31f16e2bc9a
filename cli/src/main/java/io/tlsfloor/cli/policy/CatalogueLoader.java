package io.tlsfloor.cli.policy;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.catalogue.ListFormatException;
import io.tlsfloor.rules.resource.Spelling;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Loads the endpoint list, which is needed only when the first connection is judged: when it is
 * asked for, or before that in a thread of its own.
 */
public final class CatalogueLoader {
  private final FutureTask<Catalogue> task;

  private CatalogueLoader(FutureTask<Catalogue> task) {
    this.task = task;
  }

  /**
   * Will load what the options ask for.
   *
   * @param file with a saved list; empty for the stored lists, and where there is none, the bundled
   *     one
   * @param instances that are asked for; empty for all
   * @param store the user's lists
   */
  public static CatalogueLoader of(Optional<String> file, Set<String> instances, ListStore store) {
    return new CatalogueLoader(new FutureTask<>(() -> load(file, instances, store)));
  }

  /** Begins to load on another thread, where that is not done yet. */
  public void start() {
    Thread thread = new Thread(task, "catalogue");
    thread.setDaemon(true);
    thread.start();
  }

  private static Catalogue load(Optional<String> file, Set<String> instances, ListStore store)
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
   * The list; loads it, or waits for it, where need be.
   *
   * @throws CommandException if it cannot be loaded
   */
  public Catalogue get() throws CommandException {
    boolean broken = false;
    task.run(); // does nothing where it runs or has run
    try {
      while (true) {
        try {
          return task.get();
        } catch (InterruptedException e) {
          broken = true; // it takes milliseconds: wait for it all the same
        }
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof CommandException told) {
        throw told;
      }
      throw new IllegalStateException("the endpoint list cannot be loaded", e.getCause());
    } finally {
      if (broken) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
