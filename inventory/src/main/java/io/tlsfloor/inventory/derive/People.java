package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.Faring.OfDay;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.rules.Finding.Waiver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Writes what people decided to the clients that it covers, and how these fare with that. */
public final class People {
  private People() {}

  private record PairRow(
      int client,
      int service,
      int kind,
      String identity,
      String address,
      String mac,
      String name,
      String sites,
      String stacks,
      String used,
      String found) {}

  /** What people and files decide of a pair. */
  private record NotedPair(
      PairRow row, String owner, String ticket, Optional<Waiver> accepted, int retiredOn) {}

  private static final List<Column<NotedPair>> KEY =
      List.of(
          new Column<>("client", pair -> pair.row.client()),
          new Column<>("service", pair -> pair.row.service()));

  private static final List<Column<NotedPair>> NOTED =
      List.of(
          new Column<>("owner", NotedPair::owner),
          new Column<>("ticket", NotedPair::ticket),
          new Column<>(
              "accepted_until",
              pair -> pair.accepted.map(waiver -> Times.day(waiver.until())).orElse(0)),
          new Column<>("accepted_by", pair -> pair.accepted.map(Waiver::owner).orElse("")),
          new Column<>("accepted_why", pair -> pair.accepted.map(Waiver::reason).orElse("")),
          new Column<>("retired_on", NotedPair::retiredOn));

  /** Holds what directories and the like say of a host. */
  private record HostOwner(String owner, String ticket) {}

  /**
   * Does so for all clients, or for those that changed.
   *
   * @param dirty whether {@code t_dirty} says which changed
   */
  public static void refresh(Handle handle, boolean dirty) {
    NoteBook notes = NoteBook.load(handle, Integer.MAX_VALUE);
    HostOwners hosts = HostOwners.of(handle);
    String some = dirty ? " where client in (select client from t_dirty)" : "";
    boolean anyone = !notes.isEmpty() || !hosts.isEmpty() || isUsed(handle, some);
    Map<Integer, List<String>> addresses = addresses(handle, notes);
    handle.execute("delete from faring" + some);
    List<PairRow> rows =
        handle
            .createQuery(
                """
                select p.client, p.service, p.kind, c.identity, c.address, c.mac, c.name, p.sites, p.stacks,
                  p.used, p.found
                from pair p
                join client c on c.id = p.client
                where %s%s
                """
                    .formatted(
                        anyone ? "true" : "(p.kind in (1, 2) or p.found <> '')",
                        dirty ? " and p.client in (select client from t_dirty)" : ""))
            .mapTo(PairRow.class)
            .list();
    try (TableWriter<NotedPair> batch = TableWriter.update(handle, "pair", KEY, NOTED);
        Farings farings = new Farings(handle)) {
      for (PairRow row : rows) {
        List<String> own = addresses.getOrDefault(row.client(), List.of(row.address()));
        Set<String> stacks = Set.copyOf(Texts.list(row.stacks()));
        Optional<Waiver> accepted =
            notes
                .accepted(row.identity(), own, stacks)
                .map(
                    note ->
                        new Waiver(
                            note.content(), note.owner(), LocalDate.ofEpochDay(note.until())));
        List<OfDay> found = PairFold.found(row.found());
        Optional<Waiver> excepted = PolicyWaivers.longest(found);
        if (anyone || excepted.isPresent()) {
          HostOwner host = hosts.of(row);
          batch.add(noted(row, notes, own, stacks, accepted, excepted, host));
        }
        farings.add(row.client(), row.service(), found, Pairs.isBelow(row.kind()), accepted);
      }
      batch.execute();
      farings.execute();
    }
  }

  private static NotedPair noted(
      PairRow row,
      NoteBook notes,
      List<String> addresses,
      Set<String> stacks,
      Optional<Waiver> accepted,
      Optional<Waiver> excepted,
      HostOwner host) {
    String owner = text(notes, Field.OWNER, row, addresses, stacks);
    String ticket = text(notes, Field.TICKET, row, addresses, stacks);
    String answers = accepted.or(() -> excepted).map(Waiver::owner).orElse("");
    owner = owner.isEmpty() ? host.owner() : owner;
    return new NotedPair(
        row,
        owner.isEmpty() ? (answers.isEmpty() ? users(row.used()) : answers) : owner,
        ticket.isEmpty() ? host.ticket() : ticket,
        accepted,
        notes.of(Field.RETIRED, row.identity(), addresses, stacks).map(Note::day).orElse(0));
  }

  /** Where nobody answers for a client, those do who use it, as reports of Microsoft's say. */
  private static String users(String used) {
    return String.join(
        ", ", Texts.list(used).stream().map(each -> each.replaceFirst(" \\(.*", "")).toList());
  }

  private static boolean isUsed(Handle handle, String some) {
    return handle
        .createQuery(
            "select 1 from (select used from pair" + some + ") pairs where used <> '' limit 1")
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  private static String text(
      NoteBook notes, Field field, PairRow row, List<String> addresses, Set<String> stacks) {
    return notes.of(field, row.identity(), addresses, stacks).map(Note::content).orElse("");
  }

  /** Owners of hosts, by all that a list says of them. */
  private static final class HostOwners {
    private static final HostOwner NOBODY = new HostOwner("", "");

    private final Map<String, HostOwner> owners = new HashMap<>(); // by site, kind and word

    static HostOwners of(Handle handle) {
      HostOwners all = new HostOwners();
      handle
          .createQuery(
              """
              select h.name, h.mac, h.address, coalesce(s.id, 0) as site, h.owner, h.ticket, h.from_day
              from host h
              left join site s on s.name = h.site
              where (h.owner <> '' or h.ticket <> '') and (h.site = '' or s.id > 0)
              order by h.owner, h.ticket
              """)
          .map(
              (r, c) -> {
                HostOwner owner = new HostOwner(r.getString("owner"), r.getString("ticket"));
                int site = r.getInt("site");
                all.put(site, "host:", r.getString("name"), owner);
                all.put(site, "mac:", r.getString("mac"), owner);
                boolean isLease = r.getInt("from_day") > 0;
                return all.put(site, "address:", isLease ? "" : r.getString("address"), owner);
              })
          .list();
      return all;
    }

    boolean isEmpty() {
      return owners.isEmpty();
    }

    private boolean put(int site, String kind, String word, HostOwner owner) {
      if (!word.isEmpty()) {
        owners.put(site + " " + kind + word, owner);
      }
      return true;
    }

    /** That of the list's own host, else by link address, name, first label and address. */
    HostOwner of(PairRow row) {
      String label = row.name().replaceFirst("\\..*", "");
      for (String word :
          List.of(
              row.identity(),
              "mac:" + row.mac(),
              "host:" + row.name(),
              "host:" + label,
              "address:" + row.address())) {
        for (String site : (row.sites() + "\n0").strip().split("\n")) {
          HostOwner owner = owners.get(site + " " + word);
          if (owner != null) {
            return owner;
          }
        }
      }
      return NOBODY;
    }
  }

  /** All that clients had; needed only where somebody spoke of a range. */
  private static Map<Integer, List<String>> addresses(Handle handle, NoteBook notes) {
    Map<Integer, List<String>> addresses = new HashMap<>();
    if (notes.all().stream().anyMatch(note -> note.scope() == Note.Scope.RANGE)) {
      handle
          .createQuery("select distinct client, address from place where client > 0")
          .map(
              (r, c) ->
                  addresses
                      .computeIfAbsent(r.getInt("client"), id -> new ArrayList<>(1))
                      .add(r.getString("address")))
          .list();
    }
    return addresses;
  }
}
