package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.FixGroups.AffectedClient;
import io.tlsfloor.inventory.derive.PolicyWaivers;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.rules.Finding.Waiver;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * What may stay below, and until when: by notes of people, and by policies of runs, as far as they
 * covered what clients last did. Those that have ended are among them.
 */
public final class Exceptions {
  /** Days before the end of an exception from which on it is pointed out. */
  private static final int SOON = 14;

  private static final Comparator<Waiver> IN_ORDER =
      Comparator.comparing(Waiver::until)
          .thenComparing(Waiver::owner)
          .thenComparing(Waiver::reason);

  private Exceptions() {}

  private static final List<Column<ExceptionRow>> COLUMNS =
      List.of(
          new Column<>("scope", ExceptionRow::scope),
          new Column<>("target", ExceptionRow::target),
          new Column<ExceptionRow>("clients", ExceptionRow::clients).parted(" "),
          new Column<>("reason", row -> row.waiver().reason()),
          new Column<>("owner", row -> row.waiver().owner()),
          new Column<>("until", row -> row.waiver().until().toString()),
          new Column<>("left", ExceptionRow::left),
          new Column<>("author", ExceptionRow::author),
          new Column<>("ids", ExceptionRow::ids));

  /**
   * An exception.
   *
   * @param scope what it covers: one of them, a range or a stack; or what a policy says
   * @param target which one; empty for a policy
   * @param clients names or addresses of those that it covers
   * @param ids their identities, in the same order
   * @param waiver why, who answers for it, and until when
   * @param left whether it has ended or ends soon, in words; empty for later
   * @param author who noted it; empty for a policy
   */
  public record ExceptionRow(
      String scope,
      String target,
      List<String> clients,
      List<String> ids,
      Waiver waiver,
      String left,
      String author) {}

  /** One row an exception, that which ends first before the others. */
  public static Listing<ExceptionRow> listing(Handle handle, int asOf) {
    List<ExceptionRow> rows = new ArrayList<>();
    Map<Waiver, Set<String>> noted = noted(handle);
    List<Note> notes = NoteBook.load(handle, asOf).latest(Field.ACCEPT);
    Map<Waiver, Set<String>> policies = PolicyWaivers.clients(handle, IN_ORDER);
    Map<String, String> shown = notes.isEmpty() && policies.isEmpty() ? Map.of() : shown(handle);
    for (Note note : notes) {
      Waiver waiver = new Waiver(note.content(), note.owner(), LocalDate.ofEpochDay(note.until()));
      String scope = note.scope().name().toLowerCase(Locale.ROOT);
      Set<String> clients =
          note.scope() == Note.Scope.CLIENT
              ? Set.of(note.target())
              : noted.getOrDefault(waiver, Set.of());
      rows.add(row(scope, note.target(), clients, waiver, note.author(), shown, asOf));
    }
    policies.forEach(
        (waiver, clients) -> rows.add(row("policy", "", clients, waiver, "", shown, asOf)));
    rows.sort(
        Comparator.comparing(ExceptionRow::waiver, IN_ORDER).thenComparing(ExceptionRow::target));
    return new Listing<>(COLUMNS, rows);
  }

  private static ExceptionRow row(
      String scope,
      String target,
      Set<String> ids,
      Waiver waiver,
      String author,
      Map<String, String> shown,
      int asOf) {
    return new ExceptionRow(
        scope,
        shown.getOrDefault(target, target),
        ids.stream().map(id -> shown.getOrDefault(id, id)).toList(),
        List.copyOf(ids),
        waiver,
        left(Times.day(waiver.until()) - asOf),
        author);
  }

  /** Names or addresses of clients, by identity. */
  private static Map<String, String> shown(Handle handle) {
    Map<String, String> shown = new HashMap<>();
    handle
        .createQuery("select identity, address, name from client")
        .map(
            (r, c) ->
                shown.put(
                    r.getString("identity"),
                    AffectedClient.of(r.getString("address"), r.getString("name")).known()))
        .list();
    return shown;
  }

  private static String left(int days) {
    if (days < 0) {
      return "ended";
    }
    return days > SOON ? "" : days == 0 ? "ends today" : "ends in " + days + " days";
  }

  /** Clients by what people noted for them, by a range or a stack too. */
  private static Map<Waiver, Set<String>> noted(Handle handle) {
    Map<Waiver, Set<String>> clients = new TreeMap<>(IN_ORDER);
    handle
        .createQuery(
            """
            select c.identity, p.accepted_until, p.accepted_by, p.accepted_why
            from pair p
            join client c on c.id = p.client
            where p.accepted_until > 0
            """)
        .map(
            (r, c) ->
                clients
                    .computeIfAbsent(
                        new Waiver(
                            r.getString("accepted_why"),
                            r.getString("accepted_by"),
                            LocalDate.ofEpochDay(r.getInt("accepted_until"))),
                        waiver -> new TreeSet<>())
                    .add(r.getString("identity")))
        .list();
    return clients;
  }
}
