package io.tlsfloor.report.saved;

import static io.tlsfloor.report.saved.Fields.object;
import static io.tlsfloor.report.saved.Scalar.BYTES;
import static io.tlsfloor.report.saved.Scalar.DATE;
import static io.tlsfloor.report.saved.Scalar.DAY;
import static io.tlsfloor.report.saved.Scalar.ECS_TIME;
import static io.tlsfloor.report.saved.Scalar.NANOS;
import static io.tlsfloor.report.saved.Scalar.RUN_ID;
import static io.tlsfloor.report.saved.Scalar.SECONDS;
import static io.tlsfloor.report.saved.Scalar.VERSION;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.model.WatchState.InForce;
import io.tlsfloor.report.saved.Fields.Codec;
import io.tlsfloor.report.saved.Fields.CountField;
import io.tlsfloor.report.saved.SavedLine.OfWatch;
import io.tlsfloor.rules.PolicyInForce.AgreedException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The lines of datasets {@code tlsfloor.start}, {@code tlsfloor.stats} and {@code tlsfloor.policy}.
 */
final class WatchLine {
  static final String START = "tlsfloor.start";
  static final String STATS = "tlsfloor.stats";
  static final String POLICY = "tlsfloor.policy";

  private static final String INTERFACES = "interfaces";
  private static final String DAYS = "days";
  private static final Set<String> NO_COUNTS = Set.of(INTERFACES, DAYS);

  private static final List<String> STARTS = List.of("start");
  private static final List<String> INFO = List.of("info");
  private static final Codec<List<String>, List<String>> START_TYPES = EcsFields.types("start");
  private static final Codec<List<String>, List<String>> STATS_TYPES = EcsFields.types("info");
  private static final Scalar<String> CHANGE =
      Scalar.text("new: exception until 2026-12-31 by facilities");
  private static final Scalar<String> ENGINE = Scalar.text("ring");

  /** What a watch counts while it runs. */
  private static final List<CountField> COUNTS =
      List.of(
          new CountField("packets", "Read.", Scalar.NUMBER),
          new CountField("bytes", "On the wire.", BYTES),
          new CountField("connections", "With a verdict.", Scalar.NUMBER),
          new CountField("flagged", "Connections that are alerts.", Scalar.NUMBER),
          new CountField("kernel_drops", "Packets that the kernel dropped.", Scalar.NUMBER),
          new CountField("interface_drops", "Packets that interfaces dropped.", Scalar.NUMBER),
          new CountField("queue_drops", "Packets dropped for lack of time.", Scalar.NUMBER),
          new CountField("evicted_flows", "Flows given up for lack of room.", Scalar.NUMBER),
          new CountField("blind_seconds", "In which an interface was down, or not there.", SECONDS),
          new CountField("lost_lines", "Lines that were not written.", Scalar.NUMBER),
          new CountField("memory_bytes", "Of the Java heap in use.", BYTES));

  private WatchLine() {}

  /** The fields of the first line of a watch. */
  static OfWatch start(Fields<OfWatch> line) throws IOException {
    return fields(line, START);
  }

  /** The fields of a line that says how a watch is doing. */
  static OfWatch stats(Fields<OfWatch> line) throws IOException {
    return fields(line, STATS);
  }

  /** The fields of a line that says that another policy is in force. */
  static OfWatch policy(Fields<OfWatch> line) throws IOException {
    return fields(line, POLICY);
  }

