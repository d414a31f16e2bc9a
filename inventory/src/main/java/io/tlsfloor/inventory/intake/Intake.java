package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.saved.Origin;
import io.tlsfloor.report.saved.SavedLine;
import io.tlsfloor.report.saved.SavedLineException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
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
public final class Intake implements SavedLine.Taker {
  /** Facts that wait for their transaction at most; about 1 KB each. */
  private static final int MAX_WAITING = 50_000;

  /** In the place of a part: evidence of a watch. */
  private static final long EVIDENCE = 1;

  /** What no writer has touched for so long is no writer's any more. */
  private static final Duration GIVEN_UP = Duration.ofDays(7);

  private final Store store;
  private final String standardSite;
  private final Receipt receipt = new Receipt();

  private Open open = new Open("");
  private final Map<String, Watches> watches = new LinkedHashMap<>(); // by site

  /** Holds what a row of facts is known by within its run. */
  private record Key(ClientAndService who, int day) {
    Key(ClientDay client) {
      this(client.key(), Times.day(client.lastSeen()));
    }
  }

  /** Lines of a run whose end is not there yet. */
  private static final class Open {
    private final String site;
    private final Map<Key, ClientDay> clients = new LinkedHashMap<>();
    private final Map<String, List<KeptFinding>> findings = new LinkedHashMap<>();
    private String head = "";
    private int run; // the row that has what was written already

    Open(String site) {
      this.site = site;
    }
  }

  /** An hour of a watch. */
  private record Hour(String watch, long part) {}

  /** A connection's line. */
  private record Told(String id, List<KeptFinding> findings) {}

  /** Lines of watches that wait, of one site. */
  private static final class Watches {
    private final Map<Hour, Map<Key, ClientDay>> clients = new LinkedHashMap<>();
    private final Map<String, List<Told>> told = new LinkedHashMap<>(); // by watch
    private final List<WatchState> states = new ArrayList<>();
    private int size;
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
    if (!SilentLine.is(line)) {
      try {
        SavedLine.of(line).to(this);
      } catch (SavedLineException e) {
        // It is none of the run's own.
      }
    }
  }

  /** Takes lines of a run to their end, and writes them. */
  public void takeAll(InputStream lines) throws IOException {
    LineReader reader = new LineReader(lines, "lines");
    for (Optional<byte[]> line = reader.next(); line.isPresent(); line = reader.next()) {
      take(line.get());
    }
    flush();
  }

