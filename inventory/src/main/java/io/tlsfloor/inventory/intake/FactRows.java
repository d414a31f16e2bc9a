package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.OwnName;
import io.tlsfloor.report.model.ServiceName;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Rows of one run: what clients did on a day, and the findings that this rests on. */
final class FactRows implements AutoCloseable {
  private static final int MAX_NAME = 255;

  private final Handle handle;
  private final int run;
  private final int site;
  private final Receipt receipt;
  private final Forgetting.Marks forgotten;
  private final Map<Optional<ServiceName>, Integer> services = new HashMap<>();
  private final Map<KeptFinding.Kind, Map.Entry<String, KeptFinding>> newest =
      new LinkedHashMap<>();
  private final Set<List<Object>> leftOut = new HashSet<>(); // address and day
  private final RowBatch observations;
  private final RowBatch findings;

  FactRows(Handle handle, int run, int site, Receipt receipt) {
    this.handle = handle;
    this.run = run;
    this.site = site;
    this.receipt = receipt;
    forgotten = Forgetting.Marks.load(handle);
    handle
        .createQuery("select id, instance, area, name from service")
        .map(
            (r, c) ->
                services.put(
                    service(r.getString("instance"), r.getString("area"), r.getString("name")),
                    r.getInt("id")))
        .list();
    observations =
        new RowBatch(
            handle,
            "insert into observation (run, site, day, address, service, mac, name, connections,"
                + " below, excepted, good, failed, offered, negotiated, stacks, used,"
                + " first_seen, last_seen)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (run, address, day, service) do update set mac = excluded.mac,"
                + " name = excluded.name, connections = excluded.connections,"
                + " below = excluded.below, excepted = excluded.excepted, good = excluded.good,"
                + " failed = excluded.failed, offered = excluded.offered,"
                + " negotiated = excluded.negotiated, stacks = excluded.stacks, used = excluded.used,"
                + " first_seen = excluded.first_seen, last_seen = excluded.last_seen");
    findings =
        new RowBatch(
            handle,
            "insert into finding (run, site, day, address, service, rule, stack, severity,"
                + " summary, remedy, reference, enforced, exception, exception_until, file,"
                + " frame, event_id, seen)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " on conflict (run, address, service, rule, stack) do update set"
                + " day = excluded.day, severity = excluded.severity, summary = excluded.summary,"
                + " remedy = excluded.remedy, reference = excluded.reference,"
                + " enforced = excluded.enforced, exception = excluded.exception,"
                + " exception_until = excluded.exception_until, file = excluded.file,"
                + " frame = excluded.frame, event_id = excluded.event_id, seen = excluded.seen"
                + " where excluded.seen >= finding.seen");
  }

  /** All parts of a service are empty for connections to none. */
  private static Optional<ServiceName> service(String instance, String area, String name) {
    return instance.isEmpty() && area.isEmpty() && name.isEmpty()
        ? Optional.empty()
        : Optional.of(new ServiceName(instance, area, name));
  }

  private int service(Optional<ServiceName> service) {
    Optional<ServiceName> clean =
        service.flatMap(
            of ->
                service(
                    Texts.clean(of.instance()), Texts.clean(of.area()), Texts.clean(of.name())));
    return services.computeIfAbsent(
        clean,
        key -> {
          int id = TableNumbers.nextId(handle, "service");
          handle.execute(
              "insert into service (id, instance, area, name) values (?, ?, ?, ?)",
              id,
              key.map(ServiceName::instance).orElse(""),
              key.map(ServiceName::area).orElse(""),
              key.map(ServiceName::name).orElse(""));
          return id;
        });
  }

