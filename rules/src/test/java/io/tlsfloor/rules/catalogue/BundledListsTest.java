package io.tlsfloor.rules.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.rules.resource.Tsv;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BundledListsTest {
  private static final Path TEXT =
      Path.of("src/main/resources/io/tlsfloor/rules/catalogue/bundled.txt");

  /** Run with {@code -Dupdate} after a change of the JSON files or tables, and review the diff. */
  @Test
  void theTextThatIsQuickToReadSaysWhatTheJsonFilesAndTablesSay() throws IOException {
    String expected = CompactList.write(BundledLists.bundledFromSources());
    if (System.getProperty("update") != null) {
      Files.writeString(TEXT, expected, StandardCharsets.ISO_8859_1);
    }

    try (InputStream in = Tsv.open(BundledLists.class, "bundled.txt")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1))
          .as("rules/%s; make it anew with -Dupdate", TEXT)
          .isEqualTo(expected);
    }
    assertThat(BundledLists.bundled()).isEqualTo(BundledLists.bundledFromSources());
  }
}
