package io.tlsfloor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The picture of modules and packages is what the sources say. {@code -Dupdate} draws it. */
class PictureTest {
  private static final Path PICTURE = Path.of("docs/images/architecture.svg");
  private static final Pattern SOURCE = Pattern.compile("\\w+/src/main/java/io/tlsfloor/.+\\.java");
  private static final Pattern USED =
      Pattern.compile("(?m)^import (?:static )?io\\.tlsfloor\\.(\\w+)\\.");
  private static final int PACKAGES_FROM = 7; // MODULE/src/main/java/io/tlsfloor/MODULE/

  /** Who uses whom lies above, in the same column. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of("archive", "bench", "fuzz"),
          List.of("cli"),
          List.of("", "inventory"),
          List.of("logs", "report"),
          List.of("capture", "rules"),
          List.of("parser"));

  private static final int WIDTH = 1180;
  private static final int MARGIN = 20;
  private static final int GAP = 32; // between modules
  private static final int TITLE = 34; // height of a module's name
  private static final int LINE = 28; // of packages
  private static final String HEAD =
      """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img" \
      aria-label="Modules and packages, and who uses whom">
      <style>
      text{font:12px ui-monospace,Menlo,Consolas,monospace;fill:#1b1f24}
      .t{font:bold 15px system-ui,sans-serif}
      .m{fill:#f6f8fa;stroke:#8c959f}
      .p{fill:#fff;stroke:#d0d7de}
      .a{stroke:#57606a;stroke-width:1.3;marker-end:url(#e)}
      </style>
      <defs><marker id="e" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">\
      <path d="M0 0 L8 4 L0 8 z" fill="#57606a"/></marker></defs>
      <rect width="%1$d" height="%2$d" fill="#fff"/>
      """;

  private final Map<String, Set<String>> packages = new TreeMap<>();
  private final Map<String, Set<String>> uses = new TreeMap<>();
  private final Map<String, Box> boxes = new HashMap<>();
  private final StringBuilder svg = new StringBuilder();

  private record Box(int left, int right, int top, int bottom) {}

  @Test
  void showsWhatIsThere() throws IOException {
    readSources();
    int bottom = drawModules();
    drawUses();
    String drawn = HEAD.formatted(WIDTH, bottom) + svg + "</svg>\n";

    if (System.getProperty("update") != null) {
      Files.writeString(PICTURE, drawn);
    }
    assertThat(boxes.keySet()).isEqualTo(packages.keySet());
    assertThat(PICTURE).content().isEqualTo(drawn);
  }

  private void readSources() throws IOException {
    try (Stream<Path> modules = Files.list(Path.of(""))) {
      for (Path module : modules.filter(m -> Files.exists(m.resolve("src/main/java"))).toList()) {
        try (Stream<Path> files = Files.walk(module.resolve("src/main/java"))) {
          for (Path file : files.filter(f -> SOURCE.matcher(f.toString()).matches()).toList()) {
            readSource(module.toString(), file);
          }
        }
      }
    }
    uses.values().forEach(used -> used.retainAll(packages.keySet())); // not the tests' kit
  }

  private void readSource(String module, Path file) throws IOException {
    int type = file.getNameCount() - 1;
    packages
        .computeIfAbsent(module, m -> new TreeSet<>())
        .add(
            type == PACKAGES_FROM
                ? "·"
                : file.subpath(PACKAGES_FROM, type).toString().replace('/', '.'));
    Set<String> used = uses.computeIfAbsent(module, m -> new TreeSet<>());
    USED.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
    used.remove(module);
  }

  private int drawModules() {
    int top = MARGIN;
    for (List<String> row : ROWS) {
      int width = (WIDTH - 2 * MARGIN + GAP) / row.size() - GAP;
      int lines =
          row.stream().mapToInt(module -> place(module, 0, 0, width, false)).max().orElse(0);
      int bottom = top + TITLE + lines * LINE + 6;
      for (int i = 0; i < row.size(); i++) {
        int left = MARGIN + i * (width + GAP);
        if (!row.get(i).isEmpty()) {
          boxes.put(row.get(i), new Box(left, left + width, top, bottom));
          rectangle("m", left, top, width, bottom - top);
          text("t", left + 10, top + 22, row.get(i));
          place(row.get(i), left, top, width, true);
        }
      }
      top = bottom + GAP;
    }
    return top - GAP + MARGIN;
  }

  /** Sets a module's packages in lines, and draws them if asked to; how many lines it took. */
  private int place(String module, int left, int top, int width, boolean drawn) {
    int lines = 1;
    int x = 10;
    for (String name : packages.getOrDefault(module, Set.of())) {
      int wide = 14 + Math.round(7.3f * name.length());
      if (x + wide > width - 10) {
        x = 10;
        lines++;
      }
      if (drawn) {
        int y = top + TITLE + (lines - 1) * LINE;
        rectangle("p", left + x, y, wide, LINE - 6);
        text("", left + x + 7, y + 15, name);
      }
      x += wide + 6;
    }
    return lines;
  }

  private void drawUses() {
    uses.forEach(
        (module, used) -> {
          for (String other : used) {
            boolean implied = used.stream().anyMatch(between -> reaches(between, other));
            if (!implied) {
              Box from = boxes.get(module);
              Box to = boxes.get(other);
              int x = (Math.max(from.left(), to.left()) + Math.min(from.right(), to.right())) / 2;
              svg.append(
                  "<path d=\"M%1$d %2$d V%3$d\" class=\"a\"/>\n"
                      .formatted(x, from.bottom(), to.top()));
            }
          }
        });
  }

  private boolean reaches(String module, String other) {
    return uses.getOrDefault(module, Set.of()).stream()
        .anyMatch(used -> used.equals(other) || reaches(used, other));
  }

  private void rectangle(String style, int x, int y, int width, int height) {
    svg.append(
        "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\" class=\"%s\"/>\n"
            .formatted(x, y, width, height, style));
  }

  private void text(String style, int x, int y, String words) {
    svg.append(
        "<text x=\"%d\" y=\"%d\"%s>%s</text>\n"
            .formatted(x, y, style.isEmpty() ? "" : " class=\"" + style + "\"", words));
  }
}
