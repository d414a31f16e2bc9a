package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.store.TableNumbers;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Which clients became others, as more is known of them: what people decided of a client goes with
 * it. Where it became several, each of them gets what was noted.
 */
final class Moves {
  private final Handle handle;
  private final Map<Integer, Set<Integer>> moves = new TreeMap<>(); // where endpoints went

  Moves(Handle handle) {
    this.handle = handle;
  }

  /** An endpoint of a client is another one's. */
  void add(int from, int to) {
    moves.computeIfAbsent(from, id -> new TreeSet<>()).add(to);
  }

  /** Notes on clients that have no endpoint any more become notes on those that have them. */
  void takeNotes() {
    Map<Integer, String> identities = identities(moves.keySet());
    moves.forEach(
        (from, to) -> {
          String identity = identities.getOrDefault(from, "");
          if (!identity.isEmpty() && isGone(from)) {
            for (int client : to) {
              note(identity, Identities.of(handle, client));
            }
            handle.execute("delete from note where scope = 'CLIENT' and target = ?", identity);
          }
        });
    moves.clear();
  }

  private boolean isGone(int client) {
    return handle
        .createQuery("select 1 from endpoint where client = ? limit 1")
        .bind(0, client)
        .mapTo(Integer.class)
        .findOne()
        .isEmpty();
  }

  private void note(String from, String to) {
    List<Integer> ids =
        handle
            .createQuery("select id from note where scope = 'CLIENT' and target = ? order by id")
            .bind(0, from)
            .mapTo(Integer.class)
            .list();
    for (int id : ids) {
      handle.execute(
          "insert into note (id, scope, target, field, content, owner, until_day, author, noted, day)"
              + " select ?, scope, ?, field, content, owner, until_day, author, noted, day from note"
              + " where id = ?",
          TableNumbers.nextId(handle, "note"),
          to,
          id);
    }
  }

  private Map<Integer, String> identities(Collection<Integer> clients) {
    Map<Integer, String> identities = new HashMap<>();
    for (int client : clients) {
      identities.put(client, Identities.of(handle, client));
    }
    return identities;
  }
}
