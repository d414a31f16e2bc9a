package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.resource.Tsv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BundledListsTest {
  private static final Path TEXT =
      Path.of("src/main/resources/io/tlsfloor/rules/catalogue/bundled.txt");

  /** Run with {@code -Dupdate} after a change of the JSON files or tables, and review the diff. */
  @Test
  void theTextThatIsQuickToReadSaysWhatTheJsonFilesAndTablesSay() throws IOException {
    String expected = text(fromSources());
    if (System.getProperty("update") != null) {
      Files.writeString(TEXT, expected, StandardCharsets.ISO_8859_1);
    }

    try (InputStream in = Tsv.open(BundledLists.class, "bundled.txt")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .as("rules/%s; make it anew with -Dupdate", TEXT)
          .isEqualTo(expected);
    }
    assertThat(BundledLists.bundled()).isEqualTo(fromSources());
  }

  /** The rows from the JSON files and the tables. */
  private static List<Row> fromSources() {
    List<Row> rows = new ArrayList<>();
    for (String instance : BundledLists.INSTANCES) {
      String file = instance + ".json";
      try (InputStream in = Tsv.open(BundledLists.class, file)) {
        List<Row> listed = new ArrayList<>(OfficialJson.read(in, file, instance));
        listed.addAll(BundledLists.withoutSets(instance, Set.of()));
        rows.addAll(BundledLists.completed(listed, instance));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return rows;
  }

  private static String text(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    EndpointSet last = null;
    for (Row row : rows) {
      if (!Objects.equals(row.set(), last)) {
        last = row.set();
        append(text, '=', setLine(last));
      }
      append(text, CompactList.USE_MARKS.charAt(row.use().ordinal()), row.value());
    }
    return text.toString();
  }

  private static void append(StringBuilder text, char mark, String content) {
    if (content.length() > 0xFF) {
      throw new IllegalArgumentException("longer than two hex digits can say: " + content);
    }
    text.append(HexFormat.of().toHexDigits((byte) content.length()))
        .append(mark)
        .append(content)
        .append('\n');
  }

  private static String setLine(EndpointSet set) {
    return String.join(
        "\t",
        set.instance(),
        set.id().map(Object::toString).orElse(""),
        set.area(),
        set.category().name(),
        set.required() ? "required" : "",
        set.tcp().toString(),
        set.udp().toString(),
        set.origin().name());
  }
}
