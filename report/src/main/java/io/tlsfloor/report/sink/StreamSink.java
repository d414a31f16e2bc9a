package io.tlsfloor.report.sink;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.Losses;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chunks to a stream, or to a file that appears when it is whole. A failure ends the run. */
public final class StreamSink implements Sink {
  private final OutputStream out;
  private final boolean live;
  private final @Nullable OutputTarget file;

  private StreamSink(OutputStream out, boolean live, @Nullable OutputTarget file) {
    this.out = out;
    this.live = live;
    this.file = file;
  }

  /** To a stream that its owner closes: in large pieces, none held back for a second. */
  public static StreamSink buffered(OutputStream out) {
    return new StreamSink(new LineOutput(out), false, null);
  }

  /** To a stream that its owner closes: each chunk at once. */
  public static StreamSink live(OutputStream out) {
    return new StreamSink(out, true, null);
  }

  /** To a file, by its name when all is written. */
  public static StreamSink file(OutputTarget file) {
    return new StreamSink(new LineOutput(file), false, file);
  }

  @Override
  public void take(Chunk chunk) throws IOException {
    out.write(chunk.bytes(), 0, chunk.length());
    if (live) {
      out.flush();
    }
  }

  @Override
  public Losses settle() throws IOException {
    out.flush();
    return Losses.NONE;
  }

  @Override
  public Optional<String> finish() throws IOException {
    out.flush();
    if (file != null) {
      file.commit();
    }
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    try {
      if (!live) {
        out.close();
      }
    } finally {
      if (file != null) {
        file.close();
      }
    }
  }
}
