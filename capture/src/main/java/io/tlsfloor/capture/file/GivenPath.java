package io.tlsfloor.capture.file;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The path that a word of the command line stands for.
 *
 * <p>Names of files are bytes. Java reads the command line as UTF-8 and has a replacement character
 * for what is none, so the word does not lead to the file any more. But a folder's list gives names
 * with their bytes: the one that looks like the word is meant, if there is only one. Of a file that
 * is not there yet the system knows how it was typed, where it has {@code /proc}.
 */
public final class GivenPath {
  private static final char REPLACEMENT = '\uFFFD';
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

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
    return at == null || !Files.exists(at) ? asTyped(given, at == null ? path : at) : at;
  }

  private static Path asTyped(String given, Path otherwise) {
    try {
      return asTyped(given, Files.readAllBytes(COMMAND_LINE), otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }

  /**
   * The path by its bytes.
   *
   * @param typed words, each with a zero behind it; one is {@code given}, or ends with it: {@code
   *     --output=given}
   */
  static Path asTyped(String given, byte[] typed, Path otherwise) {
    int start = 0;
    for (int end = 0; end < typed.length; end++) {
      if (typed[end] == 0) {
        for (int at = start; at < end; at++) {
          if (new String(typed, at, end - at, StandardCharsets.UTF_8).equals(given)) {
            return ofBytes(Arrays.copyOfRange(typed, at, end));
          }
        }
        start = end + 1;
      }
    }
    return otherwise;
  }

  /** A URI is the one form in which Java takes bytes for the name of a file. */
  private static Path ofBytes(byte[] name) {
    StringBuilder uri = new StringBuilder("file://");
    Path here = Path.of("").toAbsolutePath();
    boolean absolute = name[0] == '/';
    if (!absolute) {
      uri.append(here.toUri().getRawPath());
    }
    for (byte each : name) {
      uri.append(each == '/' ? "/" : String.format("%%%02X", each & 0xFF));
    }
    Path path = Path.of(URI.create(uri.toString()));
    return absolute ? path : here.relativize(path);
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
