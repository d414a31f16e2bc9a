package io.tlsfloor.inventory.digest;

import io.tlsfloor.inventory.answer.Clients;
import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.Row;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.Outbox;
import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.state.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * Makes digests of what waits: one an owner. While an owner's digest cannot be sent, there is no
 * second one: what comes waits for the next.
 */
final class DueDigests {
  /** An exception's end is announced so many days before. */
  private static final int WARNING_DAYS = 14;

  private final List<Digest> made = new ArrayList<>();
  private final Set<Integer> told = new HashSet<>(); // entries of the outbox
  private final Set<String> warned = new HashSet<>(); // exceptions

  private DueDigests() {}

  /**
   * Makes those that are due.
   *
   * @param question as of today
   */
  static DueDigests due(Handle handle, Question question, Instant now) {
    DueDigests digests = new DueDigests();
    Map<String, Subscription> told = new TreeMap<>();
    Subscription.all(handle).forEach(each -> told.put(each.owner(), each));
    if (told.isEmpty()) {
      return digests;
    }
    Set<String> stuck = new HashSet<>();
    Digest.unsent(handle).forEach(each -> stuck.add(each.to().owner()));
    List<Row> rows = Clients.rows(handle, question, Filter.ALL);
    Map<String, List<Row>> byOwner = new HashMap<>();
    Map<String, Row> byPlace = new HashMap<>();
    for (Row row : rows) {
      byOwner.computeIfAbsent(owner(row.owner(), told), k -> new ArrayList<>()).add(row);
      byPlace.put(row.id() + "\n" + row.service(), row);
    }
    Map<String, Map<String, Row>> fresh = new HashMap<>();
    Map<Integer, String> identities = identities(handle);
    Map<Integer, String> services = services(handle);
    for (Outbox.Entry entry : Outbox.waiting(handle)) {
      String place = identities.get(entry.endpoint()) + "\n" + services.get(entry.service());
      Row row = byPlace.get(place);
      String owner = row == null ? "" : owner(row.owner(), told);
      if (!stuck.contains(owner)) {
        digests.told.add(entry.id());
        boolean news = row != null && row.state().isBelow() && row.state() != State.EXCEPTED;
        if (news && told.containsKey(owner)) { // who accepted it knows, and is told before the end
          fresh.computeIfAbsent(owner, k -> new LinkedHashMap<>()).put(place, row);
        }
      }
    }
    Map<String, List<Note>> ending = digests.ending(handle, question.asOf(), told, stuck);
    told.forEach(
        (owner, to) -> {
          List<Row> below = List.copyOf(fresh.getOrDefault(owner, Map.of()).values());
          List<Note> ends = ending.getOrDefault(owner, List.of());
          if (!below.isEmpty() || !ends.isEmpty()) {
            List<Row> all = byOwner.getOrDefault(owner, List.of());
            String text = DigestText.of(owner, question.asOf(), all, below, ends);
            digests.made.add(new Digest(0, to, now, DigestText.below(all), text));
          }
        });
    return digests;
  }

  private static String owner(String owner, Map<String, Subscription> told) {
    return told.containsKey(owner) ? owner : Subscription.REST;
  }

  /** Exceptions that end soon, and were not warned of yet. */
  private Map<String, List<Note>> ending(
      Handle handle, int day, Map<String, Subscription> told, Set<String> stuck) {
    Map<String, List<Note>> ending = new HashMap<>();
    Set<String> known =
        new HashSet<>(
            handle.createQuery("select exception from warned").mapTo(String.class).list());
    for (Note note : NoteBook.load(handle, day).latest(Field.ACCEPT)) {
      String owner = owner(note.owner(), told);
      boolean soon = note.until() >= day && note.until() <= day + WARNING_DAYS;
      if (soon && !known.contains(key(note)) && told.containsKey(owner) && !stuck.contains(owner)) {
        ending.computeIfAbsent(owner, k -> new ArrayList<>()).add(note);
        warned.add(key(note));
      }
    }
    return ending;
  }

  /** One that is prolonged is warned of again. */
  private static String key(Note note) {
    return note.scope() + " " + note.target() + " " + note.until();
  }

  private static Map<Integer, String> identities(Handle handle) {
    Map<Integer, String> identities = new HashMap<>();
    handle
        .createQuery(
            "select distinct e.id, c.identity from outbox o join endpoint e on e.id = o.endpoint"
                + " join client c on c.id = e.client")
        .map((r, c) -> identities.put(r.getInt("id"), r.getString("identity")))
        .forEach(row -> {});
    return identities;
  }

  private static Map<Integer, String> services(Handle handle) {
    Map<Integer, String> services = new HashMap<>();
    handle
        .createQuery("select id, name from service")
        .map((r, c) -> services.put(r.getInt("id"), r.getString("name")))
        .forEach(row -> {});
    return services;
  }

  /** Those that were made, by owner. */
  List<Digest> made() {
    return List.copyOf(made);
  }

  /** Writes them down, and that what they say was sent. */
  void keep(Handle handle, Instant now) {
    Digest.keep(handle, made, now);
    Outbox.remove(handle, told);
    for (String each : warned) {
      handle.execute(
          "insert into warned (exception) values (?) on conflict (exception) do nothing", each);
    }
  }
}
