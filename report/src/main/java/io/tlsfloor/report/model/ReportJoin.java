package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.LogEntry.Writer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Reported.Fit;
import io.tlsfloor.parser.observation.Reported.Machine;
import io.tlsfloor.parser.observation.Room;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Basis;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Judgement;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the machines of Microsoft's reports: it knows who signed in or sent mail below the floor,
 * the wire knows which machine spoke so. Entries of reports wait until all of the wire was read.
 * Bounded: what does not fit is reported without a machine. Confined to one thread.
 *
 * <p>A sign-in fits connections to the same service below the floor that begin within some minutes
 * of it; the address in the report, a device's name and the client's software say more. Exchange
 * counts a sender's mail and gives neither address nor time: it fits all machines that submit mail
 * at that version. Defender gives both ends.
 */
public final class ReportJoin {
  /** A browser or a mail program keeps a connection open, and signs in on it later. */
  private static final long BEFORE_SECONDS = 300;

  /** Clocks differ. */
  private static final long AFTER_SECONDS = 60;

  private static final int MAX_REPORTS = 1 << 16;
  private static final int MAX_SIGHTS = 1 << 17;
  private static final int MAX_LOOKS = 1 << 12; // of one report
  private static final int MAX_MACHINES = 16; // that one report lists
  private static final Set<Integer> SUBMISSION = Set.of(25, 465, 587);

  private final Policy policy;
  private final List<Judgement> reports = new ArrayList<>();
  private final List<WireConnection> sights = new ArrayList<>();
  private final Set<IpAddress> named = new HashSet<>(); // clients that a report fits
  private final Map<Writer, Long> unseen = new EnumMap<>(Writer.class);
  private final Set<IpAddress> unseenSenders = new HashSet<>();
  private Optional<Instant> first = Optional.empty();
  private Optional<Instant> last = Optional.empty();

  /** A connection below the floor on the wire. */
  private record WireConnection(
      IpAddress client,
      Optional<IpAddress> nat,
      Peer server,
      Service service,
      int port,
      FrameRef frame,
      Optional<TlsVersion> version,
      Optional<ClientStack> stack,
      Outcome outcome) {
    /** Returns whether the service may have taken it: what was refused no report knows. */
    boolean gotThrough() {
      return switch (outcome) {
        case ESTABLISHED, NEGOTIATED, INCOMPLETE -> true;
        case REFUSED, RESET, CLOSED, UNANSWERED, ANSWERED_IN_CLEAR, NO_TLS -> false;
      };
    }
  }

  /** A machine and why it fits, before it is known how many do. */
  private record Candidate(
      WireConnection sight, int points, boolean known, long seconds, List<String> why) {}

  /** Joins what this policy calls below the floor. */
  public ReportJoin(Policy policy) {
    this.policy = policy;
  }

  /** Notes a connection on the wire. */
  public void wire(Judgement judgement) {
    TlsConnection seen = judgement.connection();
    if (judgement.service().isEmpty()
        || sights.size() >= Room.entries(MAX_SIGHTS)
        || Basis.proof(seen, policy.floor()) != Basis.Proof.BELOW) {
      return;
    }
    sights.add(
        new WireConnection(
            judgement.ends().client().address(),
            seen.nat().map(Peer::address),
            judgement.ends().server(),
            judgement.service().get(),
            seen.way().target().map(target -> target.port()).orElse(seen.server().port()),
            seen.evidence().first(),
            seen.choice()
                .map(choice -> choice.version())
                .or(seen::inferred)
                .or(() -> seen.offer().map(offer -> offer.max())),
            judgement.stack(),
            seen.outcome()));
  }

  /** Takes an entry of a report; false if there is no more room, or nothing to find for it. */
  public boolean report(Judgement judgement) {
    if (reports.size() >= Room.entries(MAX_REPORTS)
        || Basis.proof(judgement.connection(), policy.floor()) != Basis.Proof.BELOW) {
      return false;
    }
    reports.add(judgement);
    return true;
  }

  /**
   * The entries that were taken, with the machines that fit.
   *
   * @param names of a client on the wire
   */
  public List<TlsConnection> joined(Function<IpAddress, List<ClientName>> names) {
    sights.sort((a, b) -> Long.compare(a.frame().timeNanos(), b.frame().timeNanos()));
    List<TlsConnection> joined = new ArrayList<>(reports.size());
    for (Judgement report : reports) {
      LogEntry log = report.connection().log().orElseThrow();
      List<Candidate> found = candidates(report, log, names);
      found.forEach(candidate -> named.add(candidate.sight().client()));
      if (found.isEmpty()) {
        notSeen(report.connection(), log);
      }
      joined.add(with(report.connection(), log, machines(found, log.writer())));
    }
    return joined;
  }

