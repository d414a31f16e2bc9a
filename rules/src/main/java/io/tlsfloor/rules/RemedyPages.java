package io.tlsfloor.rules;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The pages that say in full what to do about a finding, in Markdown. */
public final class RemedyPages {
  private static final String COMMAND = "tlsfloor remedy ";
  private static final String FOLDER = "remedies/";
  private static final String SUFFIX = ".md";

  private RemedyPages() {}

  /** The names of all pages, in the order of the overview. */
  public static List<String> names() {
    Matcher links = Pattern.compile("\\]\\(([a-z0-9-]+)\\.md\\)").matcher(overview());
    return links.results().map(link -> link.group(1)).distinct().toList();
  }

  /** Returns what pages there are. */
  public static String overview() {
    return read("README").orElseThrow(() -> new IllegalStateException("no remedies in the jar"));
  }

  /** What a person types to read a page: {@code tlsfloor remedy java-8}. */
  public static String command(String name) {
    return COMMAND + name;
  }

  /**
   * The name of the page that a finding refers to.
   *
   * @param reference a name, a command, or a file such as {@code docs/remedies/java-8.md}
   */
  public static Optional<String> name(String reference) {
    int from = 0;
    for (String before : List.of(COMMAND, "docs/" + FOLDER)) {
      from = reference.startsWith(before) ? before.length() : from;
    }
    int to = reference.length() - (reference.endsWith(SUFFIX) ? SUFFIX.length() : 0);
    for (int i = from; i < to; i++) {
      char each = reference.charAt(i);
      if (!(each >= 'a' && each <= 'z' || each >= '0' && each <= '9' || each == '-')) {
        return Optional.empty();
      }
    }
    return from < to ? Optional.of(reference.substring(from, to)) : Optional.empty();
  }

  /** The text of a page; empty where there is none of that name. */
  public static Optional<String> text(String name) {
    return name(name).isPresent() ? read(name) : Optional.empty();
  }

  private static Optional<String> read(String name) {
    try (InputStream in = RemedyPages.class.getResourceAsStream(FOLDER + name + ".md")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the remedy " + name, e);
    }
  }
}
