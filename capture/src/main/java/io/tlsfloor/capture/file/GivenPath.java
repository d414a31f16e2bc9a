package io.tlsfloor.capture.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The path that a word of the command line stands for.
 *
 * <p>Names of files are bytes. Java reads the command line as UTF-8 and has a replacement character
 * for what is none, so the word does not lead to the file any more. But a folder's list gives names
 * with their bytes: the one that looks like the word is meant, if there is only one.
 */
public final class GivenPath {
  private static final char REPLACEMENT = '\uFFFD';

  private GivenPath() {}

  /**
   * The path.
   *
   * @param given as typed, or as the shell expanded it
   * @throws java.nio.file.InvalidPathException if it cannot be a path
   */
  public static Path of(String given) {
    Path path = Path.of(given);
    if (given.indexOf(REPLACEMENT) < 0 || Files.exists(path)) {
      return path;
    }
    @Nullable Path at = path.isAbsolute() ? path.getRoot() : Path.of("");
    for (Path part : path) {
      Path next = at == null ? part : at.resolve(part);
      at = Files.exists(next) ? next : alike(at, part, next);
    }
    return at == null ? path : at;
  }

  private static Path alike(@Nullable Path folder, Path name, Path otherwise) {
    if (folder == null) {
      return otherwise;
    }
    @Nullable Path found = null;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path each : all) {
        if (String.valueOf(each.getFileName()).equals(name.toString())) {
          if (found != null) {
            return otherwise; // which one is meant is not known
          }
          found = each;
        }
      }
    } catch (IOException e) {
      return otherwise; // opening it says why
    }
    return found == null ? otherwise : found;
  }
}
