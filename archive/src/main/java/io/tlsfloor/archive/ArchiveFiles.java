package io.tlsfloor.archive;

import io.tlsfloor.capture.file.CaptureSet.Unread;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The files behind what a user named, in any of Hadoop's file systems: files, folders with all that
 * is below them, and patterns. As {@code scan} does, it skips hidden files in folders.
 */
final class ArchiveFiles {
  private final Configuration configuration;
  private final Map<String, Found> found = new LinkedHashMap<>(); // by path; each once
  private final List<Unread> failed = new ArrayList<>();

  /**
   * A file that may be a capture.
   *
   * @param name as results name it
   * @param path where it lies, as a URI
   * @param size in bytes
   * @param named whether the user named it: else it may also be no capture
   */
  record Found(String name, String path, long size, boolean named)
      implements java.io.Serializable {}

  private ArchiveFiles(Configuration configuration) {
    this.configuration = configuration;
  }

  /** Finds the files. */
  static ArchiveFiles of(List<String> inputs, Configuration configuration) {
    ArchiveFiles files = new ArchiveFiles(configuration);
    for (String input : inputs) {
      try {
        files.add(input);
      } catch (IOException | IllegalArgumentException failure) {
        files.failed.add(unread(input, failure));
      }
    }
    return files;
  }

  static Unread unread(String input, Exception failure) {
    if (failure instanceof FileNotFoundException) {
      return new Unread(input, "there is no such file", "check the path");
    }
    String message = failure.getMessage();
    String reason = message == null ? failure.getClass().getSimpleName() : firstLine(message);
    return new Unread(input, "cannot be read: " + reason, "check the file system");
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  private void add(String input) throws IOException {
    Path path = rooted(new Path(input));
    FileSystem files = path.getFileSystem(configuration);
    FileStatus[] matches = files.globStatus(path);
    if (matches == null || matches.length == 0) {
      throw new FileNotFoundException(input);
    }
    boolean pattern = matches.length > 1 || !matches[0].getPath().getName().equals(path.getName());
    for (FileStatus match : matches) {
      String name = pattern ? nameBelow(input, match.getPath()) : input;
      if (match.isDirectory()) {
        walk(files, match.getPath(), name);
      } else {
        add(match, name, !pattern);
      }
    }
  }

  /** A bucket or a host without a path, as in {@code s3a://captures}, is all that it holds. */
  static Path rooted(Path path) {
    URI uri = path.toUri();
    return uri.getPath().isEmpty() ? new Path(uri.getScheme(), uri.getAuthority(), "/") : path;
  }

  /** Returns what a pattern matched, with the scheme and the folders as the user wrote them. */
  private static String nameBelow(String pattern, Path match) {
    String path = match.toUri().getPath();
    return pattern.contains("://") ? match.toString() : path;
  }

  private void walk(FileSystem files, Path folder, String name) {
    try {
      String parent = name.endsWith("/") ? name : name + "/";
      for (FileStatus each : files.listStatus(folder)) {
        String child = each.getPath().getName();
        if (child.startsWith(".")) {
          continue; // hidden
        }
        if (each.isDirectory()) {
          walk(files, each.getPath(), parent + child);
        } else {
          add(each, parent + child, false);
        }
      }
    } catch (IOException failure) {
      failed.add(unread(name, failure));
    }
  }

  private void add(FileStatus file, String name, boolean named) {
    String path = file.getPath().toString();
    found.putIfAbsent(path, new Found(name, path, file.getLen(), named));
  }

  /**
   * The files next to some, which nobody named.
   *
   * @return each once; none of a folder that cannot be listed
   */
  static List<Found> around(List<Found> some, Configuration configuration) {
    ArchiveFiles files = new ArchiveFiles(configuration);
    for (Found each : some) {
      Path path = new Path(each.path());
      int name = each.name().length() - path.getName().length();
      String folder = each.name().substring(0, Math.max(0, name));
      try {
        FileSystem stored = path.getFileSystem(configuration);
        for (FileStatus status : stored.listStatus(path.getParent())) {
          String sibling = status.getPath().getName();
          if (status.isFile() && !sibling.startsWith(".")) {
            files.add(status, folder + sibling, false);
          }
        }
      } catch (IOException unlisted) {
        // What was named is read all the same, as a scan does.
      }
    }
    return files.found();
  }

  /** The folder that a file lies in, as a URI. */
  static String folder(Found file) {
    return String.valueOf(new Path(file.path()).getParent());
  }

  /** All files, in the order in which they were found. */
  List<Found> found() {
    return List.copyOf(found.values());
  }

  /** Inputs that cannot be listed: each is a loss. */
  List<Unread> failed() {
    return failed;
  }
}
