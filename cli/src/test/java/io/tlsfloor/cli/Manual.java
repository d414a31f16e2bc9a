package io.tlsfloor.cli;

import io.tlsfloor.testing.Project;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The pages of the manual. */
final class Manual {
  private Manual() {}

  static List<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(Project.path("docs/manual"))) {
      return files.sorted().toList();
    }
  }

  /** All of it. */
  static String text() throws IOException {
    return pages().stream().map(Manual::read).collect(Collectors.joining("\n"));
  }

  static String read(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
