package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Texts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Writes what people decided to the clients that it covers. */
public final class People {
  private People() {}

  private record Row(
      int client, int service, String identity, String address, String stacks, String used) {}

  /** Holds what directories and the like say of a host. */
  private record Host(String owner, String ticket) {}

  /**
   * Does so for all clients, or for those that changed.
   *
   * @param dirty whether {@code t_dirty} says which changed
   */
  public static void refresh(Handle handle, boolean dirty) {
    NoteBook notes = NoteBook.load(handle, Integer.MAX_VALUE);
    Map<String, Host> hosts = hosts(handle);
    if (!notes.isEmpty() || !hosts.isEmpty() || isUsed(handle)) {
      Map<Integer, List<String>> addresses = addresses(handle, notes);
      List<Row> rows =
          handle
              .createQuery(
                  "select p.client, p.service, c.identity, c.address, p.stacks, p.used from pair p"
                      + " join client c on c.id = p.client"
                      + (dirty ? " where p.client in (select client from t_dirty)" : ""))
              .map(
                  (r, c) ->
                      new Row(
                          r.getInt("client"),
                          r.getInt("service"),
                          r.getString("identity"),
                          r.getString("address"),
                          r.getString("stacks"),
                          r.getString("used")))
              .list();
      try (RowBatch batch =
          new RowBatch(
              handle,
              "update pair set owner = ?, ticket = ?, accepted_until = ? where client = ? and service = ?")) {
        for (Row row : rows) {
          write(
              batch,
              row,
              notes,
              addresses.getOrDefault(row.client(), List.of(row.address())),
              hosts.getOrDefault(row.identity(), new Host("", "")));
        }
        batch.execute();
      }
    }
  }

  private static void write(
      RowBatch batch, Row row, NoteBook notes, List<String> addresses, Host host) {
    Set<String> stacks = Set.copyOf(Texts.list(row.stacks()));
    String owner = text(notes, Field.OWNER, row, addresses, stacks);
    String ticket = text(notes, Field.TICKET, row, addresses, stacks);
    Optional<Note> accepted = notes.accepted(row.identity(), addresses, stacks);
    String answers = accepted.map(Note::owner).orElse("");
    owner = owner.isEmpty() ? host.owner() : owner;
    batch.add(
        owner.isEmpty() ? (answers.isEmpty() ? users(row.used()) : answers) : owner,
        ticket.isEmpty() ? host.ticket() : ticket,
        accepted.map(Note::until).orElse(0),
        row.client(),
        row.service());
  }

  /** Where nobody answers for a client, those do who use it, as reports of Microsoft's say. */
  private static String users(String used) {
    return String.join(
        ", ", Texts.list(used).stream().map(each -> each.replaceFirst(" \\(.*", "")).toList());
  }

  private static boolean isUsed(Handle handle) {
    return handle
        .createQuery("select 1 from pair where used <> '' limit 1")
        .mapTo(Integer.class)
        .findFirst()
        .isPresent();
  }

  private static String text(
      NoteBook notes, Field field, Row row, List<String> addresses, Set<String> stacks) {
    return notes.of(field, row.identity(), addresses, stacks).map(Note::content).orElse("");
  }

  private static Map<String, Host> hosts(Handle handle) {
    Map<String, Host> hosts = new HashMap<>();
    handle
        .createQuery(
            "select name, max(owner) as owner, max(ticket) as ticket from host"
                + " where name <> '' and (owner <> '' or ticket <> '') group by name")
        .map(
            (r, c) ->
                hosts.put(
                    "host:" + r.getString("name"),
                    new Host(r.getString("owner"), r.getString("ticket"))))
        .list();
    return hosts;
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
