package io.tlsfloor.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The files of the project, wherever its tests run: in its folder, as the build does, or in that of
 * a module, as development environments do.
 */
public final class Project {
  private static final Path HOME = home();

  private Project() {}

  /** A file or folder by its name in the project, such as {@code samples/tls10}. */
  public static Path path(String name) {
    return HOME.resolve(name);
  }

  /** Its folder, as an absolute path. */
  public static Path folder() {
    return HOME.toAbsolutePath().normalize();
  }

  /**
   * Returns whether tests run in the project's own folder, so that its files have the shortest
   * names.
   */
  public static boolean isHere() {
    return HOME.toString().isEmpty();
  }

  /** Returns it as short as it can be typed: empty in the project's own folder. */
  private static Path home() {
    Path here = Path.of("").toAbsolutePath();
    for (Path folder = here; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".mvn"))) {
        return here.relativize(folder);
      }
    }
    throw new IllegalStateException("not in a folder of the project: " + here);
  }
}
