package io.tlsfloor.inventory.store;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** Holds what the tables say of themselves: free ids, the count of changes, and values by name. */
public final class TableNumbers {
  private static final String FIRST_KEPT = "first_kept";

  private TableNumbers() {}

  /** The first id of {@code table} that is free. Only a writer may ask: there is one at a time. */
  public static int nextId(Handle handle, String table) {
    return handle
        .createQuery("select coalesce(max(id), 0) + 1 from " + table)
        .mapTo(Integer.class)
        .one();
  }

  /** Counts a write. */
  static void changed(Handle handle) {
    handle.execute(
        """
        insert into meta (name, content) values ('changes', '1')
        on conflict (name) do update set content = cast(cast(meta.content as bigint) + 1 as text)
        """);
  }

  /** How many writes there were: equal as long as nothing changed. */
  public static long changes(Handle handle) {
    return meta(handle, "changes").map(Long::valueOf).orElse(0L);
  }

  /** The first day of which anything is kept: nothing of earlier ones is taken in. */
  public static int firstKept(Handle handle) {
    return meta(handle, FIRST_KEPT).map(Integer::valueOf).orElse(0);
  }

  /** Keeps nothing of days before {@code day} from now on. */
  public static void keepFrom(Handle handle, int day) {
    keep(handle, FIRST_KEPT, String.valueOf(Math.max(day, firstKept(handle))));
  }

  /** Returns what {@code meta} has under a name. */
  public static Optional<String> meta(Handle handle, String name) {
    return handle
        .createQuery("select content from meta where name = ?")
        .bind(0, name)
        .mapTo(String.class)
        .findOne();
  }

  /** Keeps it there. */
  public static void keep(Handle handle, String name, String content) {
    handle.execute(
        """
        insert into meta (name, content) values (?, ?)
        on conflict (name) do update set content = excluded.content
        """,
        name,
        content);
  }
}