  private String site(Origin origin) {
    return origin.site().map(Texts::clean).orElse(standardSite);
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

  @Override
  public void client(Origin origin, ClientDay client) throws IOException {
    if (!isDated(client.firstSeen(), client.lastSeen())) {
      return;
    }
    if (origin.watch().isPresent()) {
      Watches site = watches(site(origin));
      site.clients
          .computeIfAbsent(
              new Hour(Texts.clean(origin.watch().get()), Times.nanos(client.period().from())),
              key -> new LinkedHashMap<>())
          .put(new Key(client), client);
      added(site);
      return;
    }
    opened(site(origin), client.sight()).clients.merge(new Key(client), client, ClientDay::and);
    spill();
  }

  /** One without a finding has nothing to keep, but where it amends something to take back. */
  @Override
  public void connection(Origin origin, Result result) throws IOException {
    if (result.findings().isEmpty() && !result.connection().evidence().amends()) {
      return;
    }
    List<KeptFinding> found = KeptFinding.of(result);
    if (!isDated(result.first().time())) {
      return;
    }
    if (origin.watch().isPresent()) {
      Watches site = watches(site(origin));
      site.told
          .computeIfAbsent(Texts.clean(origin.watch().get()), key -> new ArrayList<>())
          .add(new Told(result.id(), found));
      added(site);
      return;
    }
    opened(site(origin), result.id()).findings.put(result.id(), found);
    spill();
  }

  @Override
  public void watch(Origin origin, WatchState state) throws IOException {
    if (isDated(state.begun(), state.at())) {
      Watches site = watches(site(origin));
      site.states.add(state);
      added(site);
    }
  }

  private Watches watches(String site) {
    return watches.computeIfAbsent(site, name -> new Watches());
  }

  private void added(Watches site) throws IOException {
    if (++site.size >= MAX_WAITING) {
      flushWatches();
    }
  }

  /** The run that a line without an end so far belongs to. */
  private Open opened(String site, String first) throws IOException {
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
  private void spill() throws IOException {
    if (open.clients.size() + open.findings.size() >= MAX_WAITING) {
      Open part = open;
      store.write(
          handle -> {
            part.run = part.run == 0 ? newRun(handle, part.site, "", 0, part.head) : part.run;
            handle.execute(
                "update run set imported = ? where id = ?", Times.nanos(Instant.now()), part.run);
            write(handle, part.run, part);
            return true;
          });
      open.clients.clear();
      open.findings.clear();
    }
  }

  @Override
  public void run(Origin origin, Run run) throws IOException {
    Instant begun = run.course().ended().minus(run.course().duration());
    Instant first = run.read().first().orElse(begun);
    Instant last = run.read().last().orElse(run.course().ended());
    if (!isDated(first, last)) {
      return;
    }
    String site = site(origin);
    if (!open.site.equals(site)) {
      close();
      open = new Open(site);
    }
    Open ended = open;
    store.write(
        handle -> {
          String id = Texts.clean(run.course().id());
          int row = end(handle, ended, id.isEmpty() ? "head:" + ended.head : id);
          handle.execute(
              "update run set first_seen = ?, last_seen = ?, narrowed = ? where id = ?",
              Times.nanos(first),
              Times.nanos(last),
              isNarrowed(run) ? 1 : 0,
              row);
          days(handle, row, run.read().days());
          touch(handle, row);
          if (Times.day(last) < TableNumbers.firstKept(handle)) {
            forget(handle, row);
          }
          return true;
        });
    open = new Open("");
  }

  private static boolean isNarrowed(Run run) {
    return run.missed().count(LossCount.FILTERED) > 0
        || run.terms()
            .leftOut()
            .filter(left -> left.connections() > 0 || !left.by().isEmpty())
            .isPresent();
  }

  private static void days(Handle handle, int run, List<Run.Day> days) {
    int first = TableNumbers.firstKept(handle);
    try (RowBatch batch =
        new RowBatch(
            handle,
            "insert into run_day (run, day, watched, connections, lost, packets, dropped)"
                + " values (?, ?, ?, ?, ?, ?, ?) on conflict (run, day) do nothing")) {
      for (Run.Day day : days) {
        if (day.day() >= first) {
          batch.add(
              run,
              day.day(),
              (int) day.watchedSeconds(),
              day.connections(),
              day.lost(),
              day.packets(),
              day.dropped());
        }
      }
      batch.execute();
    }
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
            seen(handle, end(handle, ended, "head:" + ended.head), ended.head);
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

  /** Writes the rest of a run, in place of what the same one had brought; returns its row. */
  private int end(Handle handle, Open ended, String name) {
    int row = ended.run == 0 ? newRun(handle, ended.site, "", 0, ended.head) : ended.run;
    write(handle, row, ended);
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
    handle.execute("update run set name = ?, whole = 1 where id = ?", name, row);
    return row;
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
    giveUp(handle);
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

  /** Takes away parts of runs whose writers must have been killed: nobody reads them. */
  private static void giveUp(Handle handle) {
    handle
        .createQuery("select id from run where name = '' and imported < ?")
        .bind(0, Times.nanos(Instant.now().minus(GIVEN_UP)))
        .mapTo(Integer.class)
        .list()
        .forEach(run -> forget(handle, run));
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
    try (FactRows rows = new FactRows(handle, run, site, receipt)) {
      lines.clients.values().forEach(rows::add);
      lines.findings.forEach((id, all) -> all.forEach(finding -> rows.add(id, finding)));
      rows.execute();
    }
  }

  private void flushWatches() throws IOException {
    if (watches.isEmpty()) {
      return;
    }
    Map<String, Watches> waiting = new LinkedHashMap<>(watches);
    store.write(
        handle -> {
          waiting.forEach((site, watch) -> write(handle, site, watch));
          return true;
        });
    watches.clear();
  }

  private void write(Handle handle, String site, Watches lines) {
    int siteId = site(handle, site);
    lines.clients.forEach(
        (hour, clients) -> {
          int run = part(handle, site, hour.watch(), hour.part());
          handle.execute(
              "update run set imported = ? where id = ?", Times.nanos(Instant.now()), run);
          String content = hash(clients.values().toString());
          if (!content.equals(head(handle, run))) { // else they were taken before
            try (FactRows rows = new FactRows(handle, run, siteId, receipt)) {
              clients.values().forEach(rows::add);
              rows.execute();
            }
            seen(handle, run, content);
          }
        });
    lines.told.forEach(
        (watch, told) -> {
          int run = part(handle, site, watch, EVIDENCE);
          handle.execute("update run set whole = 1 where id = ?", run);
          try (FactRows rows = new FactRows(handle, run, siteId, receipt)) {
            told.forEach(each -> rows.amend(each.id(), each.findings()));
            rows.execute();
          }
        });
    lines.states.forEach(state -> sign(handle, siteId, state));
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

  private static void sign(Handle handle, int site, WatchState state) {
    if (Times.day(state.at()) < TableNumbers.firstKept(handle)) {
      return;
    }
    Lost lost = new Lost(state.counts());
    int fresh =
        handle.execute(
            "insert into sign (watch, at, site, begun, narrowed, lost, packets, dropped, blind)"
                + " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (watch, at) do nothing",
            Texts.clean(state.id()),
            Times.nanos(state.at()),
            site,
            Times.nanos(state.begun()),
            state.narrowedBy().isEmpty() ? 0 : 1,
            lost.connections,
            state.counts().getOrDefault("packets", 0L) + lost.packets,
            lost.packets,
            lost.blind);
    if (fresh > 0) {
      handle.execute(
          "insert into touched (site, address, day) values (?, '', ?)"
              + " on conflict (site, address, day) do nothing",
          site,
          Times.day(state.at()));
    }
  }

  /** Losses of a watch that could hide a finding, so far. */
  private static final class Lost {
    private static final Set<String> DROPS =
        Set.of(Loss.KERNEL_DROPS.id(), Loss.INTERFACE_DROPS.id(), Loss.QUEUE_DROPS.id());

    private long packets;
    private long blind;
    private long connections;

    Lost(Map<String, Long> counts) {
      Map<String, Long> own = new TreeMap<>(counts);
      own.keySet().retainAll(WatchState.LOSSES);
      for (LossCount loss : Losses.named(own, Map.of())) {
        if (DROPS.contains(loss.name())) {
          packets += loss.count();
        } else if (loss.name().equals(Loss.BLIND_SECONDS.id())) {
          blind += loss.count();
        } else if (loss.hidesNow()) {
          connections += loss.count();
        }
      }
    }
  }

  /** Returns what was done so far. */
  public Receipt receipt() {
    return receipt;
  }
}
