package io.tlsfloor.report.sink;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Reasons;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file for results, which appears under its name only when it is whole. It grows under another
 * name next to it, which is removed if {@link #commit} is never reached. Devices and pipes are
 * written to as they are.
 */
public final class OutputTarget extends OutputStream implements Closeable {
  private final String name;
  private final OutputStream stream;
  private final Optional<Draft> draft; // empty where the target is written to as it is

  private OutputTarget(String name, OutputStream stream, Optional<Draft> draft) {
    this.name = name;
    this.stream = stream;
    this.draft = draft;
  }

  /**
   * Begins a file.
   *
   * @throws ReportException if it cannot be written: exit 4
   */
  public static OutputTarget of(Path target) throws ReportException {
    try {
      if (Files.isDirectory(target)) {
        throw new IOException("it is a directory");
      }
      if (Files.exists(target) && !Files.isWritable(target)) {
        throw new IOException("permission denied");
      }
      if (Special.is(target)) {
        return new OutputTarget(target.toString(), Special.toWrite(target), Optional.empty());
      }
      Draft draft = Draft.of(target);
      return new OutputTarget(target.toString(), draft.open(), Optional.of(draft));
    } catch (IOException e) {
      throw ReportException.output(
          "cannot write " + target + ": " + Reasons.of(e),
          "Name a file in a folder that is there and that you may write to.",
          e);
    }
  }

  /** Returns whether what has this name is neither a file nor a folder: a named pipe, a device. */
  public static boolean isSpecial(Path target) {
    return Special.is(target);
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
      if (draft.isPresent()) {
        draft.get().commit();
      }
    } catch (IOException e) {
      throw new OutputException(name, e);
    }
  }

  /** Leaves nothing behind without {@link #commit}. */
  @Override
  public void close() throws IOException {
    stream.close();
    if (draft.isPresent()) {
      draft.get().close();
    }
  }
}
