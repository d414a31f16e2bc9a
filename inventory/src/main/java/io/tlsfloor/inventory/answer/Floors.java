package io.tlsfloor.inventory.answer;

import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Below which version clients are below: the floors of the runs that were brought, of which there
 * are several where sensors, or times, have different ones.
 *
 * @param names in order: {@code TLS 1.2}
 */
public record Floors(List<String> names) {
  /** Copies the list. */
  public Floors {
    names = List.copyOf(names);
  }

  /** Those of runs that saw clients. */
  public static Floors of(Handle handle) {
    return new Floors(
        handle
            .createQuery(
                "select distinct r.floor from run r where r.whole > 0 and r.floor <> ''"
                    + " and exists (select 1 from run p join observation o on o.run = p.id"
                    + " where p.name = r.name and p.whole > 0) order by r.floor")
            .mapTo(String.class)
            .list());
  }

  /** Returns whether runs have different ones. */
  public boolean differ() {
    return names.size() > 1;
  }

  /**
   * What a client is below: {@code TLS 1.2}, or {@code the floor of its run (TLS 1.2, TLS 1.3)}.
   */
  public String words() {
    return names.isEmpty()
        ? "the floor"
        : differ() ? "the floor of their run (" + String.join(", ", names) + ")" : names.get(0);
  }
}
