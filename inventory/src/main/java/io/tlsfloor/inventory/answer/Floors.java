package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.store.Texts;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * Below which version clients are below: the floors of the runs that were brought, of which there
 * are several where sensors, or times, have different ones: also times of one run.
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
                """
                select distinct floor
                from run
                where whole > 0 and floor <> '' and exists (select 1 from observation o where o.run = run.id)
                """)
            .mapTo(String.class)
            .stream()
            .flatMap(floors -> Texts.list(floors).stream())
            .distinct()
            .sorted()
            .toList());
  }

  /** Returns whether runs have different ones. */
  public boolean differ() {
    return names.size() > 1;
  }

  /**
   * What a client is below: {@code TLS 1.2}, or {@code the floor that they were judged by (TLS 1.2,
   * TLS 1.3)}.
   */
  public String words() {
    return names.isEmpty()
        ? "the floor"
        : differ()
            ? "the floor that they were judged by (" + String.join(", ", names) + ")"
            : names.get(0);
  }
}
