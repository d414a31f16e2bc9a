package io.tlsfloor.inventory.people;

import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.Note.Scope;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.IpPrefix;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.Nested;

/**
 * Holds what people decided up to a day. What is said of a client counts before its range and its
 * stack.
 */
public final class NoteBook {
  private record NoteKey(Scope scope, String target, Field field) {}

  private final Map<NoteKey, Note> latest = new HashMap<>();
  private final Map<String, IpPrefix> ranges = new HashMap<>();
  private final List<Note> all;

  private NoteBook(List<Note> notes) {
    all = List.copyOf(notes);
    for (Note note : notes) {
      NoteKey key = new NoteKey(note.scope(), note.target(), note.field());
      latest.put(key, note);
      if (note.scope() == Scope.RANGE) {
        ranges.computeIfAbsent(note.target(), IpPrefix::parse);
      }
    }
  }

  /** Reads what counts on {@code day}. */
  public static NoteBook load(Handle handle, int day) {
    return new NoteBook(
        handle
            .createQuery(
                """
                select n.scope, coalesce(c.identity, n.target) as target, n.field, n.content, n.owner,
                  n.until_day as until, n.author, n.noted, n.day
                from note n
                left join place p on p.site = n.at_site and p.address = n.at_address and p.day = n.at_day
                left join client c on c.id = p.client
                where n.day <= ?
                order by n.noted, n.id
                """)
            .bind(0, day)
            .mapTo(Note.class)
            .list());
  }

  /**
   * A note with the place where it stands, as the table has both: the target is what its client was
   * called when it was said.
   *
   * @param site where a client was seen last before it; empty for none, as are those that follow
   * @param address that it had there
   * @param seen on which day; 0 for none
   */
  public record PlacedNote(@Nested Note note, String site, String address, int seen) {}

  /** Everything, as the table has it, in the order in which it was said. */
  public static List<PlacedNote> stored(Handle handle) {
    return handle
        .createQuery(
            """
            select n.scope, n.target, n.field, n.content, n.owner, n.until_day as until, n.author, n.noted, n.day,
              coalesce(s.name, '') as site, n.at_address as address, n.at_day as seen
            from note n
            left join site s on s.id = n.at_site
            order by n.noted, n.id
            """)
        .mapTo(PlacedNote.class)
        .list();
  }

  /** Writes a note down; one on a client at the place where it was seen last. */
  public static void add(Handle handle, Note note) {
    keep(
        handle,
        handle
            .createQuery(
                """
                select s.name as site, p.address, p.day
                from place p
                join client c on c.id = p.client
                join site s on s.id = p.site
                where c.identity = ?
                order by p.day desc, p.site, p.address limit 1
                """)
            .bind(0, note.scope() == Scope.CLIENT ? note.target() : "")
            .map(
                (r, c) ->
                    new PlacedNote(
                        note, r.getString("site"), r.getString("address"), r.getInt("day")))
            .findFirst()
            .orElse(new PlacedNote(note, "", "", 0)));
  }

  /** Writes a note down at its place, whose site is known. */
  public static void keep(Handle handle, PlacedNote placed) {
    Note note = placed.note();
    handle
        .createUpdate(
            """
            insert into note (id, scope, target, field, content, owner, until_day, author, noted, day, at_site,
              at_address, at_day)
            values (:id, :scope, :target, :field, :content, :owner, :until, :author, :noted, :day,
              coalesce((select id from site where name = :site), 0), :address, :seen)
            """)
        .bind("id", TableNumbers.nextId(handle, "note"))
        .bindMethods(note)
        .bindMethods(placed)
        .execute();
    if (note.field() == Field.RETIRED) { // the weeks since then count it no more
      handle.execute(
          """
          insert into touched (site, address, day)
          select min(id), '', ?
          from site
          having count(*) > 0
          on conflict (site, address, day) do nothing
          """,
          note.day());
    }
  }

  /** Returns whether nothing was decided. */
  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** The latest word of a field on each target; what was taken back is left out. */
  public List<Note> latest(Field field) {
    return latest.values().stream()
        .filter(note -> note.field() == field && !note.content().isEmpty())
        .sorted(Comparator.comparingInt(Note::until).thenComparing(Note::target))
        .toList();
  }

  /** Everything, in the order in which it was said. */
  public List<Note> all() {
    return all;
  }

  /** The exception that holds longest of those for a client and service. */
  public Optional<Note> accepted(
      String identity, Collection<String> addresses, Collection<String> stacks) {
    return latest(Field.ACCEPT).stream()
        .filter(note -> covers(note, identity, addresses, stacks))
        .reduce((shorter, longer) -> longer);
  }

  /**
   * Returns what counts of a field for a client; that of the narrowest range, where several say it.
   */
  public Optional<Note> of(
      Field field, String identity, Collection<String> addresses, Collection<String> stacks) {
    Note own = latest.get(new NoteKey(Scope.CLIENT, identity, field));
    if (own != null) {
      return own.content().isEmpty() ? Optional.empty() : Optional.of(own);
    }
    Note best = null;
    for (Map.Entry<NoteKey, Note> each : latest.entrySet()) {
      NoteKey key = each.getKey();
      if (key.field() == field
          && !each.getValue().content().isEmpty()
          && covers(each.getValue(), identity, addresses, stacks)
          && (best == null || narrower(each.getValue(), best))) {
        best = each.getValue();
      }
    }
    return Optional.ofNullable(best);
  }

  /** Returns whether a note speaks of a client, by itself, its addresses or what it looks like. */
  public boolean covers(
      Note note, String identity, Collection<String> addresses, Collection<String> stacks) {
    String target = note.target();
    return switch (note.scope()) {
      case CLIENT -> target.equals(identity);
      case STACK -> stacks.stream().anyMatch(target::equalsIgnoreCase);
      case RANGE -> addresses.stream().anyMatch(address -> contains(target, address));
    };
  }

  private boolean contains(String range, String address) {
    try {
      IpPrefix prefix = ranges.get(range);
      return prefix != null && prefix.contains(IpAddress.parse(address));
    } catch (IllegalArgumentException e) {
      return false; // an address that is a pseudonym
    }
  }

  private boolean narrower(Note one, Note other) {
    if (one.scope() != other.scope()) {
      return one.scope().compareTo(other.scope()) < 0;
    }
    if (one.scope() == Scope.RANGE) {
      return length(one) > length(other);
    }
    return one.noted() > other.noted();
  }

  private int length(Note note) {
    IpPrefix prefix = ranges.get(note.target());
    return prefix == null ? 0 : prefix.length();
  }
}
