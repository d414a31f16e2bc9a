package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.FullMemory;
import java.util.Arrays;
import java.util.List;

/**
 * Runs several commands in one process, so that an archive of classes is trained by all of them:
 * what a scan of one small file uses, one of many or of a large one does not.
 */
final class TrainingRun {
  private static final String NEXT = "--";

  private TrainingRun() {}

  /** Runs the commands, with {@code --} between them; what they come to does not matter. */
  public static void main(String[] args) throws ClassNotFoundException {
    Class.forName("io.tlsfloor.cli.Start"); // which begins every other run
    FullMemory.guard();
    Console console = Main.console();
    List<String> rest = Arrays.asList(args);
    while (!rest.isEmpty()) {
      int end = rest.contains(NEXT) ? rest.indexOf(NEXT) : rest.size();
      Main.run(rest.subList(0, end).toArray(new String[0]), console);
      rest = rest.subList(Math.min(end + 1, rest.size()), rest.size());
    }
  }
}
