package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.PairFaring;
import io.tlsfloor.inventory.answer.FixGroups.AffectedClient;
import io.tlsfloor.report.model.Faring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/**
 * A client with something to be done: its services, what it does with them, until when.
 *
 * @param id its identity
 * @param host who
 * @param services those with which something is to be done, the one first that it fares worst with
 * @param volumes how much it does with them, in their order
 */
public record SystemToChange(
    String id, AffectedClient host, List<ClientRow> services, List<Volume> volumes) {
  private static final Set<Mark> TO_DO = Set.of(Mark.BELOW, Mark.OTHER);

  /** Accounts of Microsoft's reports, which are no clients. */
  private static final Set<Mark> OF_ACCOUNTS = Set.of(Mark.ACCOUNT, Mark.BELOW, Mark.OTHER);

  /**
   * What to do.
   *
   * @param reference to read; empty for none
   */
  public record NamedFix(String remedy, String reference) {}

  /**
   * How many systems fare alike.
   *
   * @param volume how much they do together
   */
  public record Alike(int systems, Volume volume) {
    private Alike and(Alike other) {
      return new Alike(systems + other.systems, volume.and(other.volume));
    }
  }

  /**
   * What a manager reads first.
   *
   * @param first of the systems, what fares worst first
   * @param systems in all
   * @param alike all of them, by how they fare
   */
  public record Overview(List<SystemToChange> first, int systems, SortedMap<Faring, Alike> alike) {}

  /** Those of all owners, accounts behind clients: what fares worst comes first. */
  public static List<SystemToChange> all(Handle handle, Question question) {
    return of(handle, question, Optional.empty());
  }

  /**
   * Those of an owner, likewise.
   *
   * @param owner the name, whatever its case; empty for what has none
   */
  public static List<SystemToChange> ofOwner(Handle handle, Question question, String owner) {
    return of(handle, question, Optional.of(owner));
  }

  private static List<SystemToChange> of(Handle handle, Question question, Optional<String> owner) {
    List<SystemToChange> systems = new ArrayList<>();
    for (Set<Mark> marks : List.of(TO_DO, OF_ACCOUNTS)) {
      Filter filter = filter(marks, owner);
      Clients.take(handle, question, filter);
      systems.addAll(of(Clients.rows(handle, question, filter), Volume.ofTaken(handle, question)));
    }
    return systems;
  }

  private static Filter filter(Set<Mark> marks, Optional<String> owner) {
    return new Filter(marks, List.of(), List.of(), owner, Optional.empty(), Optional.empty());
  }

  /** The first clients with something to be done, and how all fare. */
  public static Overview overview(Handle handle, Question question, int most) {
    return overview(handle, question, TO_DO, most);
  }

  /** The same of accounts. */
  public static Overview overviewOfAccounts(Handle handle, Question question, int most) {
    return overview(handle, question, OF_ACCOUNTS, most);
  }

  private static Overview overview(Handle handle, Question question, Set<Mark> marks, int most) {
    Filter filter = filter(marks, Optional.empty());
    Map<Integer, List<PairFaring>> clients = new LinkedHashMap<>();
    Clients.take(handle, question, filter);
    for (PairFaring pair : Clients.farings(handle)) {
      clients.computeIfAbsent(pair.client(), id -> new ArrayList<>()).add(pair);
    }
    SortedMap<Faring, Alike> alike = new TreeMap<>(Faring.WORST_FIRST);
    if (clients.isEmpty()) {
      return new Overview(List.of(), 0, alike);
    }
    Map<String, Map<String, Volume>> volumes = Volume.ofTaken(handle, question);
    for (List<PairFaring> pairs : clients.values()) {
      Volume volume =
          Volume.sum(
              pairs.stream().map(pair -> volume(volumes, pair.id(), pair.service())).toList());
      alike.merge(pairs.get(0).faring().alike(), new Alike(1, volume), Alike::and);
    }
    List<Integer> first = clients.keySet().stream().limit(most).toList();
    return new Overview(
        of(Clients.rows(handle, question, filter, first), volumes), clients.size(), alike);
  }

  private static Volume volume(
      Map<String, Map<String, Volume>> volumes, String id, String service) {
    return volumes.getOrDefault(id, Map.of()).getOrDefault(service, Volume.NONE);
  }

  private static List<SystemToChange> of(
      List<ClientRow> all, Map<String, Map<String, Volume>> volumes) {
    Map<String, List<ClientRow>> clients = new LinkedHashMap<>();
    for (ClientRow row : all) {
      clients.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row);
    }
    List<SystemToChange> systems = new ArrayList<>();
    clients.forEach(
        (id, rows) ->
            systems.add(
                new SystemToChange(
                    id,
                    AffectedClient.of(rows.get(0).client(), rows.get(0).name()),
                    rows,
                    rows.stream().map(row -> volume(volumes, id, row.service())).toList())));
    return systems;
  }

  /** How it fares with the service that it fares worst with. */
  public Faring faring() {
    return services.get(0).faring();
  }

  /** Who answers for it, or uses it; empty for no one. */
  public String owner() {
    return services.stream()
        .map(ClientRow::owner)
        .filter(owner -> !owner.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** Who answers for it, or uses it, with what it is used for; empty for no one. */
  public String ownerShown() {
    return services.stream()
        .map(ClientRow::ownerShown)
        .filter(shown -> !shown.isEmpty())
        .findFirst()
        .orElse("");
  }

  /** The parts of systems that each owner answers for; the name is empty for no one. */
  static Map<String, List<SystemToChange>> byOwner(List<SystemToChange> systems) {
    Map<String, List<SystemToChange>> owners = new TreeMap<>();
    for (SystemToChange system : systems) {
      for (String owner : system.services.stream().map(ClientRow::owner).distinct().toList()) {
        owners.computeIfAbsent(owner, name -> new ArrayList<>()).add(system.of(owner));
      }
    }
    return owners;
  }

  private SystemToChange of(String owner) {
    List<ClientRow> rows = new ArrayList<>();
    List<Volume> theirs = new ArrayList<>();
    for (int i = 0; i < services.size(); i++) {
      if (services.get(i).owner().equals(owner)) {
        rows.add(services.get(i));
        theirs.add(volumes.get(i));
      }
    }
    return new SystemToChange(id, host, rows, theirs);
  }

  /** What it does with all of them. */
  public Volume volume() {
    return Volume.sum(volumes);
  }

  /** Names of its services. */
  public String serviceNames() {
    return String.join(
        ", ", services.stream().map(SystemToChange::serviceName).distinct().toList());
  }

  /** The name of a row's service, or what stands for none. */
  static String serviceName(ClientRow row) {
    return row.service().isEmpty() ? "other services" : row.service();
  }

  /** What to do; empty for nothing that is known. */
  public List<NamedFix> fixes() {
    Set<NamedFix> fixes = new LinkedHashSet<>();
    for (ClientRow row : services) {
      if (!row.remedy().isEmpty()) {
        fixes.add(new NamedFix(row.remedy(), row.reference()));
      }
    }
    return List.copyOf(fixes);
  }
}
