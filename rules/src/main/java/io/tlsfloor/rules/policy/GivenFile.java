package io.tlsfloor.rules.policy;

import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that somebody names. It may be a pipe, such as a shell makes of {@code <(program)}. */
public final class GivenFile {
  private GivenFile() {}

  /**
   * Opens it to be read from its beginning.
   *
   * @throws IOException if it is not there or cannot be read
   */
  public static InputStream open(Path file) throws IOException {
    return Files.isRegularFile(file) || Files.isDirectory(file) || Files.notExists(file)
        ? Files.newInputStream(file)
        : new Pipe(file);
  }

  /**
   * Before Java 25 the streams of files seek in a pipe, and fail, unless they are read plainly: in
   * {@code skip}, {@code readNBytes}, {@code readAllBytes}, and those of channels in {@code
   * available} as well. All of it is done by reading here.
   */
  private static final class Pipe extends FilterInputStream {
    private static final int PIECE = 1 << 13;

    Pipe(Path file) throws IOException {
      super(new FileInputStream(file.toFile()));
    }

    @Override
    public long skip(long bytes) throws IOException {
      return readNBytes((int) Math.min(Math.max(bytes, 0), PIECE)).length;
    }
  }
}
