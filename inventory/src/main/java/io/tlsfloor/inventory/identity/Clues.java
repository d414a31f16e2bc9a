package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.identity.EndpointRow.Place;
import io.tlsfloor.inventory.identity.Identities.Identity;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.rules.HomeNetworks;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Says whose endpoints are, by what is known of them and of others with the same address, name or
 * link address.
 *
 * <p>A link address that its maker gave is exact. A name belongs to the one such link address that
 * had it, or that had its address on the same days: then two sensors look at one client. A link
 * address that a device made up belongs to the one name that it had. Where there could be two,
 * nothing is concluded.
 */
final class Clues {
  private static final HomeNetworks HOME = HomeNetworks.standard();

  private final EndpointRows table;
  private final Set<Integer> sites = new HashSet<>();
  private final Map<Integer, EndpointRow> rows = new TreeMap<>(); // by id
  private final Map<Place, Map<Integer, EndpointRow>> places = new HashMap<>();
  private final Set<Integer> read = new HashSet<>(); // whose neighbours are in places
  private final Set<Integer> crowded = new HashSet<>(); // who has too many of them
  private final Map<Word, Set<String>> macs = new HashMap<>(); // exact ones, by name
  private final Map<Word, Set<String>> names = new HashMap<>(); // by link address made up
  private final Map<Integer, String> partners = new HashMap<>(); // by endpoint; empty for none
  private final Map<Integer, String> found = new HashMap<>(); // partners that were not stored
  private final Holders<Place, Identity> holders = new Holders<>();

  /** A name, or a link address, within a site. */
  private record Word(int site, String text) {}

  /** Reads what tells of {@code asked}. */
  Clues(EndpointRows table, List<EndpointRow> asked) {
    this.table = table;
    List<EndpointRow> doubtful = asked.stream().filter(row -> !row.isExact()).toList();
    if (doubtful.isEmpty()) {
      return;
    }
    doubtful.forEach(row -> sites.add(row.site()));
    findPartners(doubtful);
    Set<EndpointRow> near = new LinkedHashSet<>(); // who may have held the address of a bare one
    for (EndpointRow row : doubtful) {
      if (row.isBare() && !crowded.contains(row.id())) {
        for (EndpointRow other : places.getOrDefault(row.place(), Map.of()).values()) {
          if (other.firstDay() <= row.lastDay() + Holders.LEASE_DAYS
              && other.lastDay() >= row.firstDay() - Holders.LEASE_DAYS) {
            near.add(other);
          }
        }
      }
    }
    List<EndpointRow> relevant = new ArrayList<>(doubtful);
    relevant.addAll(near);
    learnPartners(near);
    if (relevant.stream().anyMatch(row -> table.hasLinkAddresses(row.site()))) {
      readNames(relevant);
    }
    for (EndpointRow row : rows.values()) {
      String partner = partners.getOrDefault(row.id(), "");
      if (row.isExact()) {
        add(macs, row, row.name(), row.mac());
      } else if (row.isNamed()) {
        add(macs, row, row.name(), partner);
        add(names, row, row.mac(), row.name());
      } else if (row.isMadeUp()) {
        add(names, row, row.mac(), partner);
      }
    }
    for (EndpointRow row : near) {
      known(row).ifPresent(who -> holders.add(row.place(), who, row.firstDay(), row.lastDay()));
    }
  }

  /** Reads who had the addresses of some about the same time, once. */
  private void readPlaces(Collection<EndpointRow> some) {
    Set<Integer> fresh = new TreeSet<>();
    some.forEach(row -> fresh.add(row.id()));
    fresh.removeAll(read);
    read.addAll(fresh);
    Set<Integer> full = table.crowded(fresh);
    crowded.addAll(full);
    fresh.removeAll(full);
    some.forEach(row -> rows.putIfAbsent(row.id(), row));
    for (EndpointRow row : table.neighbours(fresh)) {
      rows.putIfAbsent(row.id(), row);
      places.computeIfAbsent(row.place(), place -> new TreeMap<>()).putIfAbsent(row.id(), row);
    }
  }

  /** Reads where else names were that no link address at the same place explains. */
  private void readNames(List<EndpointRow> relevant) {
    Set<String> made = new HashSet<>();
    Set<String> words = new HashSet<>();
    for (EndpointRow row : relevant) {
      String partner = partners.getOrDefault(row.id(), "");
      if (row.isMadeUp()) {
        made.add(row.mac());
        words.add(partner);
      } else if (row.isNamed() && partner.isEmpty()) {
        words.add(row.name());
      }
    }
    List<EndpointRow> sameLink = table.byMac(made, sites);
    sameLink.forEach(row -> rows.putIfAbsent(row.id(), row));
    learnPartners(sameLink);
    sameLink.forEach(row -> words.add(row.name()));
    words.remove("");
    List<EndpointRow> sameName = table.byName(words, sites);
    sameName.forEach(row -> rows.putIfAbsent(row.id(), row));
    learnPartners(sameName);
  }

  private static void add(Map<Word, Set<String>> to, EndpointRow row, String key, String value) {
    if (!key.isEmpty() && !value.isEmpty()) {
      to.computeIfAbsent(new Word(row.site(), key), word -> new HashSet<>(2)).add(value);
    }
  }

  /** Takes partners as they are stored: what tells of one makes its endpoint asked for again. */
  private void learnPartners(Collection<EndpointRow> some) {
    List<EndpointRow> unknown = new ArrayList<>();
    for (EndpointRow row : some) {
      if (!partners.containsKey(row.id()) && !row.isExact()) {
        row.partner()
            .ifPresentOrElse(partner -> partners.put(row.id(), partner), () -> unknown.add(row));
      }
    }
    findPartners(unknown);
  }

