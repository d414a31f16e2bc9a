package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.store.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who held which address when, as far as it is known exactly: by a name or a link address. An
 * address that is seen without either belongs to who held it then, for as long as a lease lasts.
 *
 * @param <P> a place: a site and an address
 * @param <H> a holder
 */
public final class Holders<P, H> {
  /** What Windows' DHCP server leases for, unless told otherwise; most others lease for less. */
  public static final int LEASE_DAYS = 8;

  /** A day more than a lease takes: who had an address so long before or after may matter. */
  public static final long LEASE_NANOS = Times.nanos(LEASE_DAYS + 1);

  private final Map<P, Map<H, Span>> places = new HashMap<>();

  /** Days from the first to the last. */
  private record Span(int first, int last) {
    boolean meets(Span other, int margin) {
      return other.first <= last + margin && other.last >= first - margin;
    }

    boolean covers(Span other, int margin) {
      return other.first >= first - margin && other.last <= last + margin;
    }

    Span with(Span other) {
      return new Span(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /** A holder was seen there from a day to another. */
  public void add(P place, H holder, int first, int last) {
    places
        .computeIfAbsent(place, key -> new HashMap<>(2))
        .merge(holder, new Span(first, last), Span::with);
  }

  /**
   * Who held an address from a day to another; empty where that is no one, or could be several.
   *
   * @param first day
   * @param last day
   */
  public Optional<H> of(P place, int first, int last) {
    Map<H, Span> known = places.getOrDefault(place, Map.of());
    Span asked = new Span(first, last);
    List<Map.Entry<H, Span>> then = new ArrayList<>(1);
    List<Map.Entry<H, Span>> near = new ArrayList<>(1);
    for (Map.Entry<H, Span> each : known.entrySet()) {
      if (each.getValue().meets(asked, 0)) {
        then.add(each);
      }
      if (each.getValue().meets(asked, LEASE_DAYS)) {
        near.add(each);
      }
    }
    if (then.size() == 1 && then.get(0).getValue().covers(asked, 0)) {
      return Optional.of(then.get(0).getKey());
    }
    return near.size() == 1 && near.get(0).getValue().covers(asked, LEASE_DAYS)
        ? Optional.of(near.get(0).getKey())
        : Optional.empty();
  }
}
