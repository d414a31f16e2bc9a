package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.state.Ledger.Client;
import io.tlsfloor.inventory.state.Ledger.Pair;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** What to do, grouped by what clears most clients. */
public final class FixGroups {
  private static final String UNKNOWN = "find out what it is: no remedy is known from its traffic";

  private final Map<List<Integer>, Found> found;
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<Set<String>, Integer> needs = new HashMap<>(); // clients by what they need

  FixGroups(Handle handle) {
    found = findings(handle);
  }

  /**
   * One thing to do.
   *
   * @param remedy what
   * @param reference to read; empty for none
   * @param stacks what the clients look like
   * @param clears clients that have nothing else to be done
   * @param cleared clients that have nothing to be done any more with this and all before it
   * @param clients all clients that need it, by latest address
   */
  public record Fix(
      String remedy,
      String reference,
      List<String> stacks,
      int clears,
      int cleared,
      List<Host> clients) {}

  /**
   * A client that needs it.
   *
   * @param address its latest
   * @param name its latest; empty for none
   */
  public record Host(String address, String name) {
    /** The name by which people know it, or else the address. */
    public String known() {
      return name.isEmpty() ? address : name;
    }
  }

  private record Found(String remedy, String reference, String stack, long seen) {}

  private static final class Group {
    private final Set<String> stacks = new LinkedHashSet<>();
    private final List<Host> clients = new ArrayList<>();
    private String reference = "";
    private int clears;
  }

  List<Fix> all() {
    List<Fix> fixes = new ArrayList<>();
    groups.forEach(
        (remedy, group) ->
            fixes.add(
                new Fix(
                    remedy,
                    group.reference,
                    List.copyOf(group.stacks),
                    group.clears,
                    0,
                    group.clients.stream()
                        .sorted(Comparator.comparing(Host::address, NaturalOrder.OF_TEXTS))
                        .toList())));
    fixes.sort(
        Comparator.comparingInt(Fix::clears)
            .thenComparingInt(fix -> fix.clients().size())
            .reversed()
            .thenComparing(Fix::remedy));
    return cleared(fixes);
  }

  private List<Fix> cleared(List<Fix> fixes) {
    Set<String> done = new HashSet<>();
    List<Fix> all = new ArrayList<>();
    for (Fix fix : fixes) {
      done.add(fix.remedy());
      int cleared = 0;
      for (Map.Entry<Set<String>, Integer> each : needs.entrySet()) {
        cleared += done.containsAll(each.getKey()) ? each.getValue() : 0;
      }
      all.add(
          new Fix(
              fix.remedy(), fix.reference(), fix.stacks(), fix.clears(), cleared, fix.clients()));
    }
    return all;
  }

  void add(Client client, int asOf) {
    if (!client.at(asOf).isBelow()) {
      return;
    }
    Set<String> needed = new HashSet<>();
    for (Pair pair : client.pairs()) {
      if (pair.history().latest().isBelow()) {
        Found newest = found.get(List.of(client.id(), pair.service()));
        String remedy = newest == null || newest.remedy().isEmpty() ? UNKNOWN : newest.remedy();
        Group group = groups.computeIfAbsent(remedy, key -> new Group());
        if (newest != null) {
          group.reference = newest.reference();
          if (!newest.stack().isEmpty()) {
            group.stacks.add(newest.stack());
          }
        } else {
          group.stacks.addAll(pair.stacks());
        }
        if (needed.add(remedy)) {
          group.clients.add(new Host(client.address(), client.name()));
        }
      }
    }
    needs.merge(needed, 1, Integer::sum);
    if (needed.size() == 1) {
      groups.computeIfAbsent(needed.iterator().next(), key -> new Group()).clears++;
    }
  }

  /** The newest finding of medium severity or more, by client and service. */
  private static Map<List<Integer>, Found> findings(Handle handle) {
    Map<List<Integer>, Found> newest = new HashMap<>();
    Map<String, String> shared = new HashMap<>(); // remedies and stacks are few
    handle
        .createQuery(
            "select e.client, f.service, f.remedy, f.reference, f.stack, f.seen from finding f"
                + " join endpoint e on e.id = f.endpoint where f.severity >= 2")
        .map(
            (r, c) ->
                newest.merge(
                    List.of(r.getInt("client"), r.getInt("service")),
                    new Found(
                        shared.computeIfAbsent(r.getString("remedy"), text -> text),
                        shared.computeIfAbsent(r.getString("reference"), text -> text),
                        shared.computeIfAbsent(r.getString("stack"), text -> text),
                        r.getLong("seen")),
                    (one, other) -> one.seen() >= other.seen() ? one : other))
        .forEach(row -> {});
    return newest;
  }

  /** As a list. */
  public static Listing listing(List<Fix> fixes) {
    Listing listing =
        Listing.of(
            "clears",
            "needed_by",
            "cleared_so_far",
            "fix",
            "stacks",
            "clients",
            "names",
            "reference");
    for (Fix fix : fixes) {
      listing.add(
          fix.clears(),
          fix.clients().size(),
          fix.cleared(),
          fix.remedy(),
          fix.stacks(),
          fix.clients().stream().map(Host::address).toList(),
          fix.clients().stream().map(Host::name).toList(),
          fix.reference());
    }
    return listing;
  }

  /** For people: a change a line, then the hosts. */
  public static String text(List<Fix> fixes) {
    if (fixes.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("\nWhat to do, the change first that clears most:\n");
    for (Fix fix : fixes) {
      out.append(Words.count(fix.clients().size(), "client"));
      out.append(fix.stacks().isEmpty() ? "" : " on " + printable(String.join(", ", fix.stacks())));
      out.append(": ").append(printable(fix.remedy())).append('\n');
      out.append("   clears ").append(fix.clears());
      out.append(fixes.indexOf(fix) == 0 ? "" : ", with those before " + fix.cleared());
      out.append(fix.reference().isEmpty() ? "" : " · " + printable(fix.reference())).append('\n');
      out.append("   ").append(printable(String.join(", ", first(fix.clients())))).append('\n');
    }
    return out.toString();
  }

  private static List<String> first(List<Host> clients) {
    int most = 12;
    List<String> some = new ArrayList<>();
    clients.stream().limit(most).map(Host::known).forEach(some::add);
    if (clients.size() > most) {
      some.add("and " + (clients.size() - most) + " more (--format json lists them)");
    }
    return some;
  }

  private static String printable(String text) {
    return Printable.text(text);
  }
}
