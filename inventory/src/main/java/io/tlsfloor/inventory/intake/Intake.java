package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.TlsVersion;
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
import io.tlsfloor.report.text.Column;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Takes in what lines say of days of clients, in their order, and keeps it under the run that
 * brought it. Lines of connections are none of its business.
 *
 * <p>Of a run that ends by itself all lines before the one that ends it are its own: they take the
 * place of what the same run had brought. Lines of a watch name it and their part: the same part
 * takes the place of what it had brought, and others add up. So it does not matter in which order
 * files come, how often, or where they break off. What was taken in waits in {@code touched} until
 * somebody asks. Confined to one thread.
 */
public final class Intake implements SavedLine.LineHandler {
  /** Facts that wait for their transaction at most; about 1 KB each. */
  private static final int MAX_WAITING = 50_000;

  /** What no writer has touched for so long is no writer's any more. */
  private static final Duration GIVEN_UP = Duration.ofDays(7);

  private static final byte[] CONNECTION =
      "\"dataset\":\"tlsfloor.connection\"".getBytes(StandardCharsets.US_ASCII);

  private final Store store;
  private final String standardSite;
  private final Receipt receipt = new Receipt();

  private final Map<Source, Facts> watches = new LinkedHashMap<>();
  private final Map<Source, WatchState> states = new LinkedHashMap<>(); // the latest of each
  private Facts open; // of the run whose last line is yet to come
  private int size; // of what waits

  /** A watch. */
  private record Source(String site, String watch) {}

  /** Holds what a row of facts is known by within its run. */
  private record Key(ClientAndService who, int day, long part) {
    Key(ClientDay client) {
      this(client.key(), client.day(), client.period().part());
    }
  }

  /** Facts of a run that wait. */
  private static final class Facts {
    private final String site;
    private final Map<Key, ClientDay> clients = new LinkedHashMap<>();
    private String head = "";
    private final Set<String> floors = new TreeSet<>(); // as the lines say
    private int run; // the row that has what was written already

    Facts(String site) {
      this.site = site;
    }

    /** Is known by its first line where nothing else names it. */
    private void beginWith(String line) {
      head = line;
    }

    private void isIn(int row) {
      run = row;
    }
  }

  /** What a run says of its days. */
  private record Told(List<Run.Day> days, boolean narrowed, Set<String> floors, long at) {}

  /**
   * Writes to {@code store}.
   *
   * @param site where lines were seen that do not say it
   */
  public Intake(Store store, String site) {
    this.store = store;
    this.standardSite = site;
    open = new Facts(site);
  }

  /**
   * Returns whether a line is of a connection, of which nothing is kept: there may be a thousand
   * times as many. Within a text a quotation mark has a backslash before it, so no name of a host
   * looks like that.
   */
  static boolean isOfConnection(byte[] line) {
    for (int at = 0; at + CONNECTION.length <= line.length; at++) {
      if (line[at] == '"'
          && line[at + 1] == 'd'
          && Arrays.equals(line, at, at + CONNECTION.length, CONNECTION, 0, CONNECTION.length)) {
        return true;
      }
    }
    return false;
  }

