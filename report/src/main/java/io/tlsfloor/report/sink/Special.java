package io.tlsfloor.report.sink;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A named pipe, or a device: no file, though it has the name of one. Nobody has to read the pipe:
 * what cannot be written can be written later, to a reader that comes then, and what lies in the
 * pipe when its reader goes is kept for the next one, as long as this is open.
 *
 * <p>Links to it are resolved before it is opened, and none is followed then, so that no one can
 * put one in its place. The kernel's own links to what a process has open are the exception: they
 * lead to no name.
 */
final class Special implements Outlet {
  private static final int MAX_LINKS = 40; // as Linux does
  private static final int FILE_TYPE = 0xF000; // inode(7): S_IFMT
  private static final int PIPE = 0x1000; // S_IFIFO
  private static final Path KERNEL = Path.of("/proc");

  private final FileChannel channel;
  private byte[] begun = {};
  private ByteBuffer rest = ByteBuffer.wrap(begun); // of those that were begun

  private Special(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens it, and waits for no reader: to open a pipe for both is granted at once (fifo(7)). */
  static Special open(Path file) throws IOException {
    Path resolved = resolved(file);
    FileChannel channel = withoutReader(resolved);
    if (isPipe(resolved)) {
      FileOutlet.claim(channel);
    }
    return new Special(channel);
  }

  private static FileChannel withoutReader(Path resolved) throws IOException {
    Set<OpenOption> both = options(resolved, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try (FileChannel reader = FileChannel.open(resolved, both)) {
      assert reader.isOpen();
      return FileChannel.open(resolved, options(resolved, StandardOpenOption.WRITE));
    }
  }

  @Override
  public void write(byte[] lines) throws IOException {
    if (lines != begun) {
      begun = lines;
      rest = ByteBuffer.wrap(lines);
    }
    try {
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    } catch (IOException e) {
      throw String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT).contains("broken pipe")
          ? new IOException("nobody reads it")
          : e;
    }
  }

  @Override
  public boolean passes(IOException failure) {
    return true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  /** Returns whether it is neither a file nor a folder, and is there. */
  static boolean is(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).isOther();
    } catch (IOException e) {
      return false;
    }
  }

  /** Returns whether it is a named pipe, and no device. */
  private static boolean isPipe(Path file) throws IOException {
    return ((int) Files.getAttribute(file, "unix:mode") & FILE_TYPE) == PIPE;
  }

  /** Opens it for writing; an interrupt does not close it. */
  static OutputStream toWrite(Path file) throws IOException {
    Path resolved = resolved(file);
    return Files.newOutputStream(
        resolved, options(resolved, StandardOpenOption.WRITE).toArray(OpenOption[]::new));
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

  private static Set<OpenOption> options(Path resolved, OpenOption... how) {
    Set<OpenOption> options = new HashSet<>(List.of(how));
    if (!byKernel(resolved)) {
      options.add(LinkOption.NOFOLLOW_LINKS);
    }
    return options;
  }

  private static boolean byKernel(Path file) {
    return file.startsWith(KERNEL);
  }
}