  private static OfWatch fields(Fields<OfWatch> line, String dataset) throws IOException {
    boolean start = dataset.equals(START);
    boolean stating = dataset.equals(STATS);
    Fields<WatchState> state = line.of(OfWatch::state);
    Instant at = state.needed("@timestamp", "When this was so.", ECS_TIME, WatchState::at);
    EcsFields.ecs(line);
    Fields<WatchState> event = state.begin("event", "As in ECS.");
    event.also("kind", "As in ECS.", stating ? "metric" : "event");
    EcsFields.event(event, start ? START_TYPES : STATS_TYPES, each -> start ? STARTS : INFO);
    event.also("dataset", "What the line is of.", dataset);
    Instant begun = event.needed("start", "When the watch began.", ECS_TIME, WatchState::begun);
    Duration ran =
        !stating
            ? Duration.between(begun, at)
            : Duration.ofNanos(
                event.number(
                    "duration",
                    "Since the watch began, whatever the clock was set to meanwhile.",
                    NANOS,
                    each -> each.ran().toNanos()));
    event.end();
    Optional<String> site = EcsFields.site(line, each -> each.origin().site());
    Fields<WatchState> own = state.begin("tlsfloor", "What ECS has no field for.");
    Fields<WatchState> run = own.begin("run", "The watch.");
    String id = run.needed("id", "Its run line, the last, has the same.", RUN_ID, WatchState::id);
    List<String> narrowedBy =
        run.any(
                "left_aside",
                "What options keep the watch from looking at; left out unless they narrow it.",
                object(
                    left ->
                        left.list(
                            "by",
                            "Names of the options, without dashes.",
                            RunLine.OPTION,
                            WatchState::narrowedBy)),
                each -> Optional.of(each).filter(some -> !some.narrowedBy().isEmpty()))
            .orElse(List.of());
    TlsVersion floor =
        run.always("floor", "Versions before this one are below.", VERSION, WatchState::floor)
            .orElse(TlsVersion.TLS_1_2);
    InForce inForce =
        InForce.of(
            run.any(
                "policy",
                "Digest of the policy that is in force; left out where it is not known.",
                RunLine.POLICY,
                each -> each.policy().digest()));
    WatchState read;
    if (start) {
      List<String> options =
          run.list(
              "options",
              "As given, without what is secret in them; with pseudonyms their names alone.",
              RunLine.OPTION,
              WatchState::options);
      List<String> interfaces =
          run.list(INTERFACES, "That are watched.", EcsFields.INTERFACE, WatchLine::names);
      Fields<WatchState> catalogue = run.begin("catalogue", "The endpoint list.");
      Optional<String> list =
          catalogue.always("version", RunLine.LIST_VERSION, RunLine.LIST, WatchState::list);
      Optional<String> date = catalogue.any("date", RunLine.LIST_DATE, DATE, WatchState::listDate);
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
              date,
              inForce);
    } else if (!stating) {
      run.end();
      read =
          new WatchState(
              id,
              begun,
              at,
              ran,
              List.of(),
              narrowedBy,
              List.of(),
              Map.of(),
              List.of(),
              floor,
              "",
              Optional.empty(),
              own.of(WatchState::policy)
                  .within("policy", "That is in force from here on.", each -> each, part(inForce)));
    } else {
      run.end();
      Fields<WatchState> stats = own.begin("stats", "Since the watch began.");
      Map<String, Long> counts = stats.counts(NO_COUNTS, COUNTS, WatchState::counts);
      List<WatchState.Interface> interfaces =
          stats.list(
              INTERFACES,
              "How each of them is doing.",
              object(WatchLine::watched),
              WatchState::interfaces);
      List<Run.Day> days =
          stats.anyList(
              DAYS,
              "What the watch saw of each UTC day so far, the earliest first; left out for none.",
              object(RunLine::day),
              WatchState::days);
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
              Optional.empty(),
              inForce);
    }
    own.end();
    return new OfWatch(new Origin(site, Optional.of(id), false), read);
  }

  private static Fields.Shape<InForce, InForce> part(InForce inForce) {
    return policy ->
        new InForce(
            inForce.digest(),
            policy.list("changed", "What is otherwise than before.", CHANGE, InForce::changed),
            policy.list("rules", "That are on.", VerdictFields.RULE, InForce::rules),
            policy.list(
                "exceptions",
                "Those that end first come first.",
                object(WatchLine::exception),
                InForce::exceptions));
  }

  private static AgreedException exception(Fields<AgreedException> exception) throws IOException {
    return new AgreedException(
        exception.needed(
            "owner", "Who answers for it.", VerdictFields.OWNER, AgreedException::owner),
        exception.needed("until", "Its last day.", DAY, AgreedException::until));
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
        each.needed("name", "Its name.", EcsFields.INTERFACE, WatchState.Interface::name),
        each.always(
                "engine",
                "What captures it; empty for nothing yet.",
                ENGINE,
                WatchState.Interface::engine)
            .orElse(""),
        each.flag("up", "Whether frames can come.", WatchState.Interface::up),
        each.number("packets", "Read.", WatchState.Interface::packets),
        each.number("bytes", "On the wire.", BYTES, WatchState.Interface::bytes),
        each.number(
            "dropped_packets", "Lost before they were read.", WatchState.Interface::dropped),
        each.number(
            "blind_seconds",
            "In which no frame could come.",
            SECONDS,
            WatchState.Interface::blindSeconds));
  }
}
