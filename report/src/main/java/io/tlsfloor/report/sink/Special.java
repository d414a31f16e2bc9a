package io.tlsfloor.report.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A named pipe, or a device: no file, though it has the name of one.
 *
 * <p>Links to it are resolved before it is opened, and none is followed then, so that no one can
 * put one in its place. The kernel's own links to what a process has open are the exception: they
 * lead to no name.
 */
final class Special {
  private static final int MAX_LINKS = 40; // as Linux does
  private static final Path KERNEL = Path.of("/proc");

  private Special() {}

  /** Returns whether it is neither a file nor a folder, and is there. */
  static boolean is(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      return false;
    }
  }

  /** Opens it for writing; an interrupt does not close it. */
  static OutputStream toWrite(Path file) throws IOException {
    Path resolved = resolved(file);
    return byKernel(resolved)
        ? Files.newOutputStream(resolved, StandardOpenOption.WRITE)
        : Files.newOutputStream(resolved, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
  }

  /** Where links lead to, but for those of the kernel. */
  private static Path resolved(Path file) throws IOException {
    Path resolved = inRealFolder(file.toAbsolutePath());
    for (int i = 0; i < MAX_LINKS && !byKernel(resolved) && Files.isSymbolicLink(resolved); i++) {
      resolved = inRealFolder(resolved.resolveSibling(Files.readSymbolicLink(resolved)));
    }
    return resolved;
  }

  private static Path inRealFolder(Path file) throws IOException {
    Path folder = file.getParent();
    Path name = file.getFileName();
    return folder == null || name == null ? file : folder.toRealPath().resolve(name);
  }

  private static boolean byKernel(Path file) {
    return file.startsWith(KERNEL);
  }
}
