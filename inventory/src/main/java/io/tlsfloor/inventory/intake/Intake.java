package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Takes in what lines say, in their order, and keeps it under the run that brought it.
 *
 * <p>Of a run that ends by itself all lines before the one that ends it are its own: they take the
 * place of what the same run had brought. Lines of a watch name it and the hour that they count;
 * each takes the place of the line before it of the same hour. So it does not matter in which order
 * files come, or how often. What was taken in waits in {@code touched} until somebody asks.
 * Confined to one thread.
 */
public final class Intake {
  /** SavedFacts that wait for their transaction at most; about 1 KB each. */
  private static final int MAX_WAITING = 50_000;

  /** In the place of a part: evidence of a watch. */
  private static final long EVIDENCE = 1;

  private final Store store;
  private final String standardSite;
  private final Receipt receipt = new Receipt();

  private Open open = new Open("");
  private final Map<String, Watch> watches = new LinkedHashMap<>(); // by site

  /** Holds what a row of facts is known by within its run. */
  private record Key(String address, int day, SavedFacts.Service service) {
    Key(SavedFacts.Client client) {
      this(client.address(), client.day(), client.service());
    }
  }

  /** Holds what a row of evidence is known by within its run. */
  private record Evidence(String address, SavedFacts.Service service, String rule, String stack) {
    Evidence(SavedFacts.Finding finding) {
      this(finding.address(), finding.service(), finding.rule(), finding.stack());
    }
  }

  /** Lines of a run whose end is not there yet. */
  private static final class Open {
    private final String site;
    private final Map<Key, SavedFacts.Client> clients = new LinkedHashMap<>();
    private final Map<String, List<SavedFacts.Finding>> findings = new LinkedHashMap<>();
    private String head = "";
    private int run; // the row that has what was written already

    Open(String site) {
      this.site = site;
    }
  }

  /** Lines of watches that wait. */
  private static final class Watch {
    private final List<SavedFacts.Client> clients = new ArrayList<>();
    private final List<SavedFacts.Connection> connections = new ArrayList<>();
    private final List<SavedFacts.Sign> signs = new ArrayList<>();

    int size() {
      return clients.size() + connections.size() + signs.size();
    }
  }

  /**
   * Writes to {@code store}.
   *
   * @param site where lines were seen that do not say it
   */
  public Intake(Store store, String site) {
    this.store = store;
    this.standardSite = site;
  }

  /** Takes a line of a run; one that is none is left out. */
  public void take(byte[] line) throws IOException {
    take(ParsedLine.of(line));
  }

  /** Takes what a line says; false for a line with a time that no clock should have shown. */
  boolean take(ParsedLine line) throws IOException {
    if (line instanceof ParsedLine.Client client) {
      return client(site(client.site()), client.facts());
    }
    if (line instanceof ParsedLine.Connection connection) {
      return connection(site(connection.site()), connection.facts());
    }
    if (line instanceof ParsedLine.Run run) {
      return run(site(run.site()), run.facts());
    }
    if (line instanceof ParsedLine.Sign sign) {
      return isDated(sign.facts().begun(), sign.facts().at())
          && add(site(sign.site()), watch -> watch.signs.add(sign.facts()));
    }
    return true;
  }

  private String site(String own) {
    return own.isEmpty() ? standardSite : Texts.clean(own);
  }

  private boolean isDated(Instant... times) {
    for (Instant time : times) {
      if (!Times.isPossible(time)) {
        receipt.misdated++;
        return false;
      }
    }
    return true;
  }

  private boolean client(String site, SavedFacts.Client facts) throws IOException {
    if (!isDated(facts.first(), facts.last())) {
      return false;
    }
    if (!facts.watch().isEmpty()) {
      return add(site, watch -> watch.clients.add(facts));
    }
    opened(site, facts).clients.merge(new Key(facts), facts, SavedFacts.Client::plus);
    return spill();
  }

  private boolean connection(String site, SavedFacts.Connection facts) throws IOException {
    if (!facts.findings().stream().allMatch(finding -> isDated(finding.seen()))) {
      return false;
    }
    if (!facts.watch().isEmpty()) {
      return add(site, watch -> watch.connections.add(facts));
    }
    opened(site, facts).findings.put(facts.eventId(), facts.findings());
    return spill();
  }

  private interface Part {
    boolean to(Watch watch);
  }

  private boolean add(String site, Part part) throws IOException {
    Watch watch = watches.computeIfAbsent(site, name -> new Watch());
    part.to(watch);
    if (watch.size() >= MAX_WAITING) {
      flushWatches();
    }
    return true;
  }

