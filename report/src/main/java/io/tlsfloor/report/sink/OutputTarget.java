package io.tlsfloor.report.sink;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * A file for results, which appears under its name only when it is whole. It grows under another
 * name beside it, which is removed if {@link #commit} is never reached. Devices and pipes are
 * written to as they are.
 */
public final class OutputTarget extends OutputStream implements Closeable {
  private final String name;
  private final FileOutputStream stream;
  private final Path draft; // the target itself where nothing has to be renamed
  private final Path target;
  private boolean committed;

  private OutputTarget(String name, Path draft, Path target) throws IOException {
    this.name = name;
    this.draft = draft;
    this.target = target;
    stream = new FileOutputStream(draft.toFile());
  }

  /**
   * Begins a file.
   *
   * @throws ReportException if it cannot be written: exit 4
   */
  public static OutputTarget of(String file) throws ReportException {
    try {
      Path target = Path.of(file);
      if (Files.exists(target)) {
        target = target.toRealPath(); // a link stays a link
      }
      if (Files.isDirectory(target)) {
        throw new IOException("it is a directory");
      }
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new IOException("permission denied");
      }
      boolean asItIs = Files.exists(target) && !Files.isRegularFile(target);
      return new OutputTarget(file, asItIs ? target : draft(target), target);
    } catch (InvalidPathException | IOException e) {
      throw ReportException.output(
          "cannot write " + file + ": " + Reasons.of(e),
          "Name a file in a folder that is there and that you may write to.",
          e);
    }
  }

  private static Path draft(Path target) {
    return target.resolveSibling(
        "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      stream.write(bytes, offset, length);
    } catch (IOException e) {
      throw new OutputException(name, e);
    }
  }

  /**
   * All is written: gives the file its name.
   *
   * @throws OutputException if that fails; the file is not there then
   */
  public void commit() throws OutputException {
    try {
      stream.close();
      if (!draft.equals(target)) {
        move();
      }
      committed = true;
    } catch (IOException e) {
      throw new OutputException(name, e);
    }
  }

  private void move() throws IOException {
    try {
      Files.move(
          draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileAlreadyExistsException e) { // systems whose atomic move does not replace
      Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Without {@link #commit}, leaves nothing behind. */
  @Override
  public void close() throws IOException {
    stream.close();
    if (!committed && !draft.equals(target)) {
      Files.deleteIfExists(draft);
    }
  }
}
