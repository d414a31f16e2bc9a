package io.tlsfloor.cli.diff;

import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what a run tells of its clients and of itself. */
final class ComparedRun implements Report {
  private final String name;
  private final Map<ClientAndService, ClientSummary> clients = new LinkedHashMap<>();
  private Optional<Run> run = Optional.empty();

  /** Of the file {@code name}. */
  ComparedRun(String name) {
    this.name = name;
  }

  @Override
  public void connection(Result result) {
    // The lines of clients add them up.
  }

  @Override
  public void clients(List<ClientSummary> all) {
    for (ClientSummary client : all) {
      clients.merge(client.key(), client, ClientSummary::and);
    }
  }

  @Override
  public void run(Run summary) {
    run = Optional.of(summary);
  }

  /** The file. */
  String name() {
    return name;
  }

  Map<ClientAndService, ClientSummary> clients() {
    return clients;
  }

  /** The run as a whole, once it is read. */
  Run run() {
    return run.orElseThrow();
  }

  /** What of the run keeps it from showing that a client is better, in words. */
  List<String> losses() {
    List<String> losses = new ArrayList<>(run().missed().hiding());
    run().terms().leftOut().ifPresent(leftOut -> losses.add(leftOut.text()));
    return losses;
  }

  /** From the first packet to the last; zero where the packets have no times. */
  Duration span() {
    Run.Read read = run().read();
    return read.first()
        .flatMap(first -> read.last().map(last -> Duration.between(first, last)))
        .orElse(Duration.ZERO);
  }
}
