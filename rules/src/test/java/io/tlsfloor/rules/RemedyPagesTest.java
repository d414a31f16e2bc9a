package io.tlsfloor.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemedyPagesTest {
  @Test
  void theOverviewNamesEveryPageThatThereIs() throws IOException {
    Path folder = Project.path("docs/remedies");
    List<String> files;
    try (Stream<Path> all = Files.list(folder)) {
      files =
          all.map(file -> file.getFileName().toString().replace(".md", ""))
              .filter(name -> !name.equals("README"))
              .toList();
    }

    assertThat(RemedyPages.names()).containsExactlyInAnyOrderElementsOf(files);
    for (String name : files) {
      assertThat(RemedyPages.text(name))
          .as(name)
          .contains(Files.readString(folder.resolve(name + ".md")));
    }
  }

  @ParameterizedTest
  @CsvSource({"java-8,java-8", "java-8.md,java-8", "docs/remedies/java-8.md,java-8"})
  void aPageIsNamedByItsNameOrItsFile(String reference, String name) {
    assertThat(RemedyPages.name(reference)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../policy/x", "docs/remedies/../README.md", "/etc/passwd", "", "README"})
  void nothingElseIsRead(String reference) {
    assertThat(RemedyPages.name(reference).flatMap(RemedyPages::text)).isEmpty();
  }
}
