package io.tlsfloor.cli;

import io.tlsfloor.cli.archive.ArchiveCommand;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Habits;
import io.tlsfloor.cli.diff.DiffCommand;
import io.tlsfloor.cli.endpoints.EndpointsCommand;
import io.tlsfloor.cli.explain.ExplainCommand;
import io.tlsfloor.cli.inventory.InventoryCommand;
import io.tlsfloor.cli.remedy.RemedyCommand;
import io.tlsfloor.cli.report.ReportCommand;
import io.tlsfloor.cli.scan.ScanCommand;
import io.tlsfloor.cli.serve.ServeCommand;
import io.tlsfloor.cli.watch.WatchCommand;
import io.tlsfloor.rules.resource.Spelling;
import java.util.List;

/**
 * The commands by name. Each is made only when it is asked for, so that the others cost nothing.
 */
final class Commands {
  /** In the order of the help. */
  static final List<String> NAMES =
      List.of(
          "scan",
          "watch",
          "explain",
          "report",
          "diff",
          "inventory",
          "serve",
          "endpoints",
          "remedy",
          "archive");

  private Commands() {}

  /**
   * The command called {@code name}.
   *
   * @throws CommandException if there is none; the message suggests one
   */
  static Command named(String name) throws CommandException {
    return switch (name) {
      case "scan" -> new ScanCommand();
      case "explain" -> new ExplainCommand();
      case "archive" -> new ArchiveCommand();
      case "watch" -> new WatchCommand();
      case "endpoints" -> new EndpointsCommand();
      case "report" -> new ReportCommand();
      case "diff" -> new DiffCommand();
      case "inventory" -> new InventoryCommand();
      case "serve" -> new ServeCommand();
      case "remedy" -> new RemedyCommand();
      default ->
          throw name.matches(".*[./\\\\].*")
              ? CommandException.usage(
                  "there is no file \"" + name + "\", and no such command",
                  "Check the path. tlsfloor --help lists the commands.")
              : CommandException.usage(
                  "there is no command \"" + name + "\"",
                  Habits.command(name).orElseGet(() -> Spelling.hint(name, NAMES))
                      + " tlsfloor --help lists the commands.");
    };
  }
}
