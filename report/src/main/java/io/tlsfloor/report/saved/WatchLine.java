package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.TEXT;
import static io.tlsfloor.report.saved.Scalar.TIME;
import static io.tlsfloor.report.saved.Scalar.VERSION;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.SavedLine.OfWatch;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The lines of datasets {@code tlsfloor.start} and {@code tlsfloor.stats}. */
final class WatchLine {
  static final String START = "tlsfloor.start";
  static final String STATS = "tlsfloor.stats";

  private static final String INTERFACES = "interfaces";
  private static final String DAYS = "days";
  private static final Set<String> NO_COUNTS = Set.of(INTERFACES, DAYS);

  private WatchLine() {}

  /** The fields of the first line of a watch. */
  static OfWatch start(Fields<OfWatch> line) throws IOException {
    return fields(line, true);
  }

  /** The fields of a line that says how a watch is doing. */
  static OfWatch stats(Fields<OfWatch> line) throws IOException {
    return fields(line, false);
  }

  private static OfWatch fields(Fields<OfWatch> line, boolean start) throws IOException {
    Fields<WatchState> state = line.of(OfWatch::state);
    Instant at = state.needed("@timestamp", TIME, WatchState::at);
    EcsFields.ecs(line);
    Fields<WatchState> event = state.begin("event");
    event.also("kind", start ? "event" : "metric");
    event.also((json, each) -> EcsFields.event(json, start ? "start" : "info"));
    event.also("dataset", start ? START : STATS);
    Instant begun = event.needed("start", TIME, WatchState::begun);
    Duration ran =
        start
            ? Duration.between(begun, at)
            : Duration.ofNanos(event.number("duration", each -> each.ran().toNanos()));
    event.end();
    Optional<String> site = EcsFields.site(line, each -> each.origin().site());
    Fields<WatchState> own = state.begin("tlsfloor");
    Fields<WatchState> run = own.begin("run");
    String id = run.needed("id", TEXT, WatchState::id);
    List<String> narrowedBy =
        run.any(
                "left_aside",
                object(left -> left.list("by", TEXT, WatchState::narrowedBy)),
                each -> Optional.of(each).filter(some -> !some.narrowedBy().isEmpty()))
            .orElse(List.of());
    TlsVersion floor =
        run.any("floor", VERSION, each -> Optional.of(each.floor())).orElse(TlsVersion.TLS_1_2);
    WatchState read;
    if (start) {
      List<String> options = run.list("options", TEXT, WatchState::options);
      List<String> interfaces = run.list(INTERFACES, TEXT, WatchLine::names);
      Fields<WatchState> catalogue = run.begin("catalogue");
      Optional<String> list = catalogue.any("version", TEXT, each -> Optional.of(each.list()));
      Optional<String> date = catalogue.any("date", TEXT, WatchState::listDate);
      catalogue.end();
      run.end();
      read =
          new WatchState(
              id,
              begun,
              at,
              ran,
              options,
              narrowedBy,
              interfaces.stream().map(WatchLine::named).toList(),
              Map.of(),
              List.of(),
              floor,
              list.orElse(""),
              date);
    } else {
      run.end();
      Fields<WatchState> stats = own.begin("stats");
      Map<String, Long> counts = stats.counts(NO_COUNTS, WatchState::counts);
      List<WatchState.Interface> interfaces =
          stats.list(INTERFACES, object(WatchLine::watched), WatchState::interfaces);
      List<Run.Day> days = stats.anyList(DAYS, object(RunLine::day), WatchState::days);
      stats.end();
      read =
          new WatchState(
              id,
              begun,
              at,
              ran,
              List.of(),
              narrowedBy,
              interfaces,
              counts,
              days,
              floor,
              "",
              Optional.empty());
    }
    own.end();
    return new OfWatch(new Origin(site, Optional.of(id), false), read);
  }

  private static List<String> names(WatchState state) {
    return state.interfaces().stream().map(WatchState.Interface::name).toList();
  }

  private static WatchState.Interface named(String name) {
    return new WatchState.Interface(name, "", false, 0, 0, 0, 0);
  }

  private static WatchState.Interface watched(Fields<WatchState.Interface> each)
      throws IOException {
    return new WatchState.Interface(
        each.needed("name", TEXT, WatchState.Interface::name),
        each.any("engine", TEXT, known -> Optional.of(known.engine())).orElse(""),
        each.flag("up", WatchState.Interface::up),
        each.number("packets", WatchState.Interface::packets),
        each.number("bytes", WatchState.Interface::bytes),
        each.number("dropped_packets", WatchState.Interface::dropped),
        each.number("blind_seconds", WatchState.Interface::blindSeconds));
  }
}
