package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.sink.Destination;
import io.tlsfloor.rules.Judgement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** JSON Lines, each handed on at once. */
final class JsonOutput implements WatchOutput {
  private final Destination destination;
  private final Console console;
  private final Lines lines = new Lines();
  private final JsonLinesReport report;

  /** Gives its bytes away without a copy. */
  private static final class Lines extends ByteArrayOutputStream {
    void to(Destination destination) throws IOException {
      destination.lines(buf, count);
      reset();
    }
  }

  JsonOutput(Destination destination, Console console) throws IOException {
    this.destination = destination;
    this.console = console;
    report = JsonLinesReport.live(lines);
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    report.connection(judgement);
    lines.to(destination);
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    for (ClientSummary client : clients) {
      report.clients(List.of(client));
      lines.to(destination);
    }
  }

  @Override
  public void run(RunSummary run) throws IOException {
    report.run(run);
    lines.to(destination);
  }

  @Override
  public void tick(Snapshot now) {
    destination.tick();
  }

  @Override
  public void event(String what) {
    console.warn(what);
  }

  @Override
  public void note(String what) {
    console.note(what);
  }

  @Override
  public void reopen() {
    destination.reopen();
  }

  @Override
  public long lost() {
    return destination.lost();
  }

  @Override
  public void close() throws IOException {
    destination.close();
  }
}
