package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RemedyPages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/** Holds what to do, grouped by what clears most clients. */
public final class FixGroups {
  private static final String UNKNOWN = "find out what it is: no remedy is known from its traffic";
  private static final int MOST_HOSTS = 12;

  private static final List<Column<Fix>> COLUMNS =
      List.of(
          new Column<>("clears", Fix::clears),
          new Column<>("needed_by", fix -> fix.clients().size()),
          new Column<>("cleared_so_far", Fix::cleared),
          new Column<>("fix", Fix::remedy),
          new Column<>("stacks", Fix::stacks),
          new Column<Fix>("clients", fix -> each(fix, AffectedClient::address)).parted(" "),
          new Column<>("names", fix -> each(fix, AffectedClient::name)),
          new Column<>("reference", Fix::reference));

  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<Set<String>, Integer> needs = new HashMap<>(); // clients by what they need

  private FixGroups() {}

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
      List<AffectedClient> clients) {}

  /**
   * A client that needs it.
   *
   * @param address its latest; its name where it has none
   * @param name its latest; empty for none
   */
  public record AffectedClient(String address, String name) {
    /** One whose facts are kept by this: what has no address is known by its name. */
    static AffectedClient of(String kept, String name) {
      String shown = KnownAs.shown(kept);
      return new AffectedClient(shown.isEmpty() ? name : shown, name);
    }

    /** The name by which people know it, or else the address. */
    public String known() {
      return name.isEmpty() ? address : name;
    }

    /** Name and address. */
    public String both() {
      return name.isEmpty() || name.equals(address) ? address : name + " " + address;
    }
  }

  private static final class Group {
    private final Set<String> stacks = new LinkedHashSet<>();
    private final List<AffectedClient> clients = new ArrayList<>();
    private String reference = "";
    private int clears;

    private void needs(Need need) {
      reference = reference.isEmpty() ? need.reference() : reference;
      need.stack().lines().forEach(stacks::add);
    }

    private void clearsOne() {
      clears++;
    }
  }

  private record Need(
      int client, AffectedClient host, String remedy, String reference, String stack) {}

  /** Things to do for clients below, the one that clears most first. */
  static List<Fix> of(Handle handle, Question question) {
    FixGroups fixes = new FixGroups();
    Map<Integer, List<Need>> clients = new LinkedHashMap<>();
    question
        .query(
            handle,
            """
            select p.client, c.address, c.name, p.remedy, p.reference, p.guilty, p.stacks
            from %s p
            join client c on c.id = p.client
            where p.kind > 0 and p.state = %s
            order by c.sort, p.client, p.remedy
            """
                .formatted(Question.PAIRS, State.BELOW.ordinal()))
        .map(
            (r, c) -> {
              String remedy = r.getString("remedy");
              String stack = r.getString("guilty");
              return new Need(
                  r.getInt("client"),
                  AffectedClient.of(r.getString("address"), r.getString("name")),
                  remedy.isEmpty() ? UNKNOWN : remedy,
                  r.getString("reference"),
                  stack.isEmpty() ? r.getString("stacks") : stack);
            })
        .forEach(need -> clients.computeIfAbsent(need.client(), k -> new ArrayList<>()).add(need));
    clients.values().forEach(fixes::add);
    return fixes.all();
  }

  private void add(List<Need> all) {
    Set<String> needed = new HashSet<>();
    for (Need need : all) {
      Group group = groups.computeIfAbsent(need.remedy(), key -> new Group());
      group.needs(need);
      if (needed.add(need.remedy())) {
        group.clients.add(need.host());
      }
    }
    needs.merge(needed, 1, Integer::sum);
    if (needed.size() == 1) {
      groups.computeIfAbsent(all.get(0).remedy(), key -> new Group()).clearsOne();
    }
  }

  private List<Fix> all() {
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
                    group.clients)));
    fixes.sort(
        Comparator.comparingInt(Fix::clears)
            .thenComparingInt(fix -> fix.clients().size())
            .reversed()
            .thenComparing(Fix::remedy));
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

  /** Returns the fixes as a list. */
  public static Listing<Fix> listing(List<Fix> fixes) {
    return new Listing<>(COLUMNS, fixes);
  }

  private static List<String> each(Fix fix, Function<AffectedClient, String> of) {
    return fix.clients().stream().map(of).toList();
  }

  /** For people: a change a line, then the hosts. */
  public static String text(List<Fix> fixes) {
    if (fixes.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("\nWhat to do first:\n");
    for (Fix fix : fixes) {
      out.append(Words.count(fix.clients().size(), "client"));
      out.append(fix.stacks().isEmpty() ? "" : " on " + printable(String.join(", ", fix.stacks())));
      out.append(": ").append(printable(fix.remedy())).append('\n');
      out.append("   clears ").append(fix.clears());
      out.append(fixes.indexOf(fix) == 0 ? "" : ", with those before " + fix.cleared());
      String page = RemedyPages.name(fix.reference()).map(n -> "tlsfloor remedy " + n).orElse("");
      out.append(page.isEmpty() ? "" : " · " + page).append('\n');
      out.append("   ").append(printable(String.join(", ", first(fix.clients())))).append('\n');
    }
    return out.toString();
  }

  private static List<String> first(List<AffectedClient> clients) {
    List<String> some = new ArrayList<>();
    clients.stream().limit(MOST_HOSTS).map(AffectedClient::known).forEach(some::add);
    if (clients.size() > MOST_HOSTS) {
      some.add("and " + (clients.size() - MOST_HOSTS) + " more (--format json lists them)");
    }
    return some;
  }

  private static String printable(String text) {
    return Printable.text(text);
  }
}
