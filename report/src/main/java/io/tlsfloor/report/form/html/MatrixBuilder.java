package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sets clients against services: the worst version that each pair came to. */
final class MatrixBuilder {
  /** Clients that are shown with findings, and without; more are no longer an overview. */
  static final int MAX_CLIENTS = 60;

  /** Services that are shown. */
  static final int MAX_SERVICES = 8;

  private static final Page.Cell NEVER = new Page.Cell("", "none", "", "");

  private final TlsVersion floor;
  private final Map<IpAddress, Row> rows = new LinkedHashMap<>();
  private final Map<String, Long> services = new HashMap<>(); // flagged first, then the busiest

  private static final class Row {
    private final IpAddress client;
    private final Map<String, ClientSummary> cells = new HashMap<>();
    private String name = "";
    private int severity;
    private long flagged;

    Row(IpAddress client) {
      this.client = client;
    }
  }

  /** Under a floor. */
  MatrixBuilder(TlsVersion floor) {
    this.floor = floor;
  }

  /** Adds what a client did with a service. */
  void add(ClientSummary summary) {
    String service = service(summary);
    services.merge(
        service, summary.connections() + (summary.flagged() > 0 ? 1L << 40 : 0), Long::sum);
    Row row = rows.computeIfAbsent(summary.client(), Row::new);
    row.cells.merge(service, summary, (a, b) -> worse(a, b) ? a : b);
    row.severity = Math.max(row.severity, summary.severity().map(Severity::ecs).orElse(0));
    row.flagged += summary.flagged();
    if (row.name.isEmpty() && !summary.names().isEmpty()) {
      row.name = Printable.name(summary.names().get(0).name());
    }
  }

  private static String service(ClientSummary summary) {
    return summary.service().map(ServiceName::name).orElse("no service");
  }

  private static boolean worse(ClientSummary a, ClientSummary b) {
    return a.severity().map(Severity::ecs).orElse(0) >= b.severity().map(Severity::ecs).orElse(0);
  }

  /** The lowest version that a client offered as its highest or was given; empty when unknown. */
  static Optional<TlsVersion> lowest(ClientSummary summary) {
    Optional<TlsVersion> lowest = Optional.empty();
    for (Map<TlsVersion, Long> versions : List.of(summary.offered(), summary.negotiated())) {
      for (TlsVersion version : versions.keySet()) {
        if (version.isKnown() && (lowest.isEmpty() || version.isBefore(lowest.get()))) {
          lowest = Optional.of(version);
        }
      }
    }
    return lowest;
  }

  /** The matrix: the worst clients first, the services with findings first. */
  Page.Matrix matrix() {
    List<String> columns = new ArrayList<>(services.keySet());
    columns.sort(Comparator.comparing((String s) -> -services.getOrDefault(s, 0L)));
    int hiddenServices = Math.max(0, columns.size() - MAX_SERVICES);
    columns = columns.subList(0, columns.size() - hiddenServices);
    List<Row> clients = new ArrayList<>(rows.values());
    clients.sort(
        Comparator.comparing((Row r) -> -r.severity)
            .thenComparing(r -> -r.flagged)
            .thenComparing(r -> r.client));
    List<Page.MatrixRow> flagged = new ArrayList<>();
    List<Page.MatrixRow> others = new ArrayList<>();
    List<Row> hidden = new ArrayList<>();
    for (Row row : clients) {
      List<Page.MatrixRow> list = row.flagged > 0 ? flagged : others;
      if (list.size() == MAX_CLIENTS) {
        hidden.add(row);
      } else {
        list.add(row(row, columns));
      }
    }
    return new Page.Matrix(
        columns.stream().map(Printable::name).toList(),
        flagged,
        others,
        Words.number(clients.stream().filter(row -> row.flagged == 0).count()),
        more(hidden, hiddenServices));
  }

  private Page.MatrixRow row(Row row, List<String> columns) {
    List<Page.Cell> cells = new ArrayList<>();
    for (String service : columns) {
      ClientSummary summary = row.cells.get(service);
      cells.add(summary == null ? NEVER : cell(summary));
    }
    return new Page.MatrixRow(row.client.toString(), row.name, cells);
  }

  private Page.Cell cell(ClientSummary summary) {
    Optional<TlsVersion> lowest = lowest(summary);
    String tip =
        Words.number(summary.flagged())
            + " of "
            + Words.count(summary.connections(), "connection")
            + " flagged";
    if (summary.severity().isPresent()) {
      String severity = Words.constant(summary.severity().get());
      return new Page.Cell(
          lowest.map(TlsVersion::toString).orElse("unknown"), severity, severity, tip);
    }
    boolean below = lowest.isPresent() && lowest.get().isBefore(floor);
    return new Page.Cell(
        lowest.map(TlsVersion::toString).orElse("unknown"),
        below ? "plain" : "good",
        below ? "not flagged" : "good",
        tip);
  }

  private static String more(List<Row> hidden, int hiddenServices) {
    long flagged = hidden.stream().filter(row -> row.flagged > 0).count();
    List<String> parts = new ArrayList<>();
    if (!hidden.isEmpty()) {
      parts.add(
          Words.count(hidden.size(), "more client")
              + (flagged == 0
                  ? " without findings"
                  : ", " + Words.number(flagged) + " of them with findings"));
    }
    if (hiddenServices > 0) {
      parts.add(Words.count(hiddenServices, "more service"));
    }
    return parts.isEmpty() ? "" : "Not shown: " + String.join("; ", parts) + ".";
  }
}
