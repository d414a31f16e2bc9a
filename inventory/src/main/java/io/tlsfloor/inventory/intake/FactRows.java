package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.LowHours;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.MacAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.OwnName;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.saved.SavedFinding;
import io.tlsfloor.rules.Finding.Waiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Rows of one run: what clients did on a day, and what was found in it. */
final class FactRows implements AutoCloseable {
  private static final int MAX_NAME = 255;

  private final Handle handle;
  private final int run;
  private final int site;
  private final Receipt receipt;
  private final Forgetting.Marks forgotten;
  private final Map<Optional<ServiceName>, Integer> services = new HashMap<>();
  private final List<ClientDay> found = new ArrayList<>(); // those with findings
  private final RowBatch observations;
  private final RowBatch replaced;
  private final RowBatch findings;
  private final RowBatch touched;

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
        RowBatch.upsert(
            handle,
            "observation",
            5,
            "run, part, address, day, service, site, mac, name, connections, below, good, "
                + "failed, offered, negotiated, stacks, hours, low, used, first_seen, last_seen");
    replaced =
        new RowBatch(
            handle,
            "delete from finding where run = ? and part = ? and address = ? and day = ?"
                + " and service = ?");
    findings =
        RowBatch.upsert(
            handle,
            "finding",
            8,
            "run, part, address, day, service, rule, stack, exception, site, enforced, "
                + "seen, content");
    touched = RowBatch.upsert(handle, "touched", 3, "site, address, day");
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
    String address = KnownAs.text(client);
    String mac = client.mac().map(MacAddress::toString).orElse("");
    String name = name(client);
    int day = client.day();
    if (forgotten.hold(site, address, mac, name, day)) {
      receipt.addForgotten();
      return;
    }
    receipt.addDay();
    long part = client.period().part();
    int service = service(client.service());
    ClientDay.Counts counts = client.counts();
    observations.add(
        run,
        part,
        address,
        day,
        service,
        site,
        mac,
        name,
        counts.connections(),
        counts.below(),
        counts.good(),
        counts.failed(),
        versions(counts.offered()),
        versions(counts.negotiated()),
        Texts.union("", client.stacks()),
        client.hours(),
        LowHours.text(client.lowHours()),
        used(client),
        Times.nanos(client.firstSeen()),
        Times.nanos(client.lastSeen()));
    replaced.add(run, part, address, day, service);
    touched.add(site, address, day);
    if (!client.findings().isEmpty()) {
      found.add(client);
    }
  }

  private void addFindings(ClientDay client) {
    for (Found each : client.findings()) {
      findings.add(
          run,
          client.period().part(),
          KnownAs.text(client),
          client.day(),
          service(client.service()),
          each.rule().id(),
          Texts.clean(each.stackName()),
          Texts.clean(each.waiver().map(Waiver::toString).orElse("")),
          site,
          Texts.clean(each.worst().enforced().orElse("")),
          Times.nanos(each.last()),
          SavedFinding.text(each));
    }
  }

  private static String versions(Map<TlsVersion, Long> counts) {
    Map<String, Long> versions = new TreeMap<>();
    counts.forEach((version, count) -> versions.put(version.toString(), count));
    return Texts.counts(versions);
  }

  /** {@code alice@contoso.example (Outlook)}; who may have used it behind {@code perhaps}. */
  private static String used(ClientDay client) {
    String applications = client.applications();
    String what = applications.isEmpty() ? "" : " (" + applications + ")";
    return Texts.union(
        "",
        client.names().stream()
            .filter(
                name ->
                    name.from() == ClientNameSource.USER
                        || name.from() == ClientNameSource.PERHAPS_USER)
            .map(
                name ->
                    name.from() == ClientNameSource.USER
                        ? name.name() + what
                        : "perhaps " + name.name().replaceFirst(" for (.*)", " ($1)"))
            .toList());
  }

  private static String name(ClientDay client) {
    String name = OwnName.of(client.names(), client.client()).map(Texts::clean).orElse("");
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME) : name;
  }

  void execute() {
    observations.execute();
    replaced.execute(); // before what comes in its place
    found.forEach(this::addFindings);
    findings.execute();
    touched.execute();
  }

  @Override
  public void close() {
    observations.close();
    replaced.close();
    findings.close();
    touched.close();
  }
}