  /** Finds what two sensors saw at one address on the same days: a name, and a link address. */
  private void findPartners(Collection<EndpointRow> some) {
    readPlaces(some);
    Map<EndpointRow, EndpointRow> candidates = new HashMap<>();
    Set<Integer> ids = new HashSet<>();
    for (EndpointRow row : some) {
      found.put(row.id(), "");
      Optional.of(row)
          .filter(each -> !crowded.contains(each.id()))
          .flatMap(each -> candidate(each, places.getOrDefault(each.place(), Map.of()).values()))
          .ifPresent(
              other -> {
                candidates.put(row, other);
                ids.addAll(List.of(row.id(), other.id()));
              });
    }
    Map<Integer, BitSet> days = table.days(ids);
    candidates.forEach(
        (row, other) -> {
          if (together(row, other, days)) {
            found.put(row.id(), row.isMadeUp() ? other.name() : other.isExact() ? other.mac() : "");
          }
        });
    some.forEach(row -> partners.put(row.id(), found.getOrDefault(row.id(), "")));
  }

  /** The one that may be the same client: where others had the address too, it is no one. */
  private static Optional<EndpointRow> candidate(EndpointRow row, Collection<EndpointRow> place) {
    boolean named = row.isNamed() && row.mac().isEmpty();
    if (!named && !row.isMadeUp()) {
      return Optional.empty();
    }
    Set<String> links = new HashSet<>();
    EndpointRow other = null;
    for (EndpointRow each : place) {
      if (!each.meets(row)) {
        continue;
      }
      if (!each.mac().isEmpty()) {
        links.add(each.mac());
      }
      boolean same = !named || each.name().isEmpty() || sameHost(each.name(), row.name());
      boolean fits = named ? !each.mac().isEmpty() : each.isNamed() && each.mac().isEmpty();
      if (!same || !named && other != null && fits && !sameHost(each.name(), other.name())) {
        return Optional.empty();
      }
      other = fits ? each : other;
    }
    return links.size() == 1 ? Optional.ofNullable(other) : Optional.empty();
  }

  /** Devices give themselves a short name by DHCP, and often the whole one by EHLO. */
  private static boolean sameHost(String one, String other) {
    return one.equals(other) || host(one).equals(host(other)) && (isShort(one) || isShort(other));
  }

  private static String host(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private static boolean isShort(String name) {
    return name.indexOf('.') < 0 || name.endsWith(".local");
  }

  /**
   * Whether both were seen on most of the days on which the one could have been the other. A single
   * day may be that on which the address passed from one to the other, unless it is all there is.
   */
  private static boolean together(EndpointRow one, EndpointRow other, Map<Integer, BitSet> days) {
    BitSet own = days.getOrDefault(one.id(), new BitSet());
    BitSet others = days.getOrDefault(other.id(), new BitSet());
    int both = 0;
    int ownAlone = 0;
    int otherAlone = 0;
    int last = Math.min(one.lastDay(), other.lastDay());
    for (int day = Math.max(one.firstDay(), other.firstDay()); day <= last; day++) {
      boolean here = own.get(day);
      boolean there = others.get(day);
      both += here && there ? 1 : 0;
      ownAlone += here && !there ? 1 : 0;
      otherAlone += there && !here ? 1 : 0;
    }
    boolean handover =
        both == 1 && one.firstDay() < one.lastDay() && other.firstDay() < other.lastDay();
    return both > Math.min(ownAlone, otherAlone) && !handover;
  }

  /** Partners that were looked for, by endpoint; empty where there is none. */
  Map<Integer, String> found() {
    return found;
  }

  /** Whose an endpoint is; by its address where nothing else is known. */
  Identity of(EndpointRow row) {
    return known(row)
        .or(
            () ->
                crowded.contains(row.id())
                    ? Optional.empty()
                    : holders.of(row.place(), row.firstDay(), row.lastDay()))
        .orElseGet(() -> byItself(row));
  }

  /** Whose an endpoint is by what others tell, and its own name or link address. */
  private Optional<Identity> known(EndpointRow row) {
    if (row.isExact()) {
      return Optional.of(byItself(row));
    }
    if (row.isNamed()) {
      String partner = partners.getOrDefault(row.id(), "");
      return Optional.of(
          partner.isEmpty() ? named(row, row.name()) : new Identity("mac:" + partner, "mac"));
    }
    if (!row.isMadeUp()) {
      return Optional.empty();
    }
    Set<String> own = names.getOrDefault(new Word(row.site(), row.mac()), Set.of());
    return Optional.of(own.size() == 1 ? named(row, own.iterator().next()) : byItself(row));
  }

  private Identity named(EndpointRow row, String name) {
    Set<String> exact = macs.getOrDefault(new Word(row.site(), name), Set.of());
    return exact.size() == 1
        ? new Identity("mac:" + exact.iterator().next(), "mac")
        : new Identity("name:" + row.siteName() + "/" + name, "name");
  }

  /** What identifies an endpoint without regard to any other. */
  static Identity byItself(EndpointRow row) {
    if (row.isExact()) {
      return new Identity("mac:" + row.mac(), "mac");
    }
    if (!row.name().isEmpty()) {
      return new Identity("name:" + row.siteName() + "/" + row.name(), "name");
    }
    if (!row.mac().isEmpty()) {
      return new Identity("mac:" + row.siteName() + "/" + row.mac(), "mac");
    }
    String place = isHome(row.address()) ? row.siteName() + "/" : "";
    return new Identity("address:" + place + row.address(), "address");
  }

  private static boolean isHome(String address) {
    try {
      return HOME.contains(IpAddress.parse(address));
    } catch (IllegalArgumentException e) {
      return true;
    }
  }
}
