package io.tlsfloor.cli.diff;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientBook;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Words;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what a run reports of its clients and of itself. */
final class ComparedRun implements Report {
  private final String name;
  private final ClientBook book = new ClientBook();
  private final LocalDate asOf;
  private Optional<Run> run = Optional.empty();

  /** Takes the file {@code name}, and is asked on a day. */
  ComparedRun(String name, LocalDate asOf) {
    this.name = name;
    this.asOf = asOf;
  }

  @Override
  public void connection(Result result) {
    // The lines of clients add them up.
  }

  @Override
  public void clients(List<ClientDay> all) {
    book.add(all);
  }

  @Override
  public void run(Run summary, ClientStates clients) {
    run = Optional.of(summary);
  }

  /** The file. */
  String name() {
    return name;
  }

  /** Its clients and accounts, each once, whatever its addresses were in either run. */
  Map<ClientAndService, ClientDay> clients(ComparedRun other) {
    ClientStates.Asked asked = new ClientStates.Asked(asOf, run().read().days(), Map.of());
    Map<ClientAndService, ClientDay> clients = new LinkedHashMap<>();
    for (ClientState client : ClientStates.of(book, List.of(book, other.book), asked).both()) {
      client.services().forEach(each -> clients.put(each.sum().key(), each.sum()));
    }
    return clients;
  }

  /** The other addresses of clients that {@link #clients} knows by the first. */
  Map<IpAddress, List<IpAddress>> others(ComparedRun other) {
    return ClientBook.first(List.of(book, other.book)).entrySet().stream()
        .collect(groupingBy(Map.Entry::getValue, mapping(Map.Entry::getKey, toList())));
  }

  /** The run as a whole, once it is read. */
  Run run() {
    return run.orElseThrow();
  }

  /**
   * Returns what keeps the run from having seen all that was there, in words; empty if nothing
   * does.
   */
  List<String> gaps() {
    List<String> gaps = new ArrayList<>(run().missed().hiding());
    run().terms().leftOut().ifPresent(leftOut -> gaps.add(leftOut.text()));
    long filtered = run().missed().count(LossKind.FILTERED_FRAMES);
    if (filtered > 0) {
      gaps.add(Words.count(filtered, "frame") + " filtered out");
    }
    if (run().hasLogs()) {
      gaps.add(run().missed().logsNeverShow());
    }
    if (run().course().interrupted()) {
      gaps.add("the run was interrupted");
    }
    long told = clients(this).values().stream().mapToLong(ClientDay::excepted).sum();
    if (run().found().excepted() > 0 && told == 0) {
      gaps.add("its lines do not say which clients are excepted");
    }
    return gaps;
  }

  /** Time of the first packet; empty where packets have no times. */
  Optional<Instant> first() {
    return run().read().first();
  }

  /** Time of the last packet; empty where packets have no times. */
  Optional<Instant> last() {
    return run().read().last();
  }

  /** From the first packet to the last, without the seconds in which nothing was watched. */
  Duration covered() {
    Duration span =
        first().flatMap(from -> last().map(to -> Duration.between(from, to))).orElse(Duration.ZERO);
    Duration covered = span.minusSeconds(run().missed().count(LossKind.UNWATCHED_SECONDS));
    return covered.isNegative() ? Duration.ZERO : covered;
  }
}
