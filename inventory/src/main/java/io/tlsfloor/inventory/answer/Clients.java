package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.intake.SiteDays;
import io.tlsfloor.inventory.people.Acceptance;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.state.Ledger;
import io.tlsfloor.inventory.state.Ledger.Client;
import io.tlsfloor.inventory.state.Ledger.Pair;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.state.Sighting;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.rules.judge.ServiceNames;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** The clients, one row a client and service. */
public final class Clients {
  private static final List<String> COLUMNS =
      List.of(
          "client",
          "identity",
          "id",
          "name",
          "mac",
          "service",
          "state",
          "stacks",
          "sites",
          "first_seen",
          "last_seen",
          "owner",
          "ticket",
          "due",
          "accepted_until");

  private final Question question;
  private final Ledger ledger;
  private final Map<Integer, String> services;
  private final Map<Integer, String> sites;

  /**
   * A row.
   *
   * @param id the client's identity
   * @param client its latest address
   * @param basis what its identity rests on
   * @param name its latest name; empty for none
   * @param mac its link address; empty for none
   * @param service name of the service; empty for connections to none
   * @param state on the day as of which was asked
   * @param stacks that it looks like
   * @param sites where it was seen
   * @param firstSeen nanoseconds since 1970
   * @param lastSeen nanoseconds since 1970, not after that day
   * @param owner who is responsible, or answers for the exception that holds; empty for no one
   * @param ticket where the work is tracked; empty for none
   * @param due when it shall be done; empty for no date
   * @param acceptedUntil last day of the exception that holds; empty for none
   */
  public record Row(
      String id,
      String client,
      String basis,
      String name,
      String mac,
      String service,
      State state,
      List<String> stacks,
      List<String> sites,
      long firstSeen,
      long lastSeen,
      String owner,
      String ticket,
      String due,
      String acceptedUntil) {}

