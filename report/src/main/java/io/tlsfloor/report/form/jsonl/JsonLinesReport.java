package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.FindingGroups;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.Origin;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes one line a connection as it comes, then one a client and service, then one for the run.
 */
public final class JsonLinesReport implements Report {
  private final Chunk.Buffer line;
  private final JsonLine json;
  private Origin origin;
  private @Nullable FindingGroups groups;

  /** Writes what was read from files, without a name for the sensor. */
  public JsonLinesReport(Chunk.Taker out) throws IOException {
    this(out, false, Optional.empty());
  }

  /**
   * Lines to {@code out}.
   *
   * @param live whether packets come from interfaces, whose names stand where files would
   * @param site name of the sensor
   */
  public JsonLinesReport(Chunk.Taker out, boolean live, Optional<String> site) throws IOException {
    line = new Chunk.Buffer(out);
    json = new JsonLine(line);
    origin = new Origin(site, Optional.empty(), live);
  }

  /**
   * Adds what to do to the line of the run.
   *
   * @param policy what is flagged
   */
  public JsonLinesReport withFixes(Policy policy) {
    groups = new FindingGroups(policy).withoutSentences();
    return this;
  }

  private void write(SavedLine each) throws IOException {
    json.open();
    each.fields(json);
    json.close();
    line.send();
  }

  @Override
  public void connection(Result result) throws IOException {
    if (groups != null) {
      groups.add(result);
    }
    write(new SavedLine.OfConnection(origin, result));
  }

  @Override
  public void takeBack(Result earlier) {
    if (groups != null) {
      groups.takeBack(earlier);
    }
  }

  @Override
  public void clients(List<ClientDay> clients) throws IOException {
    for (ClientDay client : clients) {
      if (groups != null) {
        groups.know(client);
      }
      write(new SavedLine.OfClient(origin, client));
    }
  }

  @Override
  public void watch(WatchState state) throws IOException {
    origin = new Origin(origin.site(), Optional.of(state.id()), origin.live());
    write(new SavedLine.OfWatch(origin, state));
  }

  @Override
  public void run(Run run) throws IOException {
    Optional<List<Fix>> fixes =
        Optional.ofNullable(groups).map(all -> new Fixes(all.inOrder()).all());
    write(new SavedLine.OfRun(origin, run, fixes));
  }
}
