package io.tlsfloor.report.form.jsonl;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientStates;
import io.tlsfloor.report.model.Fixes;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.ClientCounts;
import io.tlsfloor.report.saved.Origin;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.text.JsonLine;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Writes one line a connection as it comes, then one a client and service, then one for the run.
 */
public final class JsonLinesReport implements Report {
  private final Chunk.Buffer line;
  private final JsonLine json;
  private Origin origin;
  private Optional<Policy> policy = Optional.empty();
  private boolean withFixes;

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

  /** Adds to lines of clients what needs the floor of their service: versions before it are low. */
  public JsonLinesReport withFloors(Policy judging) {
    policy = Optional.of(judging);
    return this;
  }

  @Override
  public void judgeBy(Policy next) {
    policy = policy.map(before -> next);
  }

  private Origin origin(ClientDay day) {
    Optional<TlsVersion> floor =
        policy.map(
            by -> day.service().map(of -> by.floor(of.area(), of.name())).orElse(by.floor()));
    return new Origin(origin.site(), origin.watch(), origin.live(), floor);
  }

  /** Adds what to do to the line of the run. */
  public JsonLinesReport withFixes() {
    withFixes = true;
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
    write(new SavedLine.OfConnection(origin, result));
  }

  @Override
  public void clients(List<ClientDay> days) throws IOException {
    for (ClientDay day : days) {
      write(new SavedLine.OfClient(origin(day), day));
    }
  }

  @Override
  public void watch(WatchState state) throws IOException {
    origin = new Origin(origin.site(), Optional.of(state.id()), origin.live());
    write(new SavedLine.OfWatch(origin, state));
  }

  @Override
  public void run(Run run, ClientStates clients) throws IOException {
    Optional<List<Fix>> fixes =
        withFixes ? Optional.of(new Fixes(clients.all()).all()) : Optional.empty();
    write(new SavedLine.OfRun(origin, run, ClientCounts.of(clients), fixes));
  }
}
