package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Manual pages, completions and the manual's option tables are what the table of options says.
 * {@code -Dupdate} writes them.
 */
class GeneratedTextsTest {
  private static final Path MAN = Project.path("docs/man");
  private static final Path COMPLETION = Project.path("docs/completion");

  static List<Command> commands() throws CommandException {
    List<Command> commands = new ArrayList<>();
    for (String name : Commands.NAMES) {
      commands.add(Commands.named(name));
    }
    return commands;
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theManualPageOfACommandIsWhatTheTableSays(Command command) throws IOException {
    same(MAN.resolve("tlsfloor-" + command.name() + ".1"), ManPage.of(command));
  }

  @Test
  void theManualPageOfTheProgramNamesAllCommands() throws Exception {
    same(MAN.resolve("tlsfloor.1"), ManPage.of(commands()));
  }

  @Test
  void noManualPageIsOfACommandThatIsGone() throws Exception {
    Set<String> expected = new TreeSet<>(Set.of("tlsfloor.1"));
    Commands.NAMES.forEach(name -> expected.add("tlsfloor-" + name + ".1"));
    try (Stream<Path> pages = Files.list(MAN)) {
      assertThat(pages.map(page -> page.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"tlsfloor.bash", "_tlsfloor", "tlsfloor.fish"})
  void theCompletionOfAShellIsWhatTheTableSays(String script) throws Exception {
    same(COMPLETION.resolve(script), Completion.scripts(commands()).get(script));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void noCommandHasTwoOptionsOfOneName(Command command) {
    List<String> typed = Settings.typed(command.name());

    assertThat(typed).doesNotHaveDuplicates().contains("--help", "--debug");
    for (Setting<?> option : Settings.of(command.name())) {
      assertThat(option.help()).as(option.toString()).doesNotEndWith(".").isNotBlank();
    }
  }

  @Test
  void theTableOfWhatEachSourceProvesIsWhatCounts() throws IOException {
    StringBuilder table =
        new StringBuilder("| `tlsfloor.basis` | below | good | never shown |\n|---|---|---|---|\n");
    for (Basis each : Basis.values()) {
      String name = each.name().toLowerCase(Locale.ROOT);
      List<String> cells = List.of("`" + name + "`", each.below(), each.good(), each.neverShows());
      table.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }
    Path file = Project.path("docs/logs.md");
    String text = Files.readString(file);
    int begin = text.indexOf("| `tlsfloor.basis` |");
    int end = text.indexOf("\n\n", begin) + 1;

    same(file, text.substring(0, begin) + table + text.substring(end));
  }

  private static void same(Path file, String text) throws IOException {
    if (System.getProperty("update") != null) {
      Files.createDirectories(file.getParent());
      Files.writeString(file, text);
    }
    assertThat(file).content().isEqualTo(text);
  }
}
