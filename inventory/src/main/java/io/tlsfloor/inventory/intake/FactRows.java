package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.LowHours;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.TableWriter;
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
import io.tlsfloor.report.text.Column;
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
  private final int site;
  private final Receipt receipt;
  private final Forgetting.Marks forgotten;
  private final Map<Optional<ServiceName>, Integer> services = new HashMap<>();
  private final List<KnownDay> found = new ArrayList<>(); // those with findings
  private final TableWriter<KnownDay> observations;
  private final TableWriter<KnownDay> replaced;
  private final TableWriter<FoundOnDay> findings;
  private final TableWriter<KnownDay> touched;

  /** A client's day, with what it is kept by. */
  private record KnownDay(ClientDay client, String address, String mac, String name, int service) {
    private int day() {
      return client.day();
    }

    private ClientDay.Counts counts() {
      return client.counts();
    }
  }

  private record FoundOnDay(KnownDay day, Found found) {}

  FactRows(Handle handle, int run, int site, Receipt receipt) {
    this.handle = handle;
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
    List<Column<KnownDay>> key =
        List.of(
            new Column<>("run", row -> run),
            new Column<>("part", row -> row.client.period().part()),
            new Column<>("address", KnownDay::address),
            new Column<>("day", KnownDay::day),
            new Column<>("service", KnownDay::service));
    observations =
        TableWriter.upsert(
            handle,
            "observation",
            key,
            List.of(
                new Column<>("site", row -> site),
                new Column<>("since", row -> row.client.firstDay()),
                new Column<>("mac", KnownDay::mac),
                new Column<>("name", KnownDay::name),
                new Column<>("connections", row -> row.counts().connections()),
                new Column<>("below", row -> row.counts().below()),
                new Column<>("good", row -> row.counts().good()),
                new Column<>("failed", row -> row.counts().failed()),
                new Column<>("offered", row -> versions(row.counts().offered())),
                new Column<>("negotiated", row -> versions(row.counts().negotiated())),
                new Column<>("stacks", row -> Texts.union("", row.client.stacks())),
                new Column<>("hours", row -> row.client.hours()),
                new Column<>("low", row -> LowHours.text(row.client.lowHours())),
                new Column<>("used", row -> used(row.client)),
                new Column<>("first_seen", row -> Times.nanos(row.client.firstSeen())),
                new Column<>("last_seen", row -> Times.nanos(row.client.lastSeen()))));
    replaced = TableWriter.delete(handle, "finding", key);
    List<Column<FoundOnDay>> findingKey = new ArrayList<>();
    key.forEach(
        column ->
            findingKey.add(new Column<>(column.name(), row -> column.value().apply(row.day))));
    findingKey.add(new Column<>("rule", row -> row.found.rule().id()));
    findingKey.add(new Column<>("stack", row -> Texts.clean(row.found.stackName())));
    findingKey.add(
        new Column<>(
            "exception", row -> Texts.clean(row.found.waiver().map(Waiver::toString).orElse(""))));
    findings =
        TableWriter.upsert(
            handle,
            "finding",
            findingKey,
            List.of(
                new Column<>("site", row -> site),
                new Column<>(
                    "enforced", row -> Texts.clean(row.found.worst().enforced().orElse(""))),
                new Column<>("seen", row -> Times.nanos(row.found.last())),
                new Column<>("content", row -> SavedFinding.text(row.found))));
    touched =
        TableWriter.upsert(
            handle,
            "touched",
            List.of(
                new Column<>("site", row -> site),
                new Column<>("address", KnownDay::address),
                new Column<>("day", KnownDay::day)),
            List.of());
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
    KnownDay row = new KnownDay(client, address, mac, name, service(client.service()));
    observations.add(row);
    replaced.add(row);
    touched.add(row);
    if (!client.findings().isEmpty()) {
      found.add(row);
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
    for (KnownDay row : found) {
      row.client.findings().forEach(each -> findings.add(new FoundOnDay(row, each)));
    }
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
