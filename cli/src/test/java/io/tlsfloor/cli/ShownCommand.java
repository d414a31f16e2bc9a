package io.tlsfloor.cli;

import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command as a page of the documents shows it, to be typed, and what the page says that comes.
 *
 * <p>Commands stand in blocks of code: between fences that name no language, or indented. Where a
 * line of the block has a prompt, lines with one are commands, and others are what comes; else all
 * are commands, and a line that is indented further goes on with the one before. A block with a
 * choice in brackets says which words there are, and is none.
 *
 * @param text without the prompt, and without a remark behind it
 * @param output lines; none where the page shows none
 */
record ShownCommand(String text, List<String> output) {
  private static final Pattern PROMPT = Pattern.compile("^[$#>] (?=\\S)");
  private static final Pattern SYNOPSIS = Pattern.compile("^tlsfloor .*(?:\\[.*\\]|[A-Z]\\|[A-Z])");

  /** Pages for those who use tlsfloor: no remedies of other programs, no pages on its code. */
  static Stream<Path> pages() throws IOException {
    Path docs = Project.path("docs");
    try (Stream<Path> files = Files.walk(docs)) {
      List<Path> pages =
          files
              .filter(file -> file.toString().endsWith(".md"))
              .filter(
                  file -> !docs.relativize(file).toString().matches("(dev|decisions|remedies)/.*"))
              .sorted()
              .toList();
      return Stream.concat(Stream.of(Project.path("README.md")), pages.stream());
    }
  }

  /** The commands of a page, in its order. */
  static List<ShownCommand> of(Path page) throws IOException {
    List<ShownCommand> commands = new ArrayList<>();
    List<String> block = new ArrayList<>();
    boolean fenced = false;
    boolean shell = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        addTo(commands, block);
        fenced = !fenced;
        shell = fenced && line.equals("```");
      } else if (fenced ? shell : line.startsWith("    ")) {
        block.add(fenced ? line : line.substring(4));
      } else {
        addTo(commands, block);
      }
    }
    addTo(commands, block);
    return commands;
  }

  private static void addTo(List<ShownCommand> commands, List<String> block) {
    boolean prompts = block.stream().anyMatch(line -> PROMPT.matcher(line).lookingAt());
    if (prompts || block.stream().noneMatch(line -> SYNOPSIS.matcher(line).find())) {
      for (String line : block) {
        boolean begins = prompts ? PROMPT.matcher(line).lookingAt() : !line.startsWith(" ");
        if (begins) {
          commands.add(new ShownCommand(typed(line), new ArrayList<>()));
        } else if (prompts) {
          commands.get(commands.size() - 1).output.add(line);
        } else if (!line.isBlank()) {
          ShownCommand begun = commands.remove(commands.size() - 1);
          commands.add(new ShownCommand(begun.text + "\n" + line, begun.output));
        }
      }
    }
    block.clear();
  }

  private static String typed(String line) {
    return PROMPT.matcher(line).replaceFirst("").replaceFirst(" {2,}[^'\"]*$", "");
  }
}
