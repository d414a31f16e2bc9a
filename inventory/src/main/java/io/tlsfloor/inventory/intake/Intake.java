package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.ClientAndService;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.LossKind;
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

  /** In the place of a part: what a watch said of its days so far. */
  private static final long SO_FAR = -1;

  /** What no writer has touched for so long is no writer's any more. */
  private static final Duration GIVEN_UP = Duration.ofDays(7);

  private final Store store;
  private final String standardSite;
  private final Receipt receipt = new Receipt();

  private final Map<Source, Part> waiting = new LinkedHashMap<>();
  private final Map<String, List<WatchState>> states = new LinkedHashMap<>(); // by site
  private int size; // of what waits
  private Source open = new Source("", "", 0); // the run whose last line is yet to come

  /** Whose lines they are: an hour of a watch, or else the run that is open. */
  private record Source(String site, String watch, long part) {}

  /** Holds what a row of facts is known by within its source. */
  private record Key(ClientAndService who, int day) {
    Key(ClientDay client) {
      this(client.key(), Times.day(client.lastSeen()));
    }
  }

  /** Lines of a source that wait. */
  private static final class Part {
    private final Map<Key, ClientDay> clients = new LinkedHashMap<>();
    private final List<Told> told = new ArrayList<>();
    private String head = "";
    private int run; // the row that has what was written already
  }

  /** A connection's line. */
  private record Told(String id, boolean amends, List<KeptFinding> findings) {}

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
    if (isDated(client.firstSeen(), client.lastSeen())) {
      Part part = part(origin, Times.nanos(client.period().from()), client.sight());
      boolean hour = origin.watch().isPresent(); // a later line takes the place of an earlier one
      part.clients.merge(new Key(client), client, hour ? (old, late) -> late : ClientDay::and);
      added();
    }
  }

  /** One without a finding has nothing to keep, but where it amends something to take back. */
  @Override
  public void connection(Origin origin, Result result) throws IOException {
    boolean amends = result.connection().evidence().amends();
    if ((amends || !result.findings().isEmpty()) && isDated(result.first().time())) {
      part(origin, EVIDENCE, result.id())
          .told
          .add(new Told(result.id(), amends, KeptFinding.of(result)));
      added();
    }
  }

  @Override
  public void watch(Origin origin, WatchState state) throws IOException {
    if (isDated(state.begun(), state.at())) {
      states.computeIfAbsent(site(origin), name -> new ArrayList<>()).add(state);
      added();
    }
  }

  /** Where a line belongs; the first of a run tells it from others until its last one comes. */
  private Part part(Origin origin, long part, String first) throws IOException {
    String site = site(origin);
    if (origin.watch().isPresent()) {
      return waiting.computeIfAbsent(
          new Source(site, Texts.clean(origin.watch().get()), part), key -> new Part());
    }
    Part own = open(site);
    own.head = own.head.isEmpty() ? hash(site + first) : own.head;
    return own;
  }

  private Part open(String site) throws IOException {
    if (!open.site().equals(site)) {
      close();
      open = new Source(site, "", 0);
    }
    return waiting.computeIfAbsent(open, key -> new Part());
  }

  /** Writes what waits before it is too much to be held; nothing reads a run that is not whole. */
  private void added() throws IOException {
    if (++size < MAX_WAITING) {
      return;
    }
    flushWatches();
    Part part = waiting.getOrDefault(open, new Part());
    if (!part.head.isEmpty()) {
      store.write(
          handle -> {
            part.run = part.run == 0 ? newRun(handle, open.site(), "", 0, part.head) : part.run;
            handle.execute(
                "update run set imported = ? where id = ?", Times.nanos(Instant.now()), part.run);
            write(handle, part.run, open.site(), part);
            return true;
          });
      part.clients.clear();
      part.told.clear();
    }
    size = 0;
  }

  @Override
  public void run(Origin origin, Run run) throws IOException {
    Instant begun = run.course().ended().minus(run.course().duration());
    Instant first = run.read().first().orElse(begun);
    Instant last = run.read().last().orElse(run.course().ended());
    if (!isDated(first, last)) {
      return;
    }
    Part ended = open(site(origin));
    store.write(
        handle -> {
          String id = Texts.clean(run.course().id());
          int row = end(handle, ended, id.isEmpty() ? "head:" + ended.head : id);
          handle.execute(
              "update run set first_seen = ?, last_seen = ?, narrowed = ?, floor = ? where id = ?",
              Times.nanos(first),
              Times.nanos(last),
              isNarrowed(run) ? 1 : 0,
              run.terms().floor().toString(),
              row);
          days(handle, row, run.read().days());
          touch(handle, row);
          if (Times.day(last) < TableNumbers.firstKept(handle)) {
            forget(handle, row);
          }
          return true;
        });
    waiting.remove(open);
  }

  private static boolean isNarrowed(Run run) {
    return run.missed().count(LossKind.FILTERED_FRAMES) > 0
        || run.terms()
            .leftOut()
            .filter(left -> left.connections() > 0 || !left.by().isEmpty())
            .isPresent();
  }

  /**
   * Keeps what a run says of days, and touches those of which it says something else than before.
   */
  private static void days(Handle handle, int run, List<Run.Day> days) {
    int first = TableNumbers.firstKept(handle);
    Set<Run.Day> known = known(handle, run);
    try (RowBatch batch =
            new RowBatch(
                handle,
                "insert into run_day (run, day, watched, connections, lost, packets, dropped)"
                    + " values (?, ?, ?, ?, ?, ?, ?) on conflict (run, day) do update set"
                    + " watched = excluded.watched, connections = excluded.connections,"
                    + " lost = excluded.lost, packets = excluded.packets,"
                    + " dropped = excluded.dropped");
        RowBatch touched =
            new RowBatch(
                handle,
                "insert into touched (site, address, day) select site, '', ? from run where id = ?"
                    + " on conflict (site, address, day) do nothing")) {
      for (Run.Day day : days) {
        if (day.day() >= first && !known.contains(day)) {
          batch.add(
              run,
              day.day(),
              (int) day.watchedSeconds(),
              day.connections(),
              day.lost(),
              day.packets(),
              day.dropped());
          touched.add(day.day(), run);
        }
      }
      batch.execute();
      touched.execute();
    }
  }

  private static Set<Run.Day> known(Handle handle, int run) {
    return handle
        .createQuery("select * from run_day where run = ?")
        .bind(0, run)
        .map(
            (r, c) ->
                new Run.Day(
                    r.getInt("day"),
                    r.getLong("watched"),
                    r.getLong("connections"),
                    r.getLong("lost"),
                    r.getLong("packets"),
                    r.getLong("dropped")))
        .set();
  }

  /** Lines end without the line of their run: they are kept until somebody has all of them. */
  private void close() throws IOException {
    Part ended = waiting.getOrDefault(open, new Part());
    if (ended.head.isEmpty()) {
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
    waiting.remove(open);
  }

  /** Writes what waits. */
  public void flush() throws IOException {
    close();
    flushWatches();
  }

  /** Writes the rest of a run, in place of what the same one had brought; returns its row. */
  private int end(Handle handle, Part ended, String name) {
    int row = ended.run == 0 ? newRun(handle, open.site(), "", 0, ended.head) : ended.run;
    write(handle, row, open.site(), ended);
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
        "insert into run (id, name, part, site, first_seen, last_seen, lane, narrowed, floor, whole,"
            + " head, imported) values (?, ?, ?, ?, 0, 0, 0, 0, '', 0, ?, ?)",
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

  private void write(Handle handle, int run, String site, Part lines) {
    try (FactRows rows = new FactRows(handle, run, site(handle, site), receipt)) {
      lines.clients.values().forEach(rows::add);
      lines.told.forEach(each -> rows.add(each.id(), each.amends(), each.findings()));
      rows.execute();
    }
  }

  private void flushWatches() throws IOException {
    Map<Source, Part> parts = new LinkedHashMap<>(waiting);
    parts.remove(open);
    if (!parts.isEmpty() || !states.isEmpty()) {
      store.write(
          handle -> {
            parts.forEach((source, part) -> write(handle, source, part));
            states.forEach((site, all) -> all.forEach(state -> state(handle, site, state)));
            return true;
          });
      waiting.keySet().removeAll(parts.keySet());
      states.clear();
    }
  }

  private void write(Handle handle, Source source, Part lines) {
    int run = part(handle, source);
    handle.execute("update run set imported = ? where id = ?", Times.nanos(Instant.now()), run);
    if (source.part() == EVIDENCE) {
      handle.execute("update run set whole = 1 where id = ?", run);
      write(handle, run, source.site(), lines);
      return;
    }
    String content = hash(lines.clients.values().toString());
    if (!content.equals(head(handle, run))) { // else they were taken before
      write(handle, run, source.site(), lines);
      seen(handle, run, content);
    }
  }

  private static int part(Handle handle, Source of) {
    return handle
        .createQuery("select id from run where name = ? and part = ?")
        .bind(0, of.watch())
        .bind(1, of.part())
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(() -> newRun(handle, of.site(), of.watch(), of.part(), ""));
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

  /** What a watch says of itself counts until its end says more; the last word of it does. */
  private static void state(Handle handle, String site, WatchState state) {
    int run = part(handle, new Source(site, Texts.clean(state.id()), SO_FAR));
    int fresh =
        handle.execute(
            "update run set first_seen = ?, last_seen = ?, narrowed = ?, floor = ?, whole = 1,"
                + " imported = ? where id = ? and last_seen < ?",
            Times.nanos(state.begun()),
            Times.nanos(state.at()),
            state.narrowedBy().isEmpty() ? 0 : 1,
            state.floor().toString(),
            Times.nanos(Instant.now()),
            run,
            Times.nanos(state.at()));
    if (fresh > 0) {
      days(handle, run, state.days());
    }
  }

  /** Returns what was done so far. */
  public Receipt receipt() {
    return receipt;
  }
}
