package io.tlsfloor.cli;

import io.tlsfloor.report.sink.OutputException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output without {@link System#out}, which swallows errors. Separates a reader that went
 * away from an output that failed.
 */
final class StandardOutput extends OutputStream {
  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("broken pipe") || SystemTerminals.outIsPipe()) {
        throw new BrokenPipeException(e);
      }
      throw new OutputException("standard output", e);
    }
  }
}
