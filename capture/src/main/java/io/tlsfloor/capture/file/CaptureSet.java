package io.tlsfloor.capture.file;

import io.tlsfloor.capture.Frame;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The captures behind what a user named: files, folders with all that is below them, and patterns.
 *
 * <p>They are in the order of their first packets; those without a packet or without a time come
 * last, by name. A file that is found by two ways is there once. Nothing is held open.
 */
public final class CaptureSet {
  /**
   * Holds what captures are called, rotated and compressed ones too: other bytes there are damage.
   */
  private static final String NAME =
      "(?i).*\\.(?:pcap|pcapng|cap)[0-9.]*(?:\\.(?:gz|zst|lz4|bz2|xz))?";

  private final List<Capture> captures = new ArrayList<>();
  private final List<Unread> skipped = new ArrayList<>();
  private final List<Unread> failed = new ArrayList<>();
  private final Set<Path> seen = new HashSet<>();

  /**
   * A capture.
   *
   * @param path as given or found
   * @param first time of its first packet, nanoseconds since 1970 UTC; empty where that is not
   *     known
   * @param size in bytes as stored; 0 for a pipe
   */
  public record Capture(Path path, OptionalLong first, long size) {}

  /**
   * An input that is not read.
   *
   * @param input as given or found
   * @param reason one clause that fits after the input's name and a colon
   * @param advice what to do, as an imperative clause
   */
  public record Unread(String input, String reason, String advice) {}

  private CaptureSet() {}

  /**
   * Finds the captures.
   *
   * @param inputs paths of files and folders, and patterns as {@code captures/*.pcap}, for those
   *     who quoted them
   */
  public static CaptureSet of(List<String> inputs) {
    CaptureSet set = new CaptureSet();
    for (String input : inputs) {
      set.add(input);
    }
    set.captures.sort(CaptureSet::inOrder);
    return set;
  }

  /**
   * Returns whether connections of one capture can go on in the next: it starts no earlier than the
   * last one ended, and within the time after which an idle connection is given up.
   *
   * @param lastNanos time of the latest packet so far
   * @param firstNanos time of the next capture's first packet
   * @param idleNanos the time-out
   */
  public static boolean continues(long lastNanos, long firstNanos, long idleNanos) {
    long gap = firstNanos - lastNanos; // negative too where it is more than 64 bits can hold
    return firstNanos >= lastNanos && gap >= 0 && gap <= idleNanos;
  }

  /** All that can be read, in order. */
  public List<Capture> captures() {
    return List.copyOf(captures);
  }

  /**
   * Files in folders that are no captures, nor look like any by name or content, and need not be
   * mentioned unless asked for.
   */
  public List<Unread> skipped() {
    return List.copyOf(skipped);
  }

  /** Inputs that should have been read and cannot be: each is a loss. */
  public List<Unread> failed() {
    return List.copyOf(failed);
  }

  private static int inOrder(Capture a, Capture b) {
    int order = Boolean.compare(a.first().isEmpty(), b.first().isEmpty());
    if (order == 0) {
      order = Long.compare(a.first().orElse(0), b.first().orElse(0));
    }
    return order != 0 ? order : a.path().toString().compareTo(b.path().toString());
  }

  private void add(String input) {
    Path path;
    try {
      path = GivenPath.of(input);
    } catch (InvalidPathException notAPath) {
      failed.add(new Unread(input, "is no path: " + notAPath.getReason(), "check its spelling"));
      return;
    }
    if (Files.isDirectory(path)) {
      walk(path, found -> true);
    } else if (!Files.exists(path) && isPattern(input)) {
      expand(input, path);
    } else {
      examine(path, true);
    }
  }

  private static boolean isPattern(String input) {
    return input.chars().anyMatch(c -> c == '*' || c == '?' || c == '[' || c == '{');
  }