  private void notSeen(TlsConnection report, LogEntry log) {
    boolean isNew = // a sender is one, whatever versions it used
        log.writer() != Writer.EXCHANGE
            || unseenSenders.add(log.countsFor(report.client().address()));
    unseen.merge(log.writer(), isNew ? 1L : 0L, Long::sum);
    if (log.report().orElseThrow().precisionSeconds() != Reported.NO_TIME) {
      Instant time = report.evidence().first().time();
      first = first.filter(earlier -> earlier.isBefore(time)).or(() -> Optional.of(time));
      last = last.filter(later -> later.isAfter(time)).or(() -> Optional.of(time));
    }
  }

  private List<Candidate> candidates(
      Judgement report, LogEntry log, Function<IpAddress, List<ClientName>> names) {
    Reported said = log.report().orElseThrow();
    long time = report.connection().evidence().first().timeNanos();
    boolean timed = said.precisionSeconds() != Reported.NO_TIME;
    int from = timed ? firstAt(time, BEFORE_SECONDS + said.precisionSeconds()) : 0;
    long until =
        time + TimeUnit.SECONDS.toNanos(AFTER_SECONDS + Math.max(0, said.precisionSeconds()));
    Map<IpAddress, Candidate> best = new LinkedHashMap<>();
    for (int i = from; i < sights.size() && i - from < MAX_LOOKS; i++) {
      WireConnection sight = sights.get(i);
      if (timed && sight.frame().timeNanos() > until) {
        break;
      }
      Candidate candidate =
          switch (log.writer()) {
            case ENTRA -> signIn(report, said, sight, names);
            case EXCHANGE -> sender(report, sight);
            case DEFENDER -> inspected(report, said, sight, names);
            case ZEEK, EVE -> null;
          };
      if (candidate != null) {
        best.merge(sight.client(), candidate, (a, b) -> b.seconds() < a.seconds() ? b : a);
      }
    }
    List<Candidate> all = new ArrayList<>(best.values());
    all.sort(
        Comparator.comparingInt((Candidate each) -> -each.points())
            .thenComparingLong(Candidate::seconds)
            .thenComparing(each -> each.sight().client()));
    return all;
  }

  private int firstAt(long time, long beforeSeconds) {
    long from = time - TimeUnit.SECONDS.toNanos(beforeSeconds);
    int low = 0;
    int high = sights.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sights.get(middle).frame().timeNanos() < from) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private @Nullable Candidate signIn(
      Judgement report,
      Reported said,
      WireConnection sight,
      Function<IpAddress, List<ClientName>> names) {
    if (!isSame(report.service(), sight.service()) || !sight.gotThrough()) {
      return null;
    }
    IpAddress address = report.connection().client().address();
    List<String> why = new ArrayList<>();
    int points = 0;
    boolean known = true;
    if (sight.client().equals(address) || sight.nat().equals(Optional.of(address))) {
      boolean own = sight.client().equals(address);
      points = own || said.device().isEmpty() ? 3 : 2; // a device that has a name has its own
      why.add(own ? "its address is the report's" : "it was seen behind the NAT at " + address);
    } else if (policy.homeNetworks().isNat(address)) {
      points = 1;
      why.add("the report's " + address + " is the network's NAT");
    } else if (!policy.homeNetworks().nat().isEmpty() || policy.homeNetworks().contains(address)) {
      return null; // another network's, or another machine's
    } else {
      known = false;
      why.add("whether the report's address is the network's is not known");
    }
    if (isCalled(said.device(), names.apply(sight.client()))) {
      points += 3;
      why.add("the device is called so in its network");
    }
    if (isSoftware(said.agent(), sight.stack())) {
      points++;
      why.add("the user agent and the client stack agree");
    }
    return candidate(report, sight, points, known, why);
  }

  private static @Nullable Candidate sender(Judgement report, WireConnection sight) {
    Optional<TlsVersion> version = report.connection().choice().map(choice -> choice.version());
    if (!sight.service().area().equals(report.service().map(Service::area).orElse(""))
        || !SUBMISSION.contains(sight.port())
        || !sight.gotThrough()
        || !sight.version().equals(version)) {
      return null;
    }
    return new Candidate(
        sight,
        1,
        true,
        0,
        List.of("submits mail at " + version.map(TlsVersion::toString).orElse("")));
  }

  private static @Nullable Candidate inspected(
      Judgement report,
      Reported said,
      WireConnection sight,
      Function<IpAddress, List<ClientName>> names) {
    if (!sight.server().equals(report.ends().server())) {
      return null;
    }
    List<String> why = new ArrayList<>();
    if (sight.client().equals(report.ends().client().address())) {
      why.add("its address is the device's");
    }
    if (isCalled(said.device(), names.apply(sight.client()))) {
      why.add("the device is called so in its network");
    }
    return why.isEmpty() ? null : candidate(report, sight, 3, true, why);
  }

