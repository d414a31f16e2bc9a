package io.tlsfloor.inventory.people;

import io.tlsfloor.inventory.store.TableNumbers;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/**
 * What is to be sent to owners. It is written in the transaction of the change, so that neither is
 * there without the other, and only if any owner subscribed.
 */
public final class Outbox {
  private Outbox() {}

  /**
   * An endpoint and a service are below, and were not before.
   *
   * @param id given by the table; 0 for one that is not there yet
   * @param endpoint id
   * @param service id
   * @param day on which it was seen
   */
  public record Entry(int id, int endpoint, int service, int day) {}

  /** Writes entries, if any owner subscribed. */
  public static void add(Handle handle, Collection<Entry> entries) {
    if (entries.isEmpty() || Subscription.all(handle).isEmpty()) {
      return;
    }
    int next = TableNumbers.nextId(handle, "outbox");
    PreparedBatch batch =
        handle.prepareBatch("insert into outbox (id, endpoint, service, day) values (?, ?, ?, ?)");
    for (Entry entry : entries) {
      batch.add(next++, entry.endpoint(), entry.service(), entry.day());
    }
    batch.execute();
  }

  /** What waits, in the order in which it came. */
  public static List<Entry> waiting(Handle handle) {
    return handle
        .createQuery("select id, endpoint, service, day from outbox order by id")
        .map(
            (r, c) ->
                new Entry(
                    r.getInt("id"), r.getInt("endpoint"), r.getInt("service"), r.getInt("day")))
        .list();
  }

  /** Deletes what was sent. */
  public static void remove(Handle handle, Collection<Integer> ids) {
    if (!ids.isEmpty()) {
      PreparedBatch batch = handle.prepareBatch("delete from outbox where id = ?");
      ids.forEach(batch::add);
      batch.execute();
    }
  }
}