  /** The run that a line without an end so far belongs to. */
  private Open opened(String site, Object first) throws IOException {
    if (!open.site.equals(site)) {
      close();
      open = new Open(site);
    }
    if (open.head.isEmpty()) {
      open.head = hash(site + first);
    }
    return open;
  }

  /** Writes a part of a run that is too large to be held; nothing reads it before it is whole. */
  private boolean spill() throws IOException {
    if (open.clients.size() + open.findings.size() >= MAX_WAITING) {
      Open part = open;
      store.write(
          handle -> {
            part.run = part.run == 0 ? newRun(handle, part.site, "", 0, part.head) : part.run;
            write(handle, part.run, part);
            return true;
          });
      open.clients.clear();
      open.findings.clear();
    }
    return true;
  }

  private boolean run(String site, SavedFacts.Run run) throws IOException {
    if (!isDated(run.first(), run.last())) {
      return false;
    }
    if (!open.site.equals(site)) {
      close();
      open = new Open(site);
    }
    Open ended = open;
    store.write(
        handle -> {
          end(handle, ended, run);
          if (run.sign().isPresent() && !run.id().isEmpty()) {
            sign(handle, site(handle, site), run.sign().get());
          }
          return true;
        });
    open = new Open("");
    return true;
  }

  /** Lines end without the line of their run: they are kept until somebody has all of them. */
  private void close() throws IOException {
    Open ended = open;
    if (ended.run == 0 && ended.clients.isEmpty() && ended.findings.isEmpty()) {
      return;
    }
    store.write(
        handle -> {
          boolean known =
              handle
                  .createQuery("select 1 from run where head = ? and name not in ('', ?) limit 1")
                  .bind(0, ended.head)
                  .bind(1, "head:" + ended.head)
                  .mapTo(Integer.class)
                  .findFirst()
                  .isPresent();
          if (known) {
            forget(handle, ended.run);
          } else {
            SavedFacts.Run run =
                new SavedFacts.Run(
                    "head:" + ended.head,
                    Instant.EPOCH,
                    Instant.EPOCH,
                    true,
                    List.of(),
                    Optional.empty());
            end(handle, ended, run);
          }
          return true;
        });
    open = new Open("");
  }

  /** Writes what waits. */
  public void flush() throws IOException {
    close();
    flushWatches();
  }