  private static Candidate candidate(
      Judgement report, WireConnection sight, int points, boolean known, List<String> why) {
    long nanos = report.connection().evidence().first().timeNanos() - sight.frame().timeNanos();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(Math.abs(nanos));
    why.add("began " + seconds + " s " + (nanos < 0 ? "after" : "before"));
    return new Candidate(sight, points, known, seconds, why);
  }

  private static boolean isSame(Optional<Service> reported, Service seen) {
    return reported.isPresent()
        && reported.get().instance().equals(seen.instance())
        && reported.get().area().equals(seen.area())
        && Objects.equals(reported.get().set(), seen.set());
  }

  private static boolean isCalled(Optional<String> device, List<ClientName> names) {
    return device.isPresent()
        && names.stream()
            .filter(name -> name.isOfClient() && name.from() != ClientNameSource.EHLO)
            .anyMatch(name -> label(name.name()).equals(label(device.get())));
  }

  private static String label(String name) {
    String plain = name.strip().toLowerCase(Locale.ROOT);
    int dot = plain.indexOf('.');
    return dot < 0 ? plain : plain.substring(0, dot);
  }

  /** Returns whether both name a system or a program of one name. */
  private static boolean isSoftware(Optional<String> agent, Optional<ClientStack> stack) {
    if (agent.isEmpty() || stack.isEmpty()) {
      return false;
    }
    String text = agent.get().toLowerCase(Locale.ROOT);
    Predicate<String> says = word -> word.length() > 3 && text.contains(word);
    List<String> looks = new ArrayList<>(stack.get().candidates());
    looks.add(stack.get().name());
    return looks.stream()
        .flatMap(look -> List.of(look.toLowerCase(Locale.ROOT).split("[^a-z]+")).stream())
        .anyMatch(says);
  }

  private static List<Machine> machines(List<Candidate> found, Writer writer) {
    List<Machine> machines = new ArrayList<>();
    for (Candidate each : found) {
      if (machines.size() == MAX_MACHINES) {
        break;
      }
      boolean alone = found.stream().filter(other -> other.points() >= each.points()).count() == 1;
      Fit fit =
          each.points() >= 3
              ? Fit.HIGH
              : each.known() && (alone || each.points() > 1) ? Fit.MEDIUM : Fit.LOW;
      List<String> why = new ArrayList<>(each.why());
      if (found.size() > 1) {
        why.add("one of " + found.size() + " that fit");
      } else if (writer == Writer.EXCHANGE) {
        why.add("the only one in the captures");
      }
      machines.add(new Machine(each.sight().client(), each.sight().frame(), fit, why));
    }
    machines.sort(Comparator.comparing(Machine::fit).reversed()); // stable
    return machines;
  }

  /**
   * The machine that fits best becomes the client of the entry, with the report's address as that
   * of a NAT. It counts for the machine only where that is sure: {@link LogEntry#countsFor}.
   */
  private static TlsConnection with(TlsConnection report, LogEntry log, List<Machine> machines) {
    Reported said = log.report().orElseThrow().with(machines);
    TlsConnection joined = report.with(log.with(said));
    IpAddress given = report.client().address();
    Optional<IpAddress> machine = said.likeliest().filter(each -> !each.equals(given));
    return machine.isEmpty()
        ? joined
        : joined.ofClient(
            new Peer(machine.get(), report.client().port()),
            Reported.isStandIn(given) ? Optional.empty() : Optional.of(report.client()));
  }

  /** Returns what is on one side only. After {@link #joined}; empty where no report was taken. */
  public Optional<Run.Reports> onOneSide() {
    if (reports.isEmpty()) {
      return Optional.empty();
    }
    Map<IpAddress, Boolean> through = new HashMap<>();
    for (WireConnection sight : sights) {
      if (!named.contains(sight.client()) && isCovered(sight)) {
        through.merge(sight.client(), sight.gotThrough(), Boolean::logicalOr);
      }
    }
    long passed = through.values().stream().filter(Boolean::booleanValue).count();
    return Optional.of(
        new Run.Reports(
            unseen.getOrDefault(Writer.ENTRA, 0L),
            unseen.getOrDefault(Writer.EXCHANGE, 0L),
            unseen.getOrDefault(Writer.DEFENDER, 0L),
            first,
            last,
            through.size() - passed,
            passed));
  }

  /**
   * Returns whether a report of the run is of this service: Defender knows its own devices alone.
   */
  private boolean isCovered(WireConnection sight) {
    return reports.stream()
        .limit(MAX_LOOKS)
        .anyMatch(
            report ->
                switch (report.connection().log().orElseThrow().writer()) {
                  case ENTRA -> isSame(report.service(), sight.service());
                  case EXCHANGE ->
                      SUBMISSION.contains(sight.port())
                          && sight
                              .service()
                              .area()
                              .equals(report.service().map(Service::area).orElse(""));
                  case ZEEK, EVE, DEFENDER -> false;
                });
  }
}