  /** Walks the folder above the first part that is a pattern. */
  private void expand(String input, Path pattern) {
    Path root = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    for (Path part : pattern) {
      if (isPattern(part.toString())) {
        break;
      }
      root = root == null ? part : root.resolve(part);
    }
    int before = captures.size() + skipped.size() + failed.size();
    try {
      PathMatcher matcher = pattern.getFileSystem().getPathMatcher("glob:" + input);
      Path from = root == null ? Path.of("") : root;
      walk(from, matcher);
    } catch (IllegalArgumentException notAPattern) {
      failed.add(new Unread(input, "is no pattern that can be read", "check its brackets"));
      return;
    }
    if (captures.size() + skipped.size() + failed.size() == before) {
      failed.add(new Unread(input, "no file matches", "check the folder and the pattern"));
    }
  }

  private void walk(Path root, PathMatcher wanted) {
    try {
      Files.walkFileTree(
          root,
          EnumSet.of(FileVisitOption.FOLLOW_LINKS),
          Integer.MAX_VALUE,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
              return !folder.equals(root) && isHidden(folder)
                  ? FileVisitResult.SKIP_SUBTREE
                  : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
              if (wanted.matches(file)) {
                found(file, attributes);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) {
              if (failure instanceof FileSystemLoopException) {
                return FileVisitResult.CONTINUE; // a link to a folder above: all of it is walked
              }
              if (wanted.matches(file) || failure instanceof AccessDeniedException) {
                failed.add(unreadable(file, failure));
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path folder, IOException failure) {
              if (failure != null) {
                failed.add(unreadable(folder, failure));
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException failure) {
      failed.add(unreadable(root, failure));
    }
  }

  private void found(Path file, BasicFileAttributes attributes) {
    if (isHidden(file)) {
      skipped.add(new Unread(file.toString(), "is hidden", "name it to have it read"));
    } else if (attributes.isSymbolicLink()) { // links are followed, so this one leads nowhere
      failed.add(new Unread(file.toString(), "is a link to nothing", "check what it links to"));
    } else if (!attributes.isRegularFile()) {
      skipped.add(new Unread(file.toString(), "is no regular file", "name it to have it read"));
    } else {
      examine(file, false);
    }
  }

  /** Looks into a file as far as its first packet. */
  private void examine(Path path, boolean named) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      if (!attributes.isRegularFile()) { // a pipe can be read only once, and may have no other name
        captures.add(new Capture(path, OptionalLong.empty(), 0));
        return;
      }
      if (!seen.add(path.toRealPath())) {
        return;
      }
      try (CaptureFile capture = CaptureFiles.open(path, (address, name) -> {})) {
        Frame frame = new Frame();
        boolean timed = capture.next(frame) && frame.timeKnown();
        captures.add(
            new Capture(
                path,
                timed ? OptionalLong.of(frame.timeNanos()) : OptionalLong.empty(),
                attributes.size()));
      }
    } catch (CaptureFormatException noCapture) {
      Unread unread = new Unread(path.toString(), noCapture.problem(), noCapture.advice());
      boolean meant = named || noCapture.isCapture() || path.toString().matches(NAME);
      (meant ? failed : skipped).add(unread);
    } catch (IOException failure) {
      failed.add(unreadable(path, failure));
    }
  }

  /** Says in words what the operating system refused. */
  public static Unread unreadable(Path path, IOException failure) {
    String input = path.toString();
    if (failure instanceof NoSuchFileException) {
      return new Unread(input, "there is no such file", "check the path");
    }
    if (failure instanceof AccessDeniedException) {
      return new Unread(
          input, "may not be read by this user", "change its permissions or the user");
    }
    return new Unread(
        input, "cannot be read: " + reason(failure), "check the file and the disk it is on");
  }

  /** Returns what the operating system said, without the path where it can be left out. */
  public static String reason(IOException failure) {
    String message =
        failure instanceof FileSystemException of ? of.getReason() : failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null
        && name.toString().startsWith(".")
        && name.toString().length() > 1
        && !name.toString().equals("..");
  }
}
