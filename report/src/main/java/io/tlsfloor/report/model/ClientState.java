package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The two answers about a client: how it fares, and what has become of it in time.
 *
 * @param client the address that stands for all of its addresses
 * @param services that it used, the worst first
 * @param known what people know of it
 */
public record ClientState(IpAddress client, List<OfService> services, KnownClient known) {
  /** Of what was found with a service, what decides first. */
  public static final Comparator<Found> DECISIVE_FIRST = ClientState::decisiveFirst;

  private static int decisiveFirst(Found one, Found other) {
    int order = Boolean.compare(other.flagged(), one.flagged());
    if (order == 0) {
      order = other.severity().compareTo(one.severity());
    }
    if (order == 0) {
      order = Boolean.compare(other.isBelow(), one.isBelow());
    }
    if (order == 0) {
      order = Long.compare(other.times(), one.times());
    }
    return order != 0 ? order : Found.IN_ORDER.compare(one, other);
  }

  /**
   * The same of a client and a service.
   *
   * @param sum what it did there, on all days
   * @param faring how it fares
   * @param state what has become of it in time
   * @param days what they have shown, to be read only
   */
  public record OfService(ClientDay sum, Faring faring, State state, State.Days days) {
    static final Comparator<OfService> WORST_FIRST = OfService::worstFirst;

    private static int worstFirst(OfService one, OfService other) {
      int order = Faring.WORST_FIRST.compare(one.faring, other.faring);
      if (order == 0) {
        order = Severity.worstFirst(one.sum.severity(), other.sum.severity());
      }
      return order != 0 ? order : ClientDay.inOrder(one.sum.service(), other.sum.service());
    }

    /** What its days have shown. */
    public State.Phase phase() {
      return days.phase();
    }

    /** When each of its low stacks ran, in words. */
    public List<String> rhythms() {
      return days.rhythmText();
    }

    /** The service for people; {@code none} for connections to none. */
    public String name(String none) {
      return sum.service().map(service -> Printable.name(service.name())).orElse(none);
    }

    /** Returns whether it is below the floor, accepted or not. */
    public boolean isBelow() {
      return state == State.BELOW;
    }

    /** What was found, what decides first. */
    public List<Found> findings() {
      if (sum.findings().size() < 2) { // as of most
        return sum.findings();
      }
      List<Found> all = new ArrayList<>(sum.findings());
      all.sort(DECISIVE_FIRST);
      return all;
    }
  }

  /** Puts the worst first. */
  public ClientState {
    services =
        services.size() < 2
            ? List.copyOf(services)
            : services.stream().sorted(OfService.WORST_FIRST).toList();
  }

  /** How it fares with the service that it fares worst with. */
  public Faring faring() {
    return services.get(0).faring();
  }

  /** The state of the service whose state is the worst. */
  public State state() {
    State worst = services.get(0).state();
    for (OfService each : services) {
      worst = each.state().compareTo(worst) < 0 ? each.state() : worst;
    }
    return worst;
  }

  /** Returns whether it is below the floor, accepted or not. */
  public boolean isBelow() {
    return state() == State.BELOW;
  }

  /**
   * Returns whether it was never below, and something else is found that is not of severity low.
   */
  public boolean isOther() {
    boolean other = isWorthARow();
    for (OfService each : services) {
      other &= each.phase() == State.Phase.NEVER;
    }
    return other;
  }

  /**
   * Returns whether it has a row of its own: what is wrong with it is more than of severity low.
   */
  public boolean isWorthARow() {
    return faring().kind().isWorthARow();
  }

  /** What was found, with all services, that of the worst first. */
  public List<Found> findings() {
    if (services.size() == 1) { // as of most
      return services.get(0).findings();
    }
    List<Found> all = new ArrayList<>();
    services.forEach(each -> all.addAll(each.findings()));
    return all;
  }

  /** What it did with all services, added up. */
  public ClientDay sum() {
    ClientDay sum = services.get(0).sum();
    for (OfService other : services.subList(1, services.size())) {
      sum = sum.and(other.sum());
    }
    return sum;
  }

  /** The worst severity of alerts; of what is excepted where there are none. */
  public Optional<Severity> severity() {
    Optional<Severity> alerts = worst(true);
    return alerts.isPresent() ? alerts : worst(false);
  }

  private Optional<Severity> worst(boolean alerts) {
    Optional<Severity> worst = Optional.empty();
    for (int i = 0; i < services.size(); i++) {
      ClientDay sum = services.get(i).sum();
      worst = Severity.worse(worst, alerts ? sum.severity() : sum.exceptedSeverity());
    }
    return worst;
  }

  /** The severity in words, in brackets where it raised no alert; empty for no finding. */
  public Optional<String> label() {
    Optional<Severity> alerts = worst(true);
    return alerts.isPresent()
        ? alerts.map(Words::constant)
        : worst(false).map(severity -> "(" + Words.constant(severity) + ")");
  }

  /** How many connections have findings. */
  public long times() {
    long times = 0;
    for (OfService each : services) {
      times += each.sum().flagged() + each.sum().excepted();
    }
    return times;
  }

  /** Its own name, or that which people gave it; empty for none. */
  public String name() {
    for (OfService each : services) {
      Optional<String> own = each.sum().calledBy();
      if (own.isPresent()) {
        return Printable.name(own.get());
      }
    }
    return Printable.name(known.name());
  }

  /** Its address; an account's name; nothing for a device that a report knows by name alone. */
  public String address() {
    return Printable.name(ClientDay.shown(client, Optional.of(services.get(0).sum())));
  }

  /** Its address, or its name where it has none. */
  public String addressOrName() {
    String address = address();
    return address.isEmpty() ? name() : address;
  }

  /** Names of the services that it has findings with, the worst first; of all where it has none. */
  public List<String> serviceNames(String none) {
    if (services.size() == 1) { // as of most
      return List.of(services.get(0).name(none));
    }
    Set<String> names = new LinkedHashSet<>();
    boolean any = services.stream().anyMatch(each -> each.sum().hasFindings());
    for (OfService each : services) {
      if (!any || each.sum().hasFindings()) {
        names.add(each.name(none));
      }
    }
    return List.copyOf(names);
  }

  /** What {@code tlsfloor remedy} takes for what was found, that for the worst first. */
  public List<String> fixes() {
    List<String> fixes = new ArrayList<>(1); // few
    for (Found found : findings()) {
      Optional<String> fix = found.worst().remedy().map(Fixes::key);
      if (fix.isPresent() && !fixes.contains(fix.get())) {
        fixes.add(fix.get());
      }
    }
    return List.copyOf(fixes);
  }

  /**
   * What excepts a finding, by the policy or by people; empty for nothing that still holds.
   *
   * @param service that it was found with
   */
  public Optional<Waiver> waiver(OfService service, Found found) {
    boolean accepted = service.faring().kind() == Fares.EXCEPTED;
    return found
        .waiver()
        .or(() -> known.accepted().filter(each -> accepted))
        .filter(each -> !service.faring().ended().equals(Optional.of(each)));
  }

  /** The same in words, with the reason; or that it holds no more. */
  public Optional<String> exception(OfService service, Found found) {
    Optional<Waiver> ended =
        found
            .waiver()
            .or(() -> found.worst().expired())
            .or(known::accepted)
            .filter(each -> service.faring().ended().equals(Optional.of(each)));
    return ended
        .map(each -> service.faring().endedText().orElse("") + ": " + each.reason())
        .or(() -> waiver(service, found).map(each -> each.text() + ": " + each.reason()))
        .map(Printable::text);
  }
}
