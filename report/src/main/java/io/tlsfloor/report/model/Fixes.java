package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RemedyPages;
import io.tlsfloor.rules.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds what to do, grouped by change: what clears those that fare worst comes first; within these,
 * what clears most. Excepted findings need no change.
 */
public final class Fixes {
  private static final Remedy UNKNOWN = new Remedy("find out what it is", "");
  private static final String UNKNOWN_KEY = "unknown-client";
  private static final int MAX_STACKS = 2;
  private static final int MAX_KEYS = 4; // in a sentence; --group fix lists all

  private final List<Fix> all;

  /**
   * One change.
   *
   * @param remedy what to do
   * @param below whether it clears clients below the floor; if not, other findings
   * @param severity the worst of the findings
   * @param stacks what the clients look like, the most frequent first; may be empty
   * @param clients that need it
   * @param fares how many of them fare how, the worst first
   * @param others clients among them that need another change too
   * @param times connections with these findings
   */
  public record Fix(
      Remedy remedy,
      boolean below,
      Severity severity,
      List<String> stacks,
      List<IpAddress> clients,
      Map<Fares, Long> fares,
      long others,
      long times) {
    /** Copies the collections. */
    public Fix {
      stacks = List.copyOf(stacks);
      clients = clients.stream().sorted().toList();
      fares = Collections.unmodifiableMap(new TreeMap<>(fares));
    }

    /** Returns what the clients look like: {@code Java 7, Java 8 and 2 more}. */
    public String looks() {
      if (stacks.isEmpty()) {
        return "stack not known";
      }
      int shown = Math.min(MAX_STACKS, stacks.size());
      boolean commas = stacks.stream().limit(shown).anyMatch(stack -> stack.contains(","));
      return Printable.name(String.join(commas ? "; " : ", ", stacks.subList(0, shown)))
          + (stacks.size() > shown ? " and " + (stacks.size() - shown) + " more" : "");
    }

    /** Returns what {@code tlsfloor remedy} takes: the name of the page that says it in full. */
    public String key() {
      return Fixes.key(remedy);
    }

    /** How many clients fare so. */
    public long count(Fares kind) {
      return fares.getOrDefault(kind, 0L);
    }

    /** How many clients fare how: {@code 7 stops, 2 refused}. */
    public String fates() {
      return fares.entrySet().stream()
          .filter(count -> count.getValue() > 0 && count.getKey().isWorthARow())
          .map(count -> Words.number(count.getValue()) + " " + count.getKey().noun())
          .collect(Collectors.joining(", "));
    }

    /** {@code 9 clients, 2 of them need another change too}. */
    public String count() {
      return Words.count(clients.size(), "client")
          + (others == 0
              ? ""
              : ", "
                  + Words.number(others)
                  + (others == 1 ? " of them needs" : " of them need")
                  + " another change too");
    }

    /** {@code Java 7 → use -Djdk.tls.client.protocols=TLSv1.2 (9 clients)}. */
    public String text() {
      return looks() + " → " + Printable.name(remedy.text()) + " (" + count() + ")";
    }

    private Fares worst() {
      return Collections.min(fares.keySet());
    }
  }

  /** Takes what was found client by client, each of which comes once. */
  private static final class Building {
    private final List<IpAddress> clients = new ArrayList<>();
    private final List<Fares> kinds = new ArrayList<>(); // of each client, its worst
    private final Map<String, Lookalikes> stacks = new TreeMap<>();
    private Severity severity = Severity.LOW;
    private long times;

    /** Clients that look like one stack. */
    private static final class Lookalikes {
      private @Nullable IpAddress latest;
      private int clients;

      void add(IpAddress client) {
        clients += client.equals(latest) ? 0 : 1;
        latest = client;
      }
    }

    void add(IpAddress client, Faring faring, Found found) {
      int last = clients.size() - 1;
      if (last < 0 || !clients.get(last).equals(client)) {
        clients.add(client);
        kinds.add(faring.kind());
      } else if (faring.kind().compareTo(kinds.get(last)) < 0) {
        kinds.set(last, faring.kind());
      }
      if (!found.stackName().isEmpty()) {
        stacks.computeIfAbsent(found.stackName(), name -> new Lookalikes()).add(client);
      }
      severity = found.severity().compareTo(severity) > 0 ? found.severity() : severity;
      times += found.times();
    }

    /** What more clients look like comes first. */
    List<String> stacks() {
      List<Map.Entry<String, Lookalikes>> inOrder = new ArrayList<>(stacks.entrySet());
      inOrder.sort((a, b) -> Integer.compare(b.getValue().clients, a.getValue().clients));
      return inOrder.stream().map(Map.Entry::getKey).toList();
    }
  }

