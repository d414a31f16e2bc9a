package io.tlsfloor.report.sink;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A document that a run which goes on writes again and again: each time a new file takes the place
 * of the old one, whole.
 */
public final class DocumentFile implements Sink {
  private final Path path;
  private final Consumer<String> events;
  private boolean failing;

  private DocumentFile(Path path, Consumer<String> events) {
    this.path = path;
    this.events = events;
  }

  /**
   * Makes sure that a file can be written.
   *
   * @param events takes a sentence when something fails, and when it works again
   * @throws ReportException if it cannot be written now
   */
  public static DocumentFile at(Path path, Consumer<String> events) throws IOException {
    OutputTarget.of(path).close();
    return new DocumentFile(path, events);
  }

  @Override
  public void take(Chunk chunk) {
    try (OutputTarget file = OutputTarget.of(path)) {
      file.write(chunk.bytes(), 0, chunk.length());
      file.commit();
      if (failing) {
        failing = false;
        events.accept("writing " + path + " works again");
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        events.accept("cannot write " + path + ": " + Reasons.of(e) + ": the last one stays");
      }
    }
  }

  @Override
  public Optional<String> finish() {
    return failing ? Optional.of(path + " could not be written") : Optional.empty();
  }
}
