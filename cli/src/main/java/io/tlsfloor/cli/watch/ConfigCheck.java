package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.LinkState;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.evidence.EvidenceWriter;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.WriteTarget;
import io.tlsfloor.cli.output.OutputPlan;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.sink.QueuedSink;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds what {@code --check-config} looks at beyond the form of options: what a start would find.
 * Whether this user can write where results are to go is tried, and nothing is left of it; nothing
 * that another watch holds is touched. What a watch waits for is a warning: an interface that is
 * not there, a database on another machine.
 */
final class ConfigCheck {
  private ConfigCheck() {}

  /**
   * Checks what the options name.
   *
   * @throws CommandException if something cannot be used: exit as of a watch that meets it
   */
  static void run(WatchOptions options, Console console) throws CommandException {
    OutputPlan outputs = options.outputs();
    if (outputs.output().isPresent()) {
      file(Settings.LIVE_OUTPUT, outputs.output().get());
    }
    for (WriteTarget target : outputs.writes()) {
      file(Settings.WRITE, target.file());
    }
    if (options.evidence().isPresent()) {
      folder(options.evidence().get().target());
    }
    if (outputs.inventory().isPresent()) {
      inventory(outputs.inventory().get().location(), console);
    }
    for (String name : options.capturing().interfaces()) {
      switch (LinkState.of(name).kind()) {
        case GONE -> console.warn("there is no interface " + name + ": a watch waits for it");
        case DOWN -> console.warn("interface " + name + " is down: a watch waits for it");
        case UP -> {}
      }
    }
  }

  private static void inventory(Location location, Console console) throws CommandException {
    try {
      Store.check(location);
    } catch (ReportException e) {
      if (!location.postgres()) {
        throw new CommandException(
            ExitCode.FAULT, Settings.INVENTORY + ": " + e.what(), e.hint(), e);
      }
      console.warn(e.what() + ": a watch tries again until it answers");
    }
  }

  private static void file(Setting<?> option, String name) throws CommandException {
    try {
      Path file = Path.of(name);
      Path folder = file.toAbsolutePath().getParent();
      if (Files.isDirectory(file)) {
        throw cannot(option, name, "it is a folder");
      }
      if (Files.exists(file) ? !Files.isWritable(file) : isClosed(folder)) {
        throw cannot(option, name, Files.exists(file) ? "permission denied" : why(folder));
      }
      QueuedSink.check(file);
    } catch (ReportException e) {
      throw new CommandException(ExitCode.FAULT, option + ": " + e.what(), e.hint(), e);
    } catch (InvalidPathException e) {
      throw cannot(option, name, "that is no path");
    }
  }

  private static void folder(Path folder) throws CommandException {
    @Nullable Path there = folder.toAbsolutePath();
    while (there != null && !Files.exists(there)) {
      there = there.getParent(); // what is missing is made
    }
    if (isClosed(there)) {
      throw cannot(Settings.LIVE_EVIDENCE, folder.toString(), why(there));
    }
    try {
      EvidenceWriter.check(folder);
    } catch (CommandException e) {
      throw new CommandException(
          e.code(), Settings.LIVE_EVIDENCE + ": " + e.getMessage(), e.hint(), e);
    }
  }

  private static boolean isClosed(@Nullable Path folder) {
    return folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder);
  }

  private static String why(@Nullable Path folder) {
    if (folder == null || !Files.exists(folder)) {
      return "there is no folder " + folder;
    }
    return Files.isDirectory(folder)
        ? System.getProperty("user.name") + " may not write to " + folder
        : folder + " is no folder";
  }

  private static CommandException cannot(Setting<?> option, String name, String why) {
    return new CommandException(
        ExitCode.FAULT,
        option + ": cannot write " + name + ": " + why,
        "Make the folder, or let this user write there: in a unit with a line such as"
            + " ReadWritePaths=/srv/tlsfloor (systemctl edit tlsfloor).");
  }
}