  /** Takes clients; what was fixed, or is accepted, needs no change. */
  public Fixes(List<ClientState> clients) {
    Map<Remedy, Building> below = new LinkedHashMap<>();
    Map<Remedy, Building> others = new LinkedHashMap<>();
    for (ClientState client : clients) {
      for (ClientState.OfService each : client.services()) {
        Fares kind = each.faring().kind();
        if (kind != Fares.EXCEPTED && kind != Fares.GOOD) {
          for (Found found : each.sum().findings()) {
            if (found.flagged() || each.faring().ended().isPresent()) {
              Remedy remedy = found.worst().remedy().orElse(UNKNOWN);
              (found.isBelow() ? below : others)
                  .computeIfAbsent(remedy, r -> new Building())
                  .add(client.client(), each.faring(), found);
            }
          }
        }
      }
    }
    List<Fix> fixes = new ArrayList<>();
    fixes.addAll(fixes(below, true));
    fixes.addAll(fixes(others, false));
    fixes.sort(Fixes::inOrder);
    all = List.copyOf(fixes);
  }

  private static int inOrder(Fix one, Fix other) {
    int order = one.worst().compareTo(other.worst());
    if (order == 0) {
      order = other.severity().compareTo(one.severity());
    }
    if (order == 0) {
      order = Integer.compare(other.clients().size(), one.clients().size());
    }
    return order != 0 ? order : one.remedy().text().compareTo(other.remedy().text());
  }

  /** Returns what {@code tlsfloor remedy} takes. */
  public static String key(Remedy remedy) {
    return RemedyPages.name(remedy.reference()).orElse(UNKNOWN_KEY);
  }

  private static List<Fix> fixes(Map<Remedy, Building> buildings, boolean below) {
    Map<IpAddress, Integer> needs = new HashMap<>(); // how many changes, where there are several
    if (buildings.size() > 1) {
      for (Building building : buildings.values()) {
        building.clients.forEach(client -> needs.merge(client, 1, Integer::sum));
      }
    }
    List<Fix> fixes = new ArrayList<>();
    buildings.forEach((remedy, from) -> fixes.add(fix(remedy, below, from, needs)));
    return fixes;
  }

  private static Fix fix(
      Remedy remedy, boolean below, Building from, Map<IpAddress, Integer> needs) {
    long others = 0;
    if (!needs.isEmpty()) {
      others = from.clients.stream().filter(client -> needs.getOrDefault(client, 1) > 1).count();
    }
    Map<Fares, Long> fares = new EnumMap<>(Fares.class);
    from.kinds.forEach(kind -> fares.merge(kind, 1L, Long::sum));
    return new Fix(
        remedy, below, from.severity, from.stacks(), from.clients, fares, others, from.times);
  }

  /** All of them. */
  public List<Fix> all() {
    return all;
  }

  /** Those that clear clients below the floor. */
  public List<Fix> below() {
    return all.stream().filter(Fix::below).toList();
  }

  /** How many clients below the floor what has a key clears. */
  private Map<String, Integer> machines() {
    Map<String, List<Fix>> fixes = new LinkedHashMap<>();
    below().forEach(fix -> fixes.computeIfAbsent(fix.key(), key -> new ArrayList<>(1)).add(fix));
    Map<String, Integer> machines = new LinkedHashMap<>();
    fixes.forEach((key, of) -> machines.put(key, machines(of)));
    return machines;
  }

  private static int machines(List<Fix> fixes) {
    if (fixes.size() == 1) {
      return fixes.get(0).clients().size();
    }
    Set<IpAddress> machines = new HashSet<>();
    fixes.forEach(fix -> machines.addAll(fix.clients()));
    return machines.size();
  }

  /**
   * {@code 2 kinds of fix: java-7 (4 machines), openssl (1 machine). tlsfloor remedy java-7 says
   * how.} Empty where no client is below the floor.
   */
  public Optional<String> sentence() {
    Map<String, Integer> machines = machines();
    if (machines.isEmpty()) {
      return Optional.empty();
    }
    List<String> keys = new ArrayList<>(machines.keySet()); // what clears most first
    keys.sort((a, b) -> Integer.compare(machines.getOrDefault(b, 0), machines.getOrDefault(a, 0)));
    String how = " tlsfloor remedy " + keys.get(0) + " says how.";
    if (keys.size() == 1) {
      int count = machines.getOrDefault(keys.get(0), 0);
      return Optional.of(
          "One kind of fix for " + Words.count(count, "machine") + ": " + keys.get(0) + "." + how);
    }
    int shown = keys.size() > MAX_KEYS ? MAX_KEYS - 1 : keys.size();
    List<String> parts = new ArrayList<>();
    for (String key : keys.subList(0, shown)) {
      int count = machines.getOrDefault(key, 0);
      parts.add(key + " (" + Words.count(count, "machine") + ")");
    }
    if (shown < keys.size()) {
      parts.add(keys.size() - shown + " more (--group fix lists them)");
    }
    return Optional.of(keys.size() + " kinds of fix: " + String.join(", ", parts) + "." + how);
  }
}
