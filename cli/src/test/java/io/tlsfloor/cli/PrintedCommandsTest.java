package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the program prints to be typed works when it is typed. */
class PrintedCommandsTest {
  private static final Pattern TYPED =
      Pattern.compile("tlsfloor ((?:scan|report|explain|remedy|diff|endpoints) [^·\n]+)");
  private static final Pattern SIMPLE =
      Pattern.compile("tlsfloor ((?:remedy|explain) [a-zA-Z0-9./#'-]*[a-z0-9'])(?=[ .,)<\"\n])");
  private static final Pattern NAMED = Pattern.compile("\\btlsfloor ([a-z-]+)((?: [^\"\\s]+)*)");
  private static final Pattern OPTION = Pattern.compile("(?<= )--?[a-z][a-z-]*");

  @TempDir private Path folder;

  @Test
  void nothingIsNextWhereNothingIsOfTheService() throws IOException {
    assertThat(Cli.run("scan", "samples/not-tls").out())
        .contains("Nothing of Microsoft 365 in here")
        .doesNotContain("Next:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "samples/office-hour",
        "samples/tls12",
        "samples/refused-alert/capture.pcapng",
        "samples/server-picks-lower samples/refused-alert",
        "--floor 1.3 --client 10.20.3.41 samples/office-hour",
        "--all samples/tls12",
        "--group fix samples/office-hour",
      })
  void whatATableSaysIsNext(String args) throws IOException {
    Said said = new Cli().environment("COLUMNS", "300").with(("scan " + args).split(" "));
    Set<String> commands = commands(said.out() + said.err());

    assertThat(commands).isNotEmpty();
    for (String command : commands) {
      List<String> words = new ArrayList<>(List.of(command.split(" ")));
      if (words.get(0).equals("report")) {
        words.addAll(List.of("-o", folder.resolve("page.html").toString()));
      }
      if (command.startsWith("endpoints update")) { // would ask Microsoft's service
        words.addAll(List.of("--service", "https://127.0.0.1:1"));
        assertThat(Cli.run(words.toArray(String[]::new)).code()).isEqualTo(ExitCode.FAULT);
        continue;
      }
      Said typed = Cli.run(words.toArray(String[]::new));
      assertThat(typed.code())
          .as(command + "\n" + typed.err())
          .isIn(ExitCode.CLEAN, ExitCode.FLAGGED);
    }
  }

  /** Shows what the other commands print to be typed, on a terminal as on a page. */
  @Test
  void whatInventoryPagesAndRemediesName() throws IOException {
    String inventory = folder.resolve("i.db").toString();
    String page = folder.resolve("page.html").toString();
    StringBuilder printed = new StringBuilder();
    Cli.run("scan", "--inventory", inventory, "samples/office-hour");
    Instant later = Instant.parse("2026-11-03T08:00:00Z");
    printed.append(new Cli().at(later).with("inventory", "status", "--inventory", inventory).out());
    printed.append(Cli.run("remedy").out()).append(Cli.run("remedy", "tls").out());
    printed.append(Cli.run("explain", "samples/tls10/capture.pcapng").out());
    Cli.run("report", "-o", page, "samples/office-hour");
    printed.append(Files.readString(Path.of(page)));

    Set<String> commands = new LinkedHashSet<>();
    for (Matcher m = SIMPLE.matcher(printed); m.find(); ) {
      commands.add(m.group(1));
    }
    assertThat(commands)
        .contains("remedy node", "remedy java")
        .anyMatch(c -> c.startsWith("explain"));
    for (String command : commands) {
      Said typed = Cli.run(command.replace("'", "").split(" "));
      assertThat(typed.code()).as(command + "\n" + typed.err()).isEqualTo(ExitCode.CLEAN);
    }
  }

  private static Set<String> commands(String text) {
    Set<String> commands = new LinkedHashSet<>();
    for (Matcher m = TYPED.matcher(text); m.find(); ) {
      commands.add(m.group(1).replaceFirst(" (?:says how\\.|brings ).*", "").strip());
    }
    return commands;
  }

  static List<Command> all() throws Exception {
    return GeneratedTextsTest.commands();
  }

  @ParameterizedTest
  @MethodSource("all")
  void theExamplesOfTheHelp(Command command) throws Exception {
    for (Command.Example example : command.examples()) {
      for (String part : example.command().split(" \\| ")) {
        Matcher named = NAMED.matcher(part);
        if (named.find() && !named.group(1).isEmpty() && Commands.NAMES.contains(named.group(1))) {
          Settings.parse(
              named.group(1), List.of(named.group(2).strip().split(" "))); // throws if it cannot
        }
      }
    }
  }

  /** Hints in messages: their commands are there, with their options. */
  @Test
  void whatMessagesName() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String module : List.of("cli", "report", "inventory", "capture", "logs", "rules")) {
      try (Stream<Path> sources = Files.walk(Project.path(module + "/src/main/java"))) {
        for (Path source : sources.filter(each -> each.toString().endsWith(".java")).toList()) {
          String text = Files.readString(source).replaceAll("\"\\s*\\+ \"", "");
          for (Matcher m = NAMED.matcher(text); m.find(); ) {
            check(source, m.group(1), m.group(2), wrong);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static void check(Path source, String command, String rest, List<String> wrong) {
    if (!Commands.NAMES.contains(command)) {
      return; // a sentence about the program
    }
    List<String> typed = Settings.typed(command);
    for (Matcher option = OPTION.matcher(rest); option.find(); ) {
      if (!typed.contains(option.group())) {
        wrong.add(source + ": tlsfloor " + command + rest);
      }
    }
  }
}
