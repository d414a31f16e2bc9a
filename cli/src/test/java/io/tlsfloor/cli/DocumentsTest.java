package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Setting;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The manual names exactly what the program has. */
class DocumentsTest {
  private static final Path MAN_PAGE = Project.path("docs/man/tlsfloor.1");
  private static final Pattern LONG_OPTION = Pattern.compile("(?<![\\w-])--[a-z][a-z-]+");

  private static final int MAX_PROSE = 120;
  private static final int MAX_WORDS = 20_000;

  private static Set<String> longOptions(String text) {
    Set<String> options = new TreeSet<>();
    for (Matcher matcher = LONG_OPTION.matcher(text); matcher.find(); ) {
      options.add(matcher.group());
    }
    return options;
  }

  private static Set<String> existing() {
    Set<String> options = new TreeSet<>(Set.of("--version"));
    for (String name : Commands.NAMES) {
      Settings.of(name).forEach(option -> options.add(option.toString()));
    }
    return options;
  }

  /** The manual pages and {@code --help-all} have all of them; what pages name is there. */
  @Test
  void noPageNamesAnOptionThatIsGone() throws Exception {
    assertThat(existing()).containsAll(longOptions(Manual.text()));
  }

  /** Options of all commands and keys of the policy file, each name once. */
  @Test
  void thereAreNoMoreOptionsThanSomeoneLearns() throws IOException {
    Set<String> names = new TreeSet<>();
    for (String command : Commands.NAMES) {
      Settings.of(command).forEach(option -> names.add(option.name()));
    }
    String policy = Files.readString(Path.of("docs/policy.md")).split("```")[1];
    for (Matcher table = Pattern.compile("(?m)^\\[+([a-z-]+)\\]").matcher(policy); table.find(); ) {
      names.add(table.group(1));
    }
    String above = policy.substring(0, policy.indexOf("\n["));
    for (Matcher key = Pattern.compile("(?m)^([a-z-]+) = ").matcher(above); key.find(); ) {
      names.add(key.group(1));
    }
    assertThat(names).hasSizeLessThanOrEqualTo(77);
  }

