package io.tlsfloor.cli.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Configuration files of watches, which others on the machine may read. */
final class ConfigOf {
  private ConfigOf() {}

  /** An option that names a file with these keys below {@code [watch]}. */
  static String keys(String... lines) {
    try {
      Path folder = Files.createTempDirectory("tlsfloor-watch");
      Path file = folder.resolve("tlsfloor.conf");
      Files.writeString(file, "[watch]\n" + String.join("\n", List.of(lines)) + "\n");
      if (!folder.toFile().setExecutable(true, false) || !file.toFile().setReadable(true, false)) {
        throw new IOException("cannot share " + file);
      }
      folder.toFile().deleteOnExit(); // the last that was named is the first to go
      file.toFile().deleteOnExit();
      return "--config=" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The same for the way in which a watch captures. */
  static String engine(String name) {
    return keys("engine = \"" + name + "\"");
  }
}
