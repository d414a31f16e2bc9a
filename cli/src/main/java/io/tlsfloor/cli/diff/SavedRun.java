package io.tlsfloor.cli.diff;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.rules.Judgement;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what a run tells of its clients and of itself. */
final class SavedRun implements Report {
  /** What clients are compared by. */
  record Key(IpAddress client, Optional<ServiceName> service) {}

  private final String name;
  private final Map<Key, ClientSummary> clients = new LinkedHashMap<>();
  private Optional<RunSummary> run = Optional.empty();

  /** Of the file {@code name}. */
  SavedRun(String name) {
    this.name = name;
  }

  @Override
  public void connection(Judgement judgement) {
    // The lines of clients add them up.
  }

  @Override
  public void clients(List<ClientSummary> all) {
    for (ClientSummary client : all) {
      clients.put(new Key(client.client(), client.service()), client);
    }
  }

  @Override
  public void run(RunSummary summary) {
    run = Optional.of(summary);
  }

  /** The file. */
  String name() {
    return name;
  }

  Map<Key, ClientSummary> clients() {
    return clients;
  }

  /** The run as a whole, once it is read. */
  RunSummary run() {
    return run.orElseThrow();
  }

  /** What of the run keeps it from showing that a client is better, in words. */
  List<String> losses() {
    return run().coverage().stream()
        .filter(loss -> loss.count() > 0)
        .filter(loss -> loss.hides() || isNarrowed(loss.name()))
        .map(LossCount::text)
        .toList();
  }

  private static boolean isNarrowed(String loss) {
    return loss.equals(LossCount.LEFT_ASIDE) || loss.equals(LossCount.FILTERED);
  }

  /** From the first packet to the last; zero where the packets have no times. */
  Duration span() {
    return run()
        .firstPacket()
        .flatMap(first -> run().lastPacket().map(last -> Duration.between(first, last)))
        .orElse(Duration.ZERO);
  }
}