  private void end(Handle handle, Open ended, SavedFacts.Run run) {
    int row = ended.run == 0 ? newRun(handle, ended.site, "", 0, ended.head) : ended.run;
    write(handle, row, ended);
    String name = run.id().isEmpty() ? "head:" + ended.head : run.id();
    List<Integer> before =
        handle
            .createQuery(
                "select id from run where name = ? and part = 0 or name = ? and head <> ''")
            .bind(0, name)
            .bind(1, "head:" + ended.head)
            .mapTo(Integer.class)
            .list();
    for (int each : before) {
      receipt.replaced++;
      forget(handle, each);
    }
    boolean told =
        run.sign().isPresent() && run.days().stream().allMatch(d -> d.connections() >= 0);
    long first = Times.nanos(run.first());
    long last = Times.nanos(run.last());
    if (first == 0 && last == 0) {
      first = bound(handle, "min(first_seen)", row);
      last = bound(handle, "max(last_seen)", row);
    }
    handle.execute(
        "update run set name = ?, first_seen = ?, last_seen = ?, narrowed = ?, whole = ?"
            + " where id = ?",
        name,
        first,
        last,
        run.narrowed() ? 1 : 0,
        told && !run.days().isEmpty() ? 2 : 1,
        row);
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into run_day (run, day, watched, connections, lost, packets, dropped)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (run, day) do nothing")) {
      for (SavedFacts.Day day : run.days()) {
        batch.add(
            row,
            day.day(),
            (int) day.watched(),
            day.connections(),
            day.lost(),
            day.packets(),
            day.dropped());
      }
      batch.execute();
    }
    touch(handle, row);
  }

  private static long bound(Handle handle, String what, int run) {
    return handle
        .createQuery("select coalesce(" + what + ", 0) from observation where run = ?")
        .bind(0, run)
        .mapTo(Long.class)
        .one();
  }

  private static void touch(Handle handle, int run) {
    for (String table : new String[] {"observation", "finding"}) {
      handle.execute(
          "insert into touched (site, address, day) select distinct site, address, day from "
              + table
              + " where run = ? on conflict (site, address, day) do nothing",
          run);
    }
    handle.execute(
        "insert into touched (site, address, day) select r.site, '', d.day from run_day d"
            + " join run r on r.id = d.run where r.id = ?"
            + " on conflict (site, address, day) do nothing",
        run);
  }

  /** Takes away what a run had brought. */
  public static void forget(Handle handle, int run) {
    touch(handle, run);
    for (String table : new String[] {"observation", "finding", "run_day"}) {
      handle.execute("delete from " + table + " where run = ?", run);
    }
    handle.execute("delete from run where id = ?", run);
  }

  private static int newRun(Handle handle, String site, String name, long part, String head) {
    int id = TableNumbers.nextId(handle, "run");
    handle.execute(
        "insert into run (id, name, part, site, first_seen, last_seen, lane, narrowed, whole, head,"
            + " imported) values (?, ?, ?, ?, 0, 0, 0, 0, 0, ?, ?)",
        id,
        name,
        part,
        site(handle, site),
        head,
        Times.nanos(Instant.now()));
    return id;
  }

  static int site(Handle handle, String name) {
    return handle
        .createQuery("select id from site where name = ?")
        .bind(0, name)
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(
            () -> {
              int id = TableNumbers.nextId(handle, "site");
              handle.execute(
                  "insert into site (id, name, opened, closed) values (?, ?, 0, 0)", id, name);
              return id;
            });
  }

  private void write(Handle handle, int run, Open lines) {
    int site = site(handle, lines.site);
    try (Rows rows = new Rows(handle, run, site)) {
      lines.clients.values().forEach(rows::add);
      lines.findings.forEach((id, all) -> all.forEach(finding -> rows.add(id, finding)));
      rows.execute();
    }
  }

  private void flushWatches() throws IOException {
    if (watches.isEmpty()) {
      return;
    }
    Map<String, Watch> waiting = new LinkedHashMap<>(watches);
    store.write(
        handle -> {
          waiting.forEach((site, watch) -> write(handle, site, watch));
          return true;
        });
    watches.clear();
  }

  private void write(Handle handle, String site, Watch lines) {
    int siteId = site(handle, site);
    record Hour(String watch, long part) {}
    Map<Hour, Map<Key, SavedFacts.Client>> parts = new LinkedHashMap<>();
    for (SavedFacts.Client client : lines.clients) {
      parts
          .computeIfAbsent(
              new Hour(client.watch(), Times.nanos(client.part())), key -> new LinkedHashMap<>())
          .put(new Key(client), client);
    }
    parts.forEach(
        (part, clients) -> {
          int run = part(handle, site, part.watch(), part.part());
          handle.execute(
              "update run set imported = ? where id = ?", Times.nanos(Instant.now()), run);
          String content = hash(clients.values().toString());
          if (!content.equals(head(handle, run))) { // else they were taken before
            try (Rows rows = new Rows(handle, run, siteId)) {
              clients.values().forEach(rows::add);
              rows.execute();
            }
            seen(handle, run, content);
          }
        });
    Map<String, List<SavedFacts.Connection>> evidence =
        lines.connections.stream()
            .collect(
                Collectors.groupingBy(
                    SavedFacts.Connection::watch, LinkedHashMap::new, Collectors.toList()));
    evidence.forEach(
        (watch, connections) -> {
          int run = part(handle, site, watch, EVIDENCE);
          handle.execute("update run set whole = 1 where id = ?", run);
          try (Rows rows = new Rows(handle, run, siteId)) {
            for (SavedFacts.Connection connection : connections) {
              rows.amend(connection);
            }
            rows.execute();
          }
        });
    for (SavedFacts.Sign sign : lines.signs) {
      sign(handle, siteId, sign);
    }
  }

  private static int part(Handle handle, String site, String watch, long part) {
    return handle
        .createQuery("select id from run where name = ? and part = ?")
        .bind(0, watch)
        .bind(1, part)
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(() -> newRun(handle, site, watch, part, ""));
  }

  private static String head(Handle handle, int run) {
    return handle
        .createQuery("select head from run where id = ?")
        .bind(0, run)
        .mapTo(String.class)
        .one();
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static void seen(Handle handle, int run, String content) {
    handle.execute(
        "update run set whole = 1, head = ?, first_seen = ?, last_seen = ? where id = ?",
        content,
        bound(handle, "min(first_seen)", run),
        bound(handle, "max(last_seen)", run),
        run);
    touch(handle, run);
  }

  private static void sign(Handle handle, int site, SavedFacts.Sign sign) {
    int fresh =
        handle.execute(
            "insert into sign (watch, at, site, begun, narrowed, lost, packets, dropped, blind,"
                + " ending) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (watch, at) do"
                + " nothing",
            sign.watch(),
            Times.nanos(sign.at()),
            site,
            Times.nanos(sign.begun()),
            sign.narrowed() ? 1 : 0,
            sign.lost(),
            sign.packets(),
            sign.dropped(),
            sign.blind(),
            sign.ending() ? 1 : 0);
    if (fresh > 0) {
      handle.execute(
          "insert into touched (site, address, day) values (?, '', ?)"
              + " on conflict (site, address, day) do nothing",
          site,
          Times.day(sign.at()));
    }
  }

  /** Rows of one run. */
  private final class Rows implements AutoCloseable {
    private final Handle handle;
    private final int run;
    private final int site;
    private final Forgetting.Marks forgotten;
    private final Map<SavedFacts.Service, Integer> services = new HashMap<>();
    private final Map<Evidence, Map.Entry<String, SavedFacts.Finding>> newest =
        new LinkedHashMap<>();
    private final RowBatch observations;
    private final RowBatch findings;

    Rows(Handle handle, int run, int site) {
      this.handle = handle;
      this.run = run;
      this.site = site;
      forgotten = Forgetting.Marks.load(handle);
      handle
          .createQuery("select id, instance, area, name from service")
          .map(
              (r, c) ->
                  services.put(
                      new SavedFacts.Service(
                          r.getString("instance"), r.getString("area"), r.getString("name")),
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

    private int service(SavedFacts.Service service) {
      return services.computeIfAbsent(
          service,
          key -> {
            int id = TableNumbers.nextId(handle, "service");
            handle.execute(
                "insert into service (id, instance, area, name) values (?, ?, ?, ?)",
                id,
                key.instance(),
                key.area(),
                key.name());
            return id;
          });
    }

    void add(SavedFacts.Client client) {
      if (forgotten.hold(site, client)) {
        receipt.forgotten++;
        return;
      }
      receipt.days++;
      observations.add(
          run,
          site,
          client.day(),
          client.address(),
          service(client.service()),
          client.mac(),
          client.name(),
          client.connections(),
          client.below(),
          client.excepted(),
          client.good(),
          client.failed(),
          client.offered(),
          client.negotiated(),
          client.stacks(),
          client.used(),
          Times.nanos(client.first()),
          Times.nanos(client.last()));
    }

    /** Keeps the newest of a kind: a statement may not have two rows for one place. */
    void add(String eventId, SavedFacts.Finding finding) {
      if (forgotten.hold(site, finding)) {
        return;
      }
      newest.merge(
          new Evidence(finding),
          Map.entry(eventId, finding),
          (one, other) -> one.getValue().seen().isAfter(other.getValue().seen()) ? one : other);
    }

    /** One that is there already, or an older one, changes nothing. */
    private void write(String eventId, SavedFacts.Finding finding) {
      boolean known =
          handle
              .createQuery(
                  "select 1 from finding where run = ? and address = ? and service = ? and rule = ?"
                      + " and stack = ? and seen >= ?")
              .bind(0, run)
              .bind(1, finding.address())
              .bind(2, service(finding.service()))
              .bind(3, finding.rule())
              .bind(4, finding.stack())
              .bind(5, Times.nanos(finding.seen()))
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
          finding.address(),
          Times.day(finding.seen()));
      findings.add(
          run,
          site,
          Times.day(finding.seen()),
          finding.address(),
          service(finding.service()),
          finding.rule(),
          finding.stack(),
          finding.severity().ordinal() + 1,
          finding.summary(),
          finding.remedy(),
          finding.reference(),
          finding.enforced(),
          finding.exception(),
          finding.exceptionUntil(),
          finding.file(),
          finding.frame(),
          eventId,
          Times.nanos(finding.seen()));
    }

    /** Replaces what a connection was said to have before. */
    void amend(SavedFacts.Connection connection) {
      if (connection.findings().isEmpty()) {
        newest.values().removeIf(each -> each.getKey().equals(connection.eventId()));
        handle.execute(
            "delete from finding where run = ? and event_id = ?", run, connection.eventId());
      }
      connection.findings().forEach(finding -> add(connection.eventId(), finding));
    }

    void execute() {
      observations.execute();
      newest.values().forEach(each -> write(each.getKey(), each.getValue()));
      findings.execute();
    }

    @Override
    public void close() {
      observations.close();
      findings.close();
    }
  }

  /** Returns what was done so far. */
  public Receipt receipt() {
    return receipt;
  }
}