  void add(ClientDay client) {
    String address = client.client().toString();
    String mac = client.mac().map(MacAddress::toString).orElse("");
    String name = name(client);
    int day = Times.day(client.lastSeen());
    if (forgotten.hold(site, address, mac, name, day)) {
      receipt.forgotten++;
      leftOut.add(List.of(address, day));
      return;
    }
    receipt.days++;
    ClientDay.Counts counts = client.counts();
    observations.add(
        run,
        site,
        day,
        address,
        service(client.service()),
        mac,
        name,
        counts.connections(),
        Math.max(0, counts.below() - counts.belowExcepted()),
        counts.belowExcepted(),
        counts.good(),
        client.behaviour().failed(),
        versions(counts.offered()),
        versions(counts.negotiated()),
        Texts.union("", client.stacks()),
        used(client),
        Times.nanos(client.firstSeen()),
        Times.nanos(client.lastSeen()));
  }

  private static String versions(Map<TlsVersion, Long> counts) {
    Map<String, Long> versions = new TreeMap<>();
    counts.forEach((version, count) -> versions.put(version.toString(), count));
    return Texts.counts(versions);
  }

  /** {@code alice@contoso.example (Outlook)}. */
  private static String used(ClientDay client) {
    String applications = client.applications();
    String what = applications.isEmpty() ? "" : " (" + applications + ")";
    return Texts.union(
        "",
        client.names().stream()
            .filter(name -> name.from() == ClientNameSource.USER)
            .map(name -> name.name() + what)
            .toList());
  }

  private static String name(ClientDay client) {
    String name = OwnName.of(client.names(), client.client()).map(Texts::clean).orElse("");
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  /**
   * Keeps what was found on a connection, of a kind the newest: a statement may not have two rows
   * for one place.
   *
   * @param amends whether it takes the place of what was said before of the same connection
   */
  void add(String eventId, boolean amends, List<KeptFinding> found) {
    if (amends) {
      newest.values().removeIf(each -> each.getKey().equals(eventId));
      handle.execute("delete from finding where run = ? and event_id = ?", run, eventId);
    }
    for (KeptFinding each : found) {
      if (!forgotten.hold(site, each.address(), each.mac(), "", each.day())) {
        newest.merge(
            each.kind(),
            Map.entry(eventId, each),
            (one, other) -> one.getValue().seen().isAfter(other.getValue().seen()) ? one : other);
      }
    }
  }

  /** One that is there already, or an older one, changes nothing. */
  private void write(String eventId, KeptFinding evidence) {
    boolean known =
        handle
            .createQuery(
                "select 1 from finding where run = ? and address = ? and service = ? and rule = ?"
                    + " and stack = ? and seen >= ?")
            .bind(0, run)
            .bind(1, evidence.address())
            .bind(2, service(evidence.service()))
            .bind(3, evidence.finding().rule().id())
            .bind(4, evidence.stack())
            .bind(5, Times.nanos(evidence.seen()))
            .mapTo(Integer.class)
            .findFirst()
            .isPresent();
    if (known) {
      return;
    }
    handle.execute(
        "insert into touched (site, address, day) values (?, ?, ?)"
            + " on conflict (site, address, day) do nothing",
        site,
        evidence.address(),
        evidence.day());
    findings.add(
        run,
        site,
        evidence.day(),
        evidence.address(),
        service(evidence.service()),
        evidence.finding().rule().id(),
        evidence.stack(),
        evidence.finding().severity().ordinal() + 1,
        Texts.clean(evidence.finding().summary()),
        evidence.remedy(),
        evidence.reference(),
        Texts.clean(evidence.finding().enforced().orElse("")),
        evidence.exception(),
        evidence.exceptionUntil(),
        evidence.file(),
        evidence.frame(),
        eventId,
        Times.nanos(evidence.seen()));
  }

  void execute() {
    observations.execute();
    newest
        .values()
        .removeIf(
            each -> leftOut.contains(List.of(each.getValue().address(), each.getValue().day())));
    for (List<Object> each : leftOut) { // evidence does not say names, and may have come before
      handle.execute(
          "delete from finding where site = ? and address = ? and day = ?",
          site,
          each.get(0),
          each.get(1));
    }
    newest.values().forEach(each -> write(each.getKey(), each.getValue()));
    findings.execute();
  }

  @Override
  public void close() {
    observations.close();
    findings.close();
  }
}
