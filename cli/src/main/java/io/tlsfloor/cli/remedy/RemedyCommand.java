package io.tlsfloor.cli.remedy;

import io.tlsfloor.cli.command.Columns;
import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.form.table.Lines;
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
        + " `java-8`, or by words that fit, such as `printer`. Without a word, lists the pages.";
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
    String page = words.isEmpty() ? RemedyPages.overview() : page(String.join(" ", words), width);
    String text = LINK.matcher(page).replaceAll("$1 (tlsfloor remedy $2)");
    if (width != Integer.MAX_VALUE) {
      text = fitted(text, width);
    }
    console.out().write(text.getBytes(StandardCharsets.UTF_8));
    return ExitCode.CLEAN;
  }

  private static String page(String asked, int width) throws CommandException {
    Optional<String> exact = RemedyPages.name(asked).flatMap(RemedyPages::text);
    if (exact.isPresent()) {
      return exact.get();
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
      return fits.get(0).text();
    }
    Columns pages = new Columns(width);
    fits.forEach(fit -> pages.add("tlsfloor remedy " + fit.name(), fit.title()));
    return "Several pages fit \"" + asked + "\":\n\n" + pages;
  }

  /** Markdown as a terminal shows it: paragraphs as wide as it is, tables in its columns. */
  private static String fitted(String markdown, int width) {
    StringBuilder text = new StringBuilder();
    Columns table = new Columns(width);
    boolean inTable = false;
    boolean code = false;
    for (String line : (markdown + "\n").split("\n", -1)) {
      if (inTable && !line.startsWith("|")) {
        text.append('\n').append(table.toString().stripTrailing());
        table = new Columns(width);
        inTable = false;
      }
      code ^= line.startsWith("```");
      if (line.startsWith("|") && !code) {
        inTable = true;
        String[] cells = line.substring(1, line.lastIndexOf('|')).split("\\|", -1);
        if (!line.startsWith("|---")) {
          table.add(Arrays.stream(cells).map(String::strip).toArray(String[]::new));
        }
      } else if (goesOn(text, line) && !code) {
        text.append(' ').append(line.strip());
      } else {
        text.append(text.isEmpty() ? "" : "\n").append(line);
      }
    }
    return Lines.fold(text.toString().stripTrailing() + "\n", width);
  }

  /** Returns whether a line goes on with the paragraph, or the item of a list, above it. */
  private static boolean goesOn(StringBuilder text, String line) {
    String above = text.substring(text.lastIndexOf("\n") + 1);
    boolean begins = line.isBlank() || line.matches("( *[-*] |[0-9]+\\. |#|    |```|>).*");
    return !begins && !above.isBlank() && !above.matches("(#|```|    ).*");
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
  private record Fit(String name, String title, String text, int points) {
    static Fit of(String name, Set<String> asked) {
      String text = RemedyPages.text(name).orElse("");
      String title = text.lines().findFirst().orElse("").replaceFirst("^# ", "");
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
      return new Fit(name, title, text, points == 0 ? 0 : points + numbers);
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
