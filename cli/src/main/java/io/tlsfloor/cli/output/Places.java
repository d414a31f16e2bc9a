package io.tlsfloor.cli.output;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.inventory.live.InventoryOutput;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.sink.DocumentFile;
import io.tlsfloor.report.sink.OutputTarget;
import io.tlsfloor.report.sink.QueuedSink;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.sink.StreamSink;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens the places that results go to, as suits the kind of run. */
public interface Places {
  /** Standard output. */
  Sink standardOutput() throws IOException;

  /** A file for a form. */
  Sink file(Format format, String name) throws IOException;

  /**
   * An inventory, for a site that is known by now.
   *
   * @param policy by which its floors are known
   */
  Output inventory(InventoryTarget target, Policy policy) throws IOException;

  /** Returns the places of a run that ends by itself: files appear when they are whole. */
  static Places ofScan(Console console) {
    return new Places() {
      @Override
      public Sink standardOutput() {
        return StreamSink.buffered(console.out());
      }

      @Override
      public Sink file(Format format, String name) throws IOException {
        return StreamSink.file(OutputTarget.of(OutputPath.of(name)));
      }

      @Override
      public Output inventory(InventoryTarget target, Policy policy) throws IOException {
        return InventoryOutput.ofScan(
            target.location(), target.site().orElseThrow(), policy, console::warn);
      }
    };
  }

  /**
   * Returns the places of a run that goes on: lines are there at once, files of lines are never
   * given up and opened again when others rotate them, and documents are written again each hour.
   *
   * @param out standard output, where it is a terminal
   * @param events takes a sentence when something fails and when it works again, from any thread
   */
  static Places ofWatch(Console console, OutputStream out, Consumer<String> events) {
    return new Places() {
      @Override
      public Sink standardOutput() {
        return console.outIsTerminal()
            ? StreamSink.live(out)
            : new QueuedSink(console.out(), events);
      }

      @Override
      public Sink file(Format format, String name) throws IOException {
        Path path = OutputPath.of(name);
        return switch (format.shape()) {
          case DOCUMENT -> DocumentFile.at(path, events);
          case LINES -> QueuedSink.file(path, events);
        };
      }

      @Override
      public Output inventory(InventoryTarget target, Policy policy) throws IOException {
        return InventoryOutput.ofWatch(
            target.location(), target.site().orElseThrow(), policy, events);
      }
    };
  }
}
