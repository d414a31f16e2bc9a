package io.tlsfloor.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A test is skipped through {@link Requires} and in no other way: only so is it told on the console
 * with a reason, and a failure where {@code CI=true}.
 */
class SkippingTest {
  /** Names what JUnit, AssertJ and OpenTest4J have to skip a test with, or all of a package. */
  private static final Pattern SKIPS =
      Pattern.compile(
          "\\borg\\.(junit|assertj|opentest4j)\\.[\\w.]*"
              + "(\\b(Assum|Disabled|Enabled|TestAborted)\\w*|\\*|\\bassum\\w*)");

  private static final String TESTING = "io/tlsfloor/testing";

  @Test
  void noTestSkipsPastRequires() throws IOException {
    List<Path> skipping = skipping();

    assertThat(skipping).allMatch(file -> file.getParent().endsWith(TESTING));
    assertThat(skipping).map(file -> file.getFileName().toString()).contains("Requires.java");
  }

  private static List<Path> skipping() throws IOException {
    List<Path> skipping = new ArrayList<>();
    try (Stream<Path> folders =
        Files.find(Project.folder(), 5, (folder, about) -> folder.endsWith("src/test/java"))) {
      for (Path folder : folders.toList()) {
        try (Stream<Path> files = Files.walk(folder)) {
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(SkippingTest::skips)
              .forEach(skipping::add);
        }
      }
    }
    return skipping;
  }

  private static boolean skips(Path file) {
    try {
      return SKIPS.matcher(Files.readString(file)).find();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
