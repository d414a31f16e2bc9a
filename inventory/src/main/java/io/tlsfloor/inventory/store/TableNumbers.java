package io.tlsfloor.inventory.store;

import org.jdbi.v3.core.Handle;

/** Numbers that the tables give out: ids, and the count of changes. */
public final class TableNumbers {
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
        "insert into meta (name, content) values ('changes', '1') on conflict (name)"
            + " do update set content = cast(cast(meta.content as bigint) + 1 as text)");
  }

  /** How many writes there were: equal as long as nothing changed. */
  public static long changes(Handle handle) {
    return handle
        .createQuery("select content from meta where name = 'changes'")
        .mapTo(Long.class)
        .findOne()
        .orElse(0L);
  }
}
