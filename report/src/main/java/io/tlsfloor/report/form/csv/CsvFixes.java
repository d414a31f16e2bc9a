package io.tlsfloor.report.form.csv;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** One line a change, for spreadsheets: what clears those that fare worst comes first. */
public final class CsvFixes implements Report.Document {
  private static final List<Column<Fix>> COLUMNS =
      List.of(
          new Column<>("fix", Fix::key),
          new Column<>("severity", fix -> Words.constant(fix.severity())),
          new Column<>("clients", fix -> fix.clients().size()),
          new Column<>("what_to_do", fix -> fix.remedy().text()),
          new Column<>("reference", fix -> fix.remedy().reference()),
          new Column<>("client_stacks", fix -> String.join("; ", fix.stacks())),
          new Column<>("below_floor", fix -> fix.below() ? "yes" : "no"),
          new Column<>("fare", Fix::fates),
          new Column<>("need_another_change", Fix::others),
          new Column<>("connections", Fix::times),
          new Column<>(
              "client_ips",
              fix ->
                  fix.clients().stream()
                      .filter(client -> !Reported.isStandIn(client))
                      .map(IpAddress::toString)
                      .collect(Collectors.joining(" "))));

  private final Chunk.Taker out;

  /** Writes to {@code out} when the run ends. */
  public CsvFixes(Chunk.Taker out) {
    this.out = out;
  }

  @Override
  public boolean wantsEveryClient() {
    return false;
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    CsvWriter.write(COLUMNS, new Fixes(clients.all()).all(), out);
  }
}