  /**
   * Which rows.
   *
   * @param states in one of them; empty for any
   * @param service part of the service's name, whatever its case, or another usual name of it
   * @param stack part of a stack's name, whatever its case
   * @param owner the owner, whatever its case
   * @param text part of an address, name, link address or identity, whatever its case
   */
  public record Filter(
      Set<State> states,
      Optional<String> service,
      Optional<String> stack,
      Optional<String> owner,
      Optional<String> text) {
    /** All rows. */
    public static final Filter ALL =
        new Filter(
            Set.of(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether it takes a row. */
    public boolean takes(Row row) {
      return takesState(row)
          && takesService(row)
          && takesStack(row)
          && takesOwner(row)
          && (holds(text, row.client())
              || holds(text, row.name())
              || holds(text, row.mac())
              || holds(text, row.id()));
    }

    /** Whether it takes the state of a row. */
    public boolean takesState(Row row) {
      return states.isEmpty() || states.contains(row.state());
    }

    /** Whether it takes the service of a row. */
    public boolean takesService(Row row) {
      return takesService(row.service());
    }

    /** Whether it takes a service. */
    public boolean takesService(String name) {
      return holds(service, name)
          || service.flatMap(ServiceNames::meant).map(name::equals).orElse(false);
    }

    /** Whether it takes what a row looks like. */
    public boolean takesStack(Row row) {
      return takesStacks(row.stacks());
    }

    /** Whether it takes one of these stacks. */
    public boolean takesStacks(List<String> stacks) {
      return stack.isEmpty() || stacks.stream().anyMatch(each -> holds(stack, each));
    }

    /** Whether it takes the owner of a row. */
    public boolean takesOwner(Row row) {
      return takesOwner(row.owner());
    }

    /** Whether it takes an owner. */
    public boolean takesOwner(String name) {
      return owner.map(name::equalsIgnoreCase).orElse(true);
    }

    private static boolean holds(Optional<String> part, String whole) {
      return part.map(p -> whole.toLowerCase(Locale.ROOT).contains(p.toLowerCase(Locale.ROOT)))
          .orElse(true);
    }
  }

  private final Filter filter;
  private final Consumer<Row> taker;
  private final LastSeenThen then;
  private final Map<Object, Object> shared = new HashMap<>(); // values that many rows have

  Clients(Handle handle, Question question, Ledger ledger, Filter filter, Consumer<Row> taker) {
    this.taker = taker;
    this.then = new LastSeenThen(handle, question.asOf());
    this.question = question;
    this.ledger = ledger;
    this.filter = filter;
    this.services = ledger.services();
    this.sites = ledger.sites();
  }

  /** The rows that {@code filter} takes, the worst state first, then by client and service. */
  public static List<Row> rows(Handle handle, Question question, Filter filter) {
    Ledger ledger = Ledger.open(handle, question, SiteDays.covered(handle, question.asOf()));
    List<Row> rows = new ArrayList<>();
    ledger.each(new Clients(handle, question, ledger, filter, rows::add)::add);
    rows.sort(
        Comparator.comparing(Row::state)
            .thenComparing(Row::client, NaturalOrder.OF_TEXTS)
            .thenComparing(Row::id, NaturalOrder.OF_TEXTS)
            .thenComparing(Row::service));
    return rows;
  }

  void add(Client client) {
    for (Pair pair : client.pairs()) {
      Row row = row(client, pair);
      if (filter.takes(row)) {
        taker.accept(row);
      }
    }
  }

  @SuppressWarnings("unchecked") // what goes in under a key is equal to it
  private <T> T shared(T value) {
    return (T) shared.computeIfAbsent(value, key -> key);
  }

  private Row row(Client client, Pair pair) {
    Set<String> addresses = client.addresses();
    Set<String> stacks = pair.stacks();
    int byPolicy = pair.sightings().stream().mapToInt(Sighting::acceptedUntil).max().orElse(0);
    boolean excepted = pair.history().latest() == State.EXCEPTED;
    String until = excepted && byPolicy > 0 ? Days.text(byPolicy) : "";
    String owner = note(Field.OWNER, client, addresses, stacks);
    if (!ledger.notes().isEmpty()) {
      for (Acceptance each : ledger.notes().accepted(client.identity(), addresses, stacks)) {
        if (each.holds(question.asOf())) {
          until = Days.text(each.until());
          owner = owner.isEmpty() ? each.owner() : owner;
        }
      }
    }
    return new Row(
        client.identity(),
        client.address(),
        shared(client.basis()),
        client.name(),
        client.mac(),
        services.getOrDefault(pair.service(), ""),
        pair.history().latest(),
        shared(List.copyOf(stacks)),
        shared(
            pair.sightings().stream().map(s -> sites.get(s.site())).distinct().sorted().toList()),
        pair.firstSeen(),
        lastSeen(client, pair),
        owner,
        note(Field.TICKET, client, addresses, stacks),
        note(Field.DUE, client, addresses, stacks),
        until);
  }

  private String note(Field field, Client client, Set<String> addresses, Set<String> stacks) {
    return ledger.notes().isEmpty()
        ? ""
        : ledger
            .notes()
            .of(field, client.identity(), addresses, stacks)
            .map(Note::content)
            .orElse("");
  }

  /**
   * Not after the day as of which is asked: of a client that was seen later, what was last then.
   */
  private long lastSeen(Client client, Pair pair) {
    if (Times.day(pair.lastSeen()) <= question.asOf()) {
      return pair.lastSeen();
    }
    long day = Math.max(pair.firstSeen(), Times.nanos(pair.history().lastSeen()));
    return then.of(client.id(), pair.service(), day);
  }

  /** All that is known of the rows, for programs. */
  public static Listing listing(List<Row> rows) {
    return Listing.of(COLUMNS, rows, Clients::values);
  }

  private static List<Object> values(Row row) {
    return List.of(
        row.client(),
        row.basis(),
        row.id(),
        text(row.name()),
        text(row.mac()),
        text(row.service()),
        row.state().word(),
        row.stacks(),
        row.sites(),
        Timestamps.iso(Times.instant(row.firstSeen())),
        Timestamps.iso(Times.instant(row.lastSeen())),
        text(row.owner()),
        text(row.ticket()),
        text(row.due()),
        text(row.acceptedUntil()));
  }

  /** What a person reads first. */
  public static Listing brief(List<Row> rows) {
    Listing listing =
        Listing.of(
            "state",
            "client",
            "name",
            "identity",
            "service",
            "stacks",
            "first_seen",
            "last_seen",
            "owner");
    for (Row row : rows) {
      listing.add(
          row.state().word()
              + (row.acceptedUntil().isEmpty() ? "" : " until " + row.acceptedUntil()),
          row.client(),
          row.name(),
          row.basis(),
          row.service(),
          row.stacks(),
          Timestamps.day(Times.instant(row.firstSeen())),
          Timestamps.day(Times.instant(row.lastSeen())),
          row.owner());
    }
    return listing;
  }

  private static Optional<String> text(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(text);
  }
}
