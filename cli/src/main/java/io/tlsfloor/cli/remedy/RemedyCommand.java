package io.tlsfloor.cli.remedy;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.Tables;
import io.tlsfloor.rules.RemedyPages;
import io.tlsfloor.rules.resource.Spelling;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor remedy}: prints the page that a fix of the table names, or that words fit. */
public final class RemedyCommand implements Command {
  private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\(([a-z0-9-]+)\\.md\\)");
  private static final int IN_TITLE = 20; // and not in the text alone
  private static final int NUMBER_IN_TITLE = 3;
  private static final int MOST_IN_TEXT = 5;

  /** Words that the names of many client stacks have. */
  private static final Set<String> COMMON =
      Set.of("tls", "held", "to", "and", "later", "on", "or", "by", "of", "the", "1", "0", "2");

  @Override
  public String name() {
    return "remedy";
  }

  @Override
  public String summary() {
    return "Prints how to fix a client.";
  }

  @Override
  public String about() {
    return "Prints the page on how to fix a client: by the fix that the table shows, such as"
        + " `java`, or by words that fit, such as `printer`. Without a word, lists the pages.";
  }

  @Override
  public String arguments() {
    return "[FIX|WORDS]";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor remedy", "which pages there are"),
        new Example("tlsfloor remedy java-8", "how to make Java 8 offer TLS 1.2"),
        new Example("tlsfloor remedy printer", "by a word"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    List<String> words = line.getArgList();
    int width = console.width();
    String text = words.isEmpty() ? RemedyText.list(width) : page(String.join(" ", words), width);
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  private static String page(String asked, int width) throws CommandException {
    Optional<String> exact = RemedyPages.name(asked).flatMap(RemedyPages::text);
    if (exact.isPresent()) {
      return RemedyText.page(exact.get(), width);
    }
    List<Fit> fits = new ArrayList<>();
    for (String name : RemedyPages.names()) {
      Fit fit = Fit.of(name, words(asked));
      if (fit.points() > 0) {
        fits.add(fit);
      }
    }
    int best = fits.stream().mapToInt(Fit::points).max().orElse(0);
    fits.removeIf(fit -> fit.points() < best);
    if (fits.isEmpty()) {
      throw CommandException.usage(
          "there is no remedy for \"" + asked + "\"",
          Spelling.nearest(asked, RemedyPages.names())
              .map(name -> "Did you mean tlsfloor remedy " + name + "?")
              .orElse("tlsfloor remedy lists the pages."));
    }
    if (fits.size() == 1) {
      return RemedyText.page(fits.get(0).text(), width);
    }
    List<List<String>> pages =
        fits.stream()
            .map(fit -> List.of(RemedyPages.command(fit.name()), RemedyText.title(fit.name())))
            .toList();
    return "Several pages fit \"" + asked + "\":\n\n" + Tables.of(pages, width);
  }

  /** Leaves out what stands in the names of most client stacks, unless nothing else is there. */
  private static Set<String> words(String text) {
    Set<String> all =
        Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> some = new TreeSet<>(all);
    some.removeAll(COMMON);
    return some.isEmpty() ? all : some;
  }

  /** How well a page fits. */
  private record Fit(String name, String text, int points) {
    static Fit of(String name, Set<String> asked) {
      String text = RemedyPages.text(name).orElse("");
      String title = RemedyText.title(name);
      String head =
          LINK.matcher(RemedyPages.overview())
                  .results()
                  .filter(link -> link.group(2).equals(name))
                  .map(link -> link.group(1))
                  .collect(Collectors.joining(" "))
              + " "
              + name
              + " "
              + title;
      int points = 0;
      int numbers = 0; // they tell pages of one program from each other, and no program
      for (String word : asked) {
        boolean inTitle = words(head).stream().anyMatch(each -> fits(each, word));
        if (word.chars().allMatch(Character::isDigit)) {
          numbers += inTitle ? NUMBER_IN_TITLE : 0;
        } else {
          long inText = words(text).stream().filter(each -> fits(each, word)).count();
          points += (inTitle ? IN_TITLE : 0) + (int) Math.min(inText, MOST_IN_TEXT);
        }
      }
      return new Fit(name, text, points == 0 ? 0 : points + numbers);
    }

    /** {@code printers} fits {@code printer}, and the other way round. */
    private static boolean fits(String word, String asked) {
      return word.equals(asked)
          || word.length() > 3
              && asked.length() > 3
              && (word.startsWith(asked) || asked.startsWith(word));
    }
  }
}