  /**
   * Counts what people read, without pages for developers, decisions, remedies and pieces for a
   * SIEM.
   */
  @Test
  void thereIsNoMoreToReadThanSomeoneReads() throws IOException {
    int words = 0;
    for (Path page : pages()) {
      if (page.equals(Project.path("README.md"))
          || page.startsWith(Project.path("docs"))
              && !page.toString().matches(".*docs/(dev|decisions|remedies|siem|man)/.*")) {
        words += Files.readString(page).split("\\s+").length;
      }
    }
    assertThat(words).isLessThan(MAX_WORDS);
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsInTheManualAndHasHelpWithExamples(String name) throws IOException {
    assertThat(Manual.text()).contains("tlsfloor " + name);

    Cli.Said help = Cli.run(name, "--help");
    assertThat(help.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(help.out()).contains("usage:").contains("examples:\n  tlsfloor " + name);
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(help.lines()).hasSizeLessThan(70);
    assertThat(Cli.run("help", name).out()).isEqualTo(help.out());
    String all = Cli.run(name, "--help-all").out();
    assertThat(longOptions(all))
        .containsAll(Settings.typable(name).stream().map(Setting::toString).toList());
    assertThat(Settings.of(name))
        .filteredOn(option -> option.isOfOperation(name))
        .allSatisfy(option -> assertThat(all).contains("\n  " + option.name() + " = "));
    assertThat(Cli.run("--help").out()).contains("  " + name + "  ");
  }

  static Set<String> commands() {
    return new TreeSet<>(Commands.NAMES);
  }

  @ParameterizedTest
  @EnumSource(ExitCode.class)
  void everyExitCodeIsInBoth(ExitCode code) throws IOException {
    assertThat(Manual.text()).contains("| " + code.status() + " |");
    assertThat(Files.readString(MAN_PAGE)).contains("\\fB" + code.status() + "\\fR\n");
  }

  @ParameterizedTest
  @EnumSource(io.tlsfloor.rules.RuleId.class)
  void everyRuleIsInTheManual(io.tlsfloor.rules.RuleId rule) throws IOException {
    assertThat(Manual.text()).contains("| `" + rule.id() + "` |");
  }

  /** A link may name a page, or a folder for all that is in it. */
  @Test
  void everyPageCanBeReachedFromTheReadme() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#: ]+)(?:#[^)]*)?\\)");
    Set<Path> reached = new TreeSet<>();
    Deque<Path> open = new ArrayDeque<>(List.of(Project.path("README.md")));
    while (!open.isEmpty()) {
      Path page = open.pop();
      if (!reached.add(page)) {
        continue;
      }
      Path folder = page.getParent() == null ? Path.of("") : page.getParent();
      for (Matcher m = link.matcher(Files.readString(page)); m.find(); ) {
        Path to = folder.resolve(m.group(1)).normalize();
        Path target = Files.isDirectory(to) ? to.resolve("README.md") : to;
        if (target.toString().endsWith(".md") && Files.exists(target)) {
          open.push(target);
        }
      }
    }
    try (Stream<Path> pages = Files.walk(Project.path("docs"))) {
      assertThat(pages.filter(page -> page.toString().endsWith(".md")))
          .allSatisfy(page -> assertThat(reached).contains(page));
    }
  }

  /** Tables, code and links alone have their own length. */
  @Test
  void noLineOfProseIsLongerThanAnEditorShows() throws IOException {
    List<String> longer = new ArrayList<>();
    for (Path page : pages()) {
      boolean code = false;
      int number = 0;
      for (String line : Files.readAllLines(page)) {
        number++;
        code ^= line.startsWith("```");
        boolean prose =
            !code && !line.startsWith("|") && !line.startsWith("    ") && line.contains(" ");
        if (prose && line.length() > MAX_PROSE && !line.strip().matches("!?\\[[^]]*]\\(\\S*\\)")) {
          longer.add(page + ":" + number);
        }
      }
    }
    assertThat(longer).isEmpty();
  }

  /** A link that names a file or folder of this project names one that is there. */
  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#: ]+)(?:#[^)]*)?\\)");
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Path folder = page.getParent() == null ? Path.of("") : page.getParent();
      for (Matcher m = link.matcher(Files.readString(page)); m.find(); ) {
        if (!Files.exists(folder.resolve(m.group(1)).normalize())) {
          broken.add(page + ": " + m.group(1));
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  /** What stands behind # is a heading of the page, by GitHub's rule; no page links to itself. */
  @Test
  void everyAnchorIsAHeading() throws IOException {
    Pattern link = Pattern.compile("\\]\\(([^)#: ]*)#([^) ]+)\\)");
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Path folder = page.getParent() == null ? Path.of("") : page.getParent();
      for (Matcher m = link.matcher(Files.readString(page)); m.find(); ) {
        Path to = m.group(1).isEmpty() ? page : folder.resolve(m.group(1)).normalize();
        if (!headings(to).contains(m.group(2)) || !m.group(1).isEmpty() && to.equals(page)) {
          broken.add(page + ": " + m.group());
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static Set<String> headings(Path page) throws IOException {
    Set<String> headings = new TreeSet<>();
    boolean code = false;
    for (String line :
        page.toString().endsWith(".md") ? Files.readAllLines(page) : List.<String>of()) {
      code ^= line.startsWith("```");
      if (!code && line.matches("#+ .*")) {
        headings.add(
            line.replaceFirst("#+ ", "")
                .replaceAll("\\[([^]]*)]\\([^)]*\\)", "$1")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\w -]", "")
                .replace(' ', '-'));
      }
    }
    return headings;
  }

  /** An option behind a command is one of that command, wherever a page shows it. */
  @Test
  void everyCommandOnAPageHasItsOptions() throws IOException {
    Pattern typed = Pattern.compile("tlsfloor(?:\\.cmd)? ([a-z]+)((?: [^`|;&\\n]*)?)");
    List<String> wrong = new ArrayList<>();
    int commands = 0;
    for (Path page : pages()) {
      if (page.toString().contains("decisions")) {
        continue; // which say what was
      }
      String text = Files.readString(page).replace("\\\n", " ");
      for (Matcher m = typed.matcher(text); m.find(); ) {
        if (!Commands.NAMES.contains(m.group(1))) {
          continue;
        }
        commands++;
        Set<String> options = new TreeSet<>(Set.of("--help", "--help-all"));
        Settings.of(m.group(1)).forEach(option -> options.add(option.toString()));
        for (String option : longOptions(m.group(2))) {
          if (!options.contains(option)) {
            wrong.add(page + ": " + m.group().strip() + ": " + option);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(commands).isGreaterThan(60);
  }

  /** The tutorial explains the columns that a terminal of usual width shows. */
  @Test
  void theTutorialExplainsEachColumnOfTheTable() throws IOException {
    String page = Files.readString(Project.path("docs/tutorials/files.md"));
    String title =
        new Cli()
            .environment("COLUMNS", "120")
            .with("scan", "samples/office-hour")
            .out()
            .lines()
            .filter(line -> line.startsWith(" SEVERITY"))
            .findFirst()
            .orElseThrow();

    List<String> explained = new ArrayList<>();
    for (Matcher m = Pattern.compile("(?m)^\\| `([A-Z]+)` \\|").matcher(page); m.find(); ) {
      explained.add(m.group(1));
    }
    assertThat(explained).containsExactly(title.strip().split(" +"));
  }

  /** All pages of the project, without what is built or fetched. */
  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>();
    for (String folder : List.of("", "docs", "samples", "rules/src", "bench", "dist", "fuzz")) {
      int depth = folder.isEmpty() ? 1 : Integer.MAX_VALUE;
      try (Stream<Path> all = Files.walk(Project.path(folder), depth)) {
        all.filter(each -> each.toString().endsWith(".md"))
            .filter(each -> !each.toString().contains("target"))
            .forEach(pages::add);
      }
    }
    return pages;
  }

  @Test
  void thePictureOfTheTableIsWhatAScanPrints() throws IOException {
    List<String> printed = new ArrayList<>();
    for (String line :
        new Cli().environment("COLUMNS", "120").with("scan", "samples/office-hour").lines()) {
      printed.add(words(line));
    }
    String picture = Files.readString(Project.path("docs/images/table.svg"));
    List<String> drawn = new ArrayList<>();
    for (Matcher m = Pattern.compile("<text[^>]*>(.*?)</text>").matcher(picture); m.find(); ) {
      String text =
          m.group(1).replaceAll("<[^>]*>", "").replace("&#x27;", "'").replace("&gt;", ">");
      if (!words(text).isEmpty()) {
        drawn.add(words(text));
      }
    }

    drawn.remove(0); // the command
    assertThat(drawn).hasSizeGreaterThan(12).isSubsetOf(printed);
    assertThat(printed).contains(drawn.get(drawn.size() - 1));
  }

  private static String words(String line) {
    return line.replace('\u00a0', ' ').strip().replaceAll(" +", " ");
  }

  @Test
  void theVersionIsThatOfTheBuild() {
    assertThat(Cli.run("--version").out())
        .matches("tlsfloor [0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?\n");
  }

  @Test
  void thePathOfAPacketShowsTheBytesOfItsFrame() throws Exception {
    StringBuilder shown = new StringBuilder();
    for (String line : Files.readAllLines(Project.path("docs/dev/path-of-a-packet.md"))) {
      if (line.matches("[0-9a-f]{4}( +[0-9a-f]{2})+")) {
        shown.append(line.substring(4).replace(" ", ""));
      }
    }
    Path capture = Project.path("samples/tls10/capture.pcapng");
    Frame frame = new Frame();
    try (CaptureFile frames = CaptureFiles.open(capture, (address, name) -> {})) {
      while (frame.number() < 4) {
        assertThat(frames.next(frame)).isTrue();
      }
      byte[] bytes = new byte[frame.capturedLength()];
      frame.buffer().get(frame.offset(), bytes);
      assertThat(shown).hasToString(HexFormat.of().formatHex(bytes));
    }
  }
}
