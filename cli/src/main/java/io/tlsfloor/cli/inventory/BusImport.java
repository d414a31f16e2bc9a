package io.tlsfloor.cli.inventory;

import io.tlsfloor.cli.addon.AddOns;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.option.BusValues;
import io.tlsfloor.inventory.intake.LinesImport;
import io.tlsfloor.report.bus.BusReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Imports a topic until interrupted. A batch is committed once the database has it: what was stored
 * and not yet committed when an importer ends is given again, and changes nothing then.
 */
final class BusImport {
  private static final Duration PATIENCE = Duration.ofMillis(500);

  private final BusValues.Source source;
  private final LinesImport lines;
  private final Console console;

  private BusImport(BusValues.Source source, LinesImport lines, Console console) {
    this.source = source;
    this.lines = lines;
    this.console = console;
  }

  static BusImport of(BusValues.Source source, LinesImport lines, Console console) {
    return new BusImport(source, lines, console);
  }

  /** Takes what became of a batch. */
  interface Told {
    /** One batch. */
    void batch(LinesImport.Result result) throws IOException;
  }

  /**
   * Reads on until interrupted.
   *
   * @throws io.tlsfloor.report.ReportException if the topic cannot be read, or the inventory cannot
   *     be written
   */
  void run(Told told) throws IOException {
    try (BusReader reader = AddOns.bus().reader(source.bus(), source.group())) {
      while (!console.interrupted()) {
        List<byte[]> batch = reader.next(PATIENCE);
        if (!batch.isEmpty()) {
          told.batch(
              lines.stream(new ByteArrayInputStream(joined(batch)), source.bus().toString()));
        }
        if (!reader.stored()) {
          console.warn(source.bus() + ": another importer goes on with a part of the topic");
        }
      }
    }
  }

  private static byte[] joined(List<byte[]> batch) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] line : batch) {
      all.writeBytes(line);
      all.write('\n');
    }
    return all.toByteArray();
  }
}
