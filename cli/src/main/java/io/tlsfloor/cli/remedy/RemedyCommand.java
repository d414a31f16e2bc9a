package io.tlsfloor.cli.remedy;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.NearMiss;
import io.tlsfloor.rules.RemedyPages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor remedy}: prints the page that a finding names. */
public final class RemedyCommand implements Command {
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([a-z0-9-]+)\\.md\\)");

  @Override
  public String name() {
    return "remedy";
  }

  @Override
  public String summary() {
    return "Prints what to do about a finding.";
  }

  @Override
  public String about() {
    return "Prints the page on what to do about a finding, by the name that the finding gives:"
        + " `java-8`, or `docs/remedies/java-8.md`. Without a name, lists the pages.";
  }

  @Override
  public String arguments() {
    return "[NAME]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor remedy", "which pages there are"),
        new Example("tlsfloor remedy java-8", "how to make Java 8 offer TLS 1.2"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    List<String> words = line.getArgList();
    if (words.size() > 1) {
      throw CommandException.usage(
          "remedy prints one page, but " + words.size() + " are named", "Name one.");
    }
    String page = words.isEmpty() ? RemedyPages.overview() : page(words.get(0));
    String text = LINK.matcher(page).replaceAll("$1 (tlsfloor remedy $2)");
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  private static String page(String reference) throws CommandException {
    return RemedyPages.name(reference)
        .flatMap(RemedyPages::text)
        .orElseThrow(
            () ->
                CommandException.usage(
                    "there is no remedy \"" + reference + "\"",
                    NearMiss.hint(reference, RemedyPages.names())));
  }
}