  /** Takes a line of a run; one that is none is left out. */
  public void take(byte[] line) throws IOException {
    if (!isOfConnection(line)) {
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
        receipt.addMisdated();
        return false;
      }
    }
    return true;
  }

  @Override
  public void connection(Origin origin, Result result) {
    // Its client's day has it.
  }

  @Override
  public void client(Origin origin, ClientDay client) throws IOException {
    if (!isDated(client.firstSeen(), client.lastSeen())) {
      return;
    }
    String site = site(origin);
    boolean watch = origin.watch().isPresent();
    Facts own =
        watch
            ? watches.computeIfAbsent(source(site, origin.watch().get()), key -> new Facts(site))
            : open(site);
    origin.floor().map(TlsVersion::toString).ifPresent(own.floors::add);
    if (watch) {
      own.clients.put(new Key(client), client);
    } else {
      if (own.head.isEmpty()) {
        own.beginWith(hash(site + client));
      }
      own.clients.merge(new Key(client), client, ClientDay::and);
    }
    if (++size >= MAX_WAITING) {
      makeRoom();
    }
  }

  @Override
  public void watch(Origin origin, WatchState state) {
    if (isDated(state.begun(), state.at()) && !state.days().isEmpty()) {
      states.merge(
          source(site(origin), state.id()),
          state,
          (one, other) -> other.at().isBefore(one.at()) ? one : other);
    }
  }

  private static Source source(String site, String watch) {
    return new Source(site, Texts.clean(watch));
  }

  /** The run that is open; the first line of another site ends it. */
  private Facts open(String site) throws IOException {
    if (!open.site.equals(site)) {
      close();
      open = new Facts(site);
    }
    return open;
  }

  /** Writes what waits before it is too much to be held; nothing reads a run that is not whole. */
  private void makeRoom() throws IOException {
    flushWatches();
    if (!open.head.isEmpty()) {
      store.write(
          handle -> {
            open.isIn(open.run == 0 ? newRun(handle, open.site, "", open.head) : open.run);
            touched(handle, open.run);
            write(handle, open.run, open.site, open.clients.values());
            return true;
          });
      open.clients.clear();
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
    Facts ended = open(site(origin));
    String id = Texts.clean(run.course().id());
    String name = id.isEmpty() ? "head:" + ended.head : id;
    boolean narrowed =
        run.missed().count(LossKind.FILTERED_FRAMES) > 0
            || run.terms()
                .leftOut()
                .filter(left -> left.connections() > 0 || !left.by().isEmpty())
                .isPresent();
    Set<String> floors = new TreeSet<>(Set.of(run.terms().floor().toString()));
    run.terms().otherFloors().forEach(each -> floors.add(each.toString()));
    Told told = new Told(run.read().days(), narrowed, floors, Long.MAX_VALUE);
    store.write(
        handle -> {
          boolean hasFacts = !ended.head.isEmpty(); // a watch has brought its own, in parts
          int row = hasFacts ? end(handle, ended, name) : named(handle, ended.site, name);
          span(handle, row, Times.nanos(first), Times.nanos(last));
          told(handle, row, told);
          if (Times.day(last) < TableNumbers.firstKept(handle)) {
            forget(handle, row);
          }
          return true;
        });
    open = new Facts(ended.site);
  }

  /** Keeps what a run says of its days, where it did not say anything later. */
  private static void told(Handle handle, int run, Told told) {
    int newer =
        handle
            .createUpdate(
                "update run set told = :at, narrowed = :narrowed where id = :run and told < :at")
            .bind("at", told.at())
            .bind("narrowed", told.narrowed() ? 1 : 0)
            .bind("run", run)
            .execute();
    if (newer == 0) {
      return;
    }
    floors(handle, run, told.floors());
    touchDays(handle, run);
    handle.execute("delete from run_day where run = ?", run);
    int first = TableNumbers.firstKept(handle);
    try (TableWriter<Run.Day> days =
        TableWriter.upsert(
            handle,
            "run_day",
            List.of(new Column<>("run", day -> run), new Column<>("day", Run.Day::day)),
            List.of(
                new Column<>("watched", day -> (int) day.watchedSeconds()),
                new Column<>("connections", Run.Day::connections),
                new Column<>("lost", Run.Day::lost),
                new Column<>("packets", Run.Day::packets),
                new Column<>("dropped", Run.Day::dropped)))) {
      told.days().stream().filter(day -> day.day() >= first).forEach(days::add);
      days.execute();
    }
    touchDays(handle, run);
  }

  /** Adds floors to those of a run: a reload of its policy may change it. */
  private static void floors(Handle handle, int run, Set<String> floors) {
    if (!floors.isEmpty()) {
      String known =
          handle
              .createQuery("select floor from run where id = ?")
              .bind(0, run)
              .mapTo(String.class)
              .one();
      handle.execute(
          "update run set floor = ? where id = ?", Texts.union(known, List.copyOf(floors)), run);
    }
  }

  /** Lines end without the line of their run: they are kept until somebody has all of them. */
  private void close() throws IOException {
    Facts ended = open;
    if (ended.head.isEmpty()) {
      return;
    }
    String name = "head:" + ended.head;
    store.write(
        handle -> {
          boolean known =
              handle
                  .createQuery("select 1 from run where head = ? and name not in ('', ?) limit 1")
                  .bind(0, ended.head)
                  .bind(1, name)
                  .mapTo(Integer.class)
                  .findFirst()
                  .isPresent();
          if (known) {
            forget(handle, ended.run);
          } else {
            spanOfFacts(handle, end(handle, ended, name), 0, Long.MAX_VALUE);
          }
          return true;
        });
    open = new Facts(ended.site);
  }

  /** Writes what waits. */
  public void flush() throws IOException {
    close();
    flushWatches();
    size = 0;
  }

  /** Writes the rest of a run, in place of what the same one had brought; returns its row. */
  private int end(Handle handle, Facts ended, String name) {
    int row = ended.run == 0 ? newRun(handle, ended.site, "", ended.head) : ended.run;
    write(handle, row, ended.site, ended.clients.values());
    List<Integer> before =
        handle
            .createQuery("select id from run where name = :name or name = :head")
            .bind("name", name)
            .bind("head", "head:" + ended.head)
            .mapTo(Integer.class)
            .list();
    for (int each : before) {
      receipt.addReplaced();
      forget(handle, each);
    }
    handle.execute("update run set name = ?, whole = 1 where id = ?", name, row);
    floors(handle, row, ended.floors);
    return row;
  }

  private static void touchDays(Handle handle, int run) {
    handle.execute(
        """
        insert into touched (site, address, day)
        select r.site, '', d.day
        from run_day d
        join run r on r.id = d.run
        where r.id = ?
        on conflict (site, address, day) do nothing
        """,
        run);
  }

  /** Takes away what a run had brought. */
  public static void forget(Handle handle, int run) {
    handle.execute(
        """
        insert into touched (site, address, day)
        select distinct site, address, day
        from observation
        where run = ?
        on conflict (site, address, day) do nothing
        """,
        run);
    touchDays(handle, run);
    for (String table : new String[] {"observation", "finding", "run_day", "part"}) {
      handle.execute("delete from " + table + " where run = ?", run);
    }
    handle.execute("delete from run where id = ?", run);
  }

  private static int newRun(Handle handle, String site, String name, String head) {
    giveUp(handle);
    int id = TableNumbers.nextId(handle, "run");
    handle
        .createUpdate(
            """
            insert into run (id, name, site, first_seen, last_seen, lane, narrowed, floor, whole, head, told,
              imported)
            values (:id, :name, :site, 0, 0, 0, 0, '', :whole, :head, 0, :imported)
            """)
        .bind("id", id)
        .bind("name", name)
        .bind("site", site(handle, site))
        .bind("whole", name.isEmpty() ? 0 : 1)
        .bind("head", head)
        .bind("imported", Times.nanos(Instant.now()))
        .execute();
    return id;
  }

  /** The run of a name; a new one where there is none. */
  private static int named(Handle handle, String site, String name) {
    return handle
        .createQuery("select id from run where name = ?")
        .bind(0, name)
        .mapTo(Integer.class)
        .findOne()
        .orElseGet(() -> newRun(handle, site, name, ""));
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

  private static void touched(Handle handle, int run) {
    handle.execute("update run set imported = ? where id = ?", Times.nanos(Instant.now()), run);
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

  private void write(Handle handle, int run, String site, Iterable<ClientDay> clients) {
    try (FactRows rows = new FactRows(handle, run, site(handle, site), receipt)) {
      clients.forEach(rows::add);
      rows.execute();
    }
  }

  private void flushWatches() throws IOException {
    if (!watches.isEmpty() || !states.isEmpty()) {
      store.write(
          handle -> {
            watches.forEach((source, facts) -> write(handle, source, facts));
            states.forEach(
                (source, state) ->
                    told(
                        handle,
                        named(handle, source.site(), source.watch()),
                        new Told(
                            state.days(),
                            !state.narrowedBy().isEmpty(),
                            Set.of(), // which the lines of clients say
                            Times.nanos(state.at()))));
            return true;
          });
      watches.clear();
      states.clear();
    }
  }

  /** Writes parts that were not taken before as they are. */
  private void write(Handle handle, Source source, Facts facts) {
    int run = named(handle, source.site(), source.watch());
    touched(handle, run);
    floors(handle, run, facts.floors);
    TreeMap<Long, List<ClientDay>> parts = new TreeMap<>();
    facts
        .clients
        .values()
        .forEach(
            each ->
                parts.computeIfAbsent(each.period().part(), key -> new ArrayList<>()).add(each));
    Map<Long, String> known = new TreeMap<>();
    if (parts.isEmpty()) {
      return;
    }
    handle
        .createQuery(
            "select part, content from part where run = :run and part between :first and :last")
        .bind("run", run)
        .bind("first", parts.firstKey())
        .bind("last", parts.lastKey())
        .map((r, c) -> known.put(r.getLong("part"), r.getString("content")))
        .list();
    List<ClientDay> fresh = new ArrayList<>();
    Map<Long, String> changed = new TreeMap<>();
    parts.forEach(
        (part, clients) -> {
          String content = hash(clients.toString());
          if (!content.equals(known.get(part))) {
            changed.put(part, content);
            fresh.addAll(clients);
          }
        });
    try (TableWriter<Map.Entry<Long, String>> rows =
        TableWriter.upsert(
            handle,
            "part",
            List.of(new Column<>("run", row -> run), new Column<>("part", Map.Entry::getKey)),
            List.of(new Column<>("content", Map.Entry::getValue)))) {
      changed.entrySet().forEach(rows::add);
      rows.execute();
    }
    if (!fresh.isEmpty()) {
      write(handle, run, source.site(), fresh);
      spanOfFacts(handle, run, parts.firstKey(), parts.lastKey());
    }
  }

  private static String hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Notes when a run saw something: from the earliest to the latest time that is known. */
  private static void span(Handle handle, int run, long first, long last) {
    handle
        .createUpdate(
            """
            update run set first_seen = case when first_seen = 0 or first_seen > :first then :first else first_seen end,
              last_seen = case when last_seen < :last then :last else last_seen end
            where id = :run
            """)
        .bind("first", first)
        .bind("last", last)
        .bind("run", run)
        .execute();
  }

  /** Notes the same of the facts of parts of a run. */
  private static void spanOfFacts(Handle handle, int run, long firstPart, long lastPart) {
    handle
        .createQuery(
            """
            select coalesce(min(first_seen), 0) as first, coalesce(max(last_seen), 0) as last
            from observation where run = :run and part between :first and :last
            """)
        .bind("run", run)
        .bind("first", firstPart)
        .bind("last", lastPart)
        .map((r, c) -> new long[] {r.getLong("first"), r.getLong("last")})
        .findFirst()
        .filter(both -> both[1] > 0)
        .ifPresent(both -> span(handle, run, both[0], both[1]));
  }

  /** Returns what was done so far. */
  public Receipt receipt() {
    return receipt;
  }
}
