package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.command.OutputException;
import io.tlsfloor.cli.command.Reasons;
import java.io.Closeable;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Where results go: standard output, or a file that appears under its name only when it is whole.
 * It grows under another name beside it, which is removed if {@link #commit} is never reached.
 */
final class OutputTarget implements Closeable {
  private final String name;
  private final OutputStream stream;
  private final Path draft; // the same as target where nothing has to be renamed
  private final Path target;
  private boolean committed;

  private OutputTarget(String name, OutputStream stream, Path draft, Path target) {
    this.name = name;
    this.stream = stream;
    this.draft = draft;
    this.target = target;
  }

  /** Writes to a stream that is not ours to close. */
  static OutputTarget of(OutputStream standardOutput) {
    Path none = Path.of("");
    return new OutputTarget("standard output", standardOutput, none, none);
  }

  /**
   * Writes to a file, now or when it is whole. Devices and pipes are written to as they are.
   *
   * @throws CommandException if it cannot be written: exit 4
   */
  static OutputTarget of(String file) throws CommandException {
    try {
      Path target = Path.of(file);
      if (Files.isDirectory(target)) {
        throw cannot(file, "it is a directory", null);
      }
      if (Files.exists(target)) {
        target = target.toRealPath(); // a link stays a link
      }
      boolean asItIs = Files.exists(target) && !Files.isRegularFile(target);
      if (!asItIs && Files.exists(target) && !Files.isWritable(target)) {
        throw cannot(file, "permission denied", null);
      }
      Path draft =
          asItIs
              ? target
              : target.resolveSibling(
                  "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
      File opened = draft.toFile();
      return new OutputTarget(file, new FileOutputStream(opened), draft, target);
    } catch (InvalidPathException | IOException e) {
      throw cannot(file, Reasons.of(e), e);
    }
  }

  private static CommandException cannot(
      String file, String why, @org.jspecify.annotations.Nullable Exception cause) {
    return new CommandException(
        ExitCode.FAULT,
        "cannot write " + file + ": " + why,
        "Name a file in a folder that is there and that you may write to.",
        cause);
  }

  /** Where to write. Failures say which output failed. */
  OutputStream stream() {
    return target.toString().isEmpty()
        ? stream
        : new OutputStream() {
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
        };
  }

  /** All is written: gives the file its name. */
  void commit() throws OutputException {
    if (target.toString().isEmpty()) {
      committed = true;
      return;
    }
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
    if (committed || target.toString().isEmpty()) {
      return;
    }
    stream.close();
    if (!draft.equals(target)) {
      Files.deleteIfExists(draft);
    }
  }
}
