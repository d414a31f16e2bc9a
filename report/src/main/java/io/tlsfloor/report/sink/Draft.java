package io.tlsfloor.report.sink;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * A file that gets its name when it is complete. Until then it lies next to its place under a new
 * name that cannot be guessed, and only its owner may read it.
 *
 * <p>Results name clients and what they did, so the complete file may be read by its owner and
 * group, as far as the umask allows, and by no one else. A file of the same owner that is replaced
 * passes on its permissions. A symbolic link in the place of either is never followed.
 */
public final class Draft implements Closeable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> GROUP =
      PosixFilePermissions.fromString("rw-r-----");
  private static final Set<PosixFilePermission> FOLDER =
      PosixFilePermissions.fromString("rwxr-x---");
  private static final String SUFFIX = ".part";

  private final Path path;
  private final Path target;
  private final Set<PosixFilePermission> permissions; // when complete; empty where there are none
  private boolean done;

  private Draft(Path path, Path target, Set<PosixFilePermission> permissions) {
    this.path = path;
    this.target = target;
    this.permissions = permissions;
  }

  /**
   * Makes an empty file for what will be {@code target}.
   *
   * @throws IOException if it cannot be made
   */
  public static Draft of(Path target) throws IOException {
    Path path = target.resolveSibling("." + target.getFileName() + "." + suffix());
    if (!isPosix(path)) {
      return new Draft(Files.createFile(path), target, Set.of());
    }
    create(path); // the umask takes from it what it forbids
    Set<PosixFilePermission> allowed = Files.getPosixFilePermissions(path);
    allow(path, OWNER);
    return new Draft(path, target, replaces(path, target) ? permissions(target) : allowed);
  }

  /** Returns whether the target is a file of the same owner, whose choice of readers then stays. */
  private static boolean replaces(Path path, Path target) throws IOException {
    return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(target, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(path));
  }

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS);
  }

  private static void allow(Path file, Set<PosixFilePermission> permissions) throws IOException {
    Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setPermissions(permissions);
  }

  private static String suffix() {
    return Long.toUnsignedString(RANDOM.nextLong(), 36) + SUFFIX;
  }

  /** Returns whether {@code name} is that of a draft of a file called {@code target}. */
  public static boolean isOf(String target, String name) {
    return name.startsWith("." + target + ".")
        && name.substring(target.length() + 2).matches("[0-9a-z]{1,13}\\.part");
  }

  /** The file to write to. */
  public Path path() {
    return path;
  }

  /**
   * The file is complete: it takes the place of what was there.
   *
   * @throws IOException if it cannot; it is gone when this draft is closed
   */
  public void commit() throws IOException {
    refuseLink(path); // where Java is 25, setting the permissions does not
    if (!permissions.isEmpty()) {
      allow(path, permissions);
    }
    try {
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException | AtomicMoveNotSupportedException e) {
      Files.move(
          path, target, StandardCopyOption.REPLACE_EXISTING); // where a move replaces nothing
    }
    done = true;
  }

  /** Leaves nothing behind without {@link #commit}. */
  @Override
  public void close() throws IOException {
    if (!done) {
      Files.deleteIfExists(path);
    }
  }

  /** Opens the file to write to, from its beginning; an interrupt does not close it. */
  OutputStream open() throws IOException {
    return Files.newOutputStream(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Opens the file to write to some places of it; an interrupt closes it. */
  public FileChannel channel() throws IOException {
    return FileChannel.open(path, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Writes bytes from its beginning. */
  public void write(byte[] bytes) throws IOException {
    try (OutputStream out = open()) {
      out.write(bytes);
    }
  }

  /**
   * Opens a file to append to, which is made if it is not there, for owner and group. What is
   * written goes to its end, wherever that is by then: someone else may have cut the file.
   *
   * @throws IOException if that cannot be, or if a symbolic link is in its place
   */
  static FileChannel toAppend(Path file) throws IOException {
    try {
      return FileChannel.open(
          file,
          Set.of(StandardOpenOption.APPEND, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS),
          isPosix(file)
              ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(GROUP)}
              : new FileAttribute<?>[0]);
    } catch (IOException e) {
      throw Files.isSymbolicLink(file)
          ? new FileSystemException(file.toString(), null, "it is a symbolic link")
          : e;
    }
  }

  /**
   * Makes a file for owner and group, and opens it; an interrupt does not close it.
   *
   * @throws IOException if it cannot be made, or is there
   */
  public static OutputStream newFile(Path file) throws IOException {
    create(file);
    return Files.newOutputStream(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  private static void create(Path file) throws IOException {
    if (isPosix(file)) {
      Files.createFile(file, PosixFilePermissions.asFileAttribute(GROUP));
    } else {
      Files.createFile(file);
    }
  }

  /**
   * Makes a folder that only owner and group may enter, with those above it.
   *
   * @throws IOException if it cannot be made, or if a symbolic link is in its place: somebody else
   *     may choose where that leads
   */
  public static void folder(Path folder) throws IOException {
    refuseLink(folder);
    FileAttribute<?>[] attributes =
        isPosix(folder)
            ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(FOLDER)}
            : new FileAttribute<?>[0];
    Files.createDirectories(folder, attributes);
  }

  /**
   * Makes sure that a folder is not reached through a symbolic link in its place.
   *
   * @throws IOException if it is
   */
  public static void refuseLink(Path folder) throws IOException {
    if (Files.isSymbolicLink(folder)) {
      throw new FileSystemException(folder.toString(), null, "it is a symbolic link");
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
