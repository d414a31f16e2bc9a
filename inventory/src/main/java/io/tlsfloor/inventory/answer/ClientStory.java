package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.FixGroups.AffectedClient;
import io.tlsfloor.inventory.derive.Rhythms;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.Found;
import io.tlsfloor.report.model.Rhythm;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.saved.SavedFinding;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Remedy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * All that is known of one client.
 *
 * @param client who
 * @param state its worst, on the day as of which was asked
 * @param faring how it fares, with the service that it fares worst with
 * @param volume how much it does, and when it last succeeded
 * @param endpoints addresses, link addresses and names that it had, and where
 * @param services a line each with its changes of state
 * @param rhythms when each of its low stacks ran, and how long it has been silent
 * @param days what was seen, the latest day first
 * @param findings the newest evidence of each rule and stack
 * @param notes what people decided, that covers it
 */
public record ClientStory(
    Client client,
    State state,
    Faring faring,
    Volume volume,
    Listing<SeenEndpoint> endpoints,
    Listing<UsedService> services,
    Listing<LowRhythm> rhythms,
    Listing<SeenDay> days,
    Listing<NewestFinding> findings,
    Listing<CoveringNote> notes) {
  private static final int MOST_DAYS = 366;

  /** Names whose first label is given. */
  private static final String BEGINNING =
      "replace(replace(replace(lower(?), '!', '!!'), '%', '!%'), '_', '!_') || '.%' escape '!'";

  /** An identity, with the name, address or link address that it rests on. */
  private static final Pattern FORMER =
      Pattern.compile("(?:name|address|mac|host):(?:.*/)?([^/]+)", Pattern.DOTALL);

  /**
   * Who it is.
   *
   * @param id of the row
   * @param identity by which it is known
   * @param basis what that rests on
   * @param address the latest
   * @param mac its link address; empty for none
   * @param name its latest; empty for none
   */
  public record Client(
      int id, String identity, String basis, String address, String mac, String name) {
    /** Returns whether it is an account that reports name, and no machine. */
    public boolean isAccount() {
      return basis.equals("account");
    }

    /** Its address and its name; of an account, and of a device without an address, that alone. */
    public String shown() {
      String known = KnownAs.shown(address);
      return name.isEmpty() || known.equals(name)
          ? known
          : known.isEmpty() ? name : known + " " + name;
    }
  }

  /**
   * An address, link address and name that it had at one time.
   *
   * @param site where
   * @param address its address
   * @param mac its link address; empty for none
   * @param name its name; empty for none
   * @param firstSeen first day
   * @param lastSeen last day
   */
  public record SeenEndpoint(
      String site, String address, String mac, String name, int firstSeen, int lastSeen) {
    private static final List<Column<SeenEndpoint>> COLUMNS =
        List.of(
            Column.<SeenEndpoint>words("site", SeenEndpoint::site).leaves(4),
            new Column<>("address", SeenEndpoint::address),
            new Column<SeenEndpoint>("mac", SeenEndpoint::mac).leaves(3),
            Column.<SeenEndpoint>words("name", SeenEndpoint::name).leaves(5),
            new Column<SeenEndpoint>("first_seen", row -> Times.text(row.firstSeen)).leaves(1),
            new Column<SeenEndpoint>("last_seen", row -> Times.text(row.lastSeen)).leaves(2));

    /** {@code 00-00-5E-00-53-01 pc-9 10.0.0.9 at berlin}. */
    private String words() {
      return String.join(" ", address, mac, name).strip().replaceAll(" +", " ") + " at " + site;
    }
  }

  /**
   * A service that it uses.
   *
   * @param service its name; empty for none
   * @param state with it
   * @param faring with it
   * @param owner who is responsible; empty for no one
   * @param usedBy who uses it for what, as reports of Microsoft's say
   * @param stacks that it looks like
   * @param history of the state, a change each
   */
  public record UsedService(
      String service,
      State state,
      Faring faring,
      String owner,
      List<String> usedBy,
      List<String> stacks,
      List<String> history) {
    private static final List<Column<UsedService>> COLUMNS =
        List.of(
            Column.words("service", UsedService::service),
            new Column<UsedService>("state", row -> row.state.word()).leaves(2),
            new Column<>("fares", row -> row.faring.wholeText()),
            Column.<UsedService>words("owner", UsedService::owner).leaves(1),
            Column.words("used_by", UsedService::usedBy),
            Column.<UsedService>words("stacks", UsedService::stacks).leaves(3),
            Column.words("history", UsedService::history));
  }

  /**
   * When a low stack ran.
   *
   * @param service with which; empty for none
   * @param stack its name; empty for a program that is not known
   * @param rhythm of its days
   * @param mixed whether another one did better since, so that its silence says something
   * @param asOf last day of the client
   */
  public record LowRhythm(String service, String stack, Rhythm rhythm, boolean mixed, int asOf) {
    private static final List<Column<LowRhythm>> COLUMNS =
        List.of(
            new Column<>("service", LowRhythm::service),
            new Column<>("stack", LowRhythm::stack),
            new Column<>("cadence", row -> Words.constant(row.rhythm.cadence())),
            new Column<>("days", row -> row.rhythm.days()),
            new Column<>("last", row -> Times.text(row.rhythm.last())),
            new Column<>("longest_gap", row -> row.rhythm.longestGap()),
            new Column<>("quiet_days", row -> row.rhythm.passed()),
            new Column<>("needed_days", row -> row.mixed ? row.rhythm.needed() : 0),
            new Column<>("gone", LowRhythm::gone),
            new Column<>("rhythm", LowRhythm::words));

    private String gone() {
      return mixed && rhythm.isOver() ? "yes" : mixed ? "no" : "";
    }

    String words() {
      return mixed ? rhythm.text(asOf) : rhythm.ran();
    }
  }

  /**
   * What was seen of it on a day, by one lane of sensors.
   *
   * @param day as it is counted since 1970
   * @param service its name; empty for none
   * @param site where
   * @param address that it had
   * @param connections all
   * @param below those below the floor
   * @param failed those that were refused, reset, closed or not answered
   * @param offered highest versions, with counts
   * @param negotiated versions, with counts
   * @param stacks that it looked like
   */
  public record SeenDay(
      int day,
      String service,
      String site,
      String address,
      long connections,
      long below,
      long failed,
      List<String> offered,
      List<String> negotiated,
      List<String> stacks) {
    private static final List<Column<SeenDay>> COLUMNS =
        List.of(
            new Column<>("day", row -> Times.text(row.day)),
            Column.words("service", SeenDay::service),
            Column.<SeenDay>words("site", SeenDay::site).leaves(1),
            new Column<>("address", SeenDay::address),
            new Column<SeenDay>("connections", SeenDay::connections).right(),
            new Column<SeenDay>("below", SeenDay::below).right(),
            new Column<SeenDay>("failed", SeenDay::failed).right().leaves(2),
            Column.words("offered", SeenDay::offered),
            Column.words("negotiated", SeenDay::negotiated),
            Column.<SeenDay>words("stacks", SeenDay::stacks).leaves(3));
  }

  /**
   * The newest evidence of a rule and a stack.
   *
   * @param seen when
   * @param service with which; empty for none
   * @param found what
   */
  public record NewestFinding(Instant seen, String service, Found found) {
    private static final List<Column<NewestFinding>> COLUMNS =
        List.of(
            new Column<>("seen", NewestFinding::seen),
            new Column<>("service", NewestFinding::service),
            new Column<>("rule", row -> row.found.rule().id()),
            new Column<>("stack", row -> row.found.stackName()),
            new Column<>("times", row -> row.found.times()),
            new Column<>("summary", row -> row.found.worst().summary()),
            new Column<>("remedy", NewestFinding::remedy),
            new Column<>("reference", NewestFinding::reference),
            new Column<>("evidence", NewestFinding::evidence),
            new Column<>("exception", NewestFinding::exception));

    String remedy() {
      return found.worst().remedy().map(Remedy::text).orElse("");
    }

    String reference() {
      return found.worst().remedy().map(Remedy::reference).orElse("");
    }

    String evidence() {
      return found.sight().frame().file() + "#" + found.sight().frame().number();
    }

    String exception() {
      return found.waiver().map(why -> why.reason() + ", " + why.text()).orElse("");
    }
  }

  /**
   * A note that covers it.
   *
   * @param note what was noted
   * @param about the client, range or stack that it is about
   */
  public record CoveringNote(Note note, String about) {
    private static final List<Column<CoveringNote>> COLUMNS =
        List.of(
            new Column<>("noted", row -> Times.instant(row.note.noted())),
            Column.words("author", row -> row.note.author()),
            Column.words("about", CoveringNote::about),
            Column.words("field", row -> row.note.field().word()),
            Column.words("content", row -> row.note.content()),
            Column.<CoveringNote>words("owner", row -> row.note.owner()).leaves(1),
            Column.words("until", CoveringNote::until));

    private String until() {
      return note.until() == 0 ? "" : Times.text(note.until());
    }
  }

  /**
   * Finds a client.
   *
   * @param given its identity, or an address, link address, name or first label of a name that only
   *     one client has
   * @return its id
   * @throws ReportException if none has it, or several have
   */
  public static int find(Handle handle, String given) throws ReportException {
    String sought = given.strip();
    List<String> queries =
        List.of(
            "select id from client where identity = ?",
            """
            select distinct client from place where mac = upper(replace(?, ':', '-')) and mac <> '' and client > 0
            """,
            "select id from client where address = lower(?)",
            "select distinct client from place where address = lower(?) and client > 0",
            "select id from client where name = lower(?)",
            "select distinct client from place where name = lower(?) and client > 0",
            "select id from client where name like " + BEGINNING,
            "select distinct client from place where client > 0 and name like " + BEGINNING);
    for (String query : queries) {
      List<Integer> ids =
          handle.createQuery(query + " order by 1").bind(0, sought).mapTo(Integer.class).list();
      if (ids.size() == 1) {
        return ids.get(0);
      }
      if (ids.size() > 1) {
        String some = ids.stream().limit(10).map(String::valueOf).collect(Collectors.joining(","));
        List<String> names =
            handle
                .createQuery(
                    "select address, name from client where id in (" + some + ") order by sort")
                .map(
                    (r, c) -> AffectedClient.of(r.getString("address"), r.getString("name")).both())
                .list();
        throw ReportException.given(
            ids.size() + " clients had " + given,
            "Give the address of one: " + String.join(", ", names));
      }
    }
    Matcher former = FORMER.matcher(sought); // more is known of it now: it has another identity
    if (former.matches()) {
      return find(handle, former.group(1));
    }
    throw ReportException.given(
        "the inventory has no client " + given,
        "Give an address, a name, or the id that tlsfloor inventory clients --format jsonl shows.");
  }

  /** Returns what makes a client one. */
  public static String identity(Handle handle, int client) {
    return handle
        .createQuery("select identity from client where id = ?")
        .bind(0, client)
        .mapTo(String.class)
        .one();
  }

  /** Returns what a client consists of, in words. */
  public static List<String> parts(Handle handle, int client) {
    return endpoints(handle, client).stream().map(SeenEndpoint::words).toList();
  }

  /** The story of a client. */
  public static ClientStory of(Handle handle, Question question, int id) {
    Client client =
        handle
            .createQuery("select id, identity, basis, address, mac, name from client where id = ?")
            .bind(0, id)
            .mapTo(Client.class)
            .one();
    List<State> states = new ArrayList<>();
    List<Faring> farings = new ArrayList<>();
    List<UsedService> services = new ArrayList<>();
    List<LowRhythm> rhythms = new ArrayList<>();
    question
        .query(
            handle,
            """
            select p.*, v.name as service_name
            from %s p
            join service v on v.id = p.service
            order by p.fares, p.fares_day, p.state, v.name
            """
                .formatted(Question.PAIRS_OF_ONE))
        .bind("id", id)
        .map(
            (r, c) -> {
              State state = State.values()[r.getInt("state")];
              Faring faring = Question.faring(r);
              states.add(state);
              farings.add(faring);
              services.add(
                  new UsedService(
                      r.getString("service_name"),
                      state,
                      faring,
                      r.getString("owner"),
                      Texts.list(r.getString("used")),
                      Texts.list(r.getString("stacks")),
                      Texts.list(r.getString("history"))));
              rhythms(rhythms, r);
              return true;
            })
        .list();
    return new ClientStory(
        client,
        states.stream().min(Comparator.naturalOrder()).orElse(State.GOOD),
        farings.stream().min(Faring.WORST_FIRST).orElse(Faring.GOOD),
        Volume.sum(Volume.of(handle, question, id).values()),
        new Listing<>(SeenEndpoint.COLUMNS, endpoints(handle, id)),
        new Listing<>(UsedService.COLUMNS, services),
        new Listing<>(LowRhythm.COLUMNS, rhythms),
        new Listing<>(SeenDay.COLUMNS, days(handle, id)),
        new Listing<>(NewestFinding.COLUMNS, findings(handle, id)),
        new Listing<>(CoveringNote.COLUMNS, notes(handle, client)));
  }

  private static void rhythms(List<LowRhythm> rhythms, ResultSet row) throws SQLException {
    for (Map.Entry<String, Rhythm> each : Rhythms.of(row.getString("low")).entrySet()) {
      rhythms.add(
          new LowRhythm(
              row.getString("service_name"),
              each.getKey(),
              each.getValue(),
              row.getInt("mixed") > 0,
              row.getInt("last_day")));
    }
  }

  private static List<SeenEndpoint> endpoints(Handle handle, int id) {
    return handle
        .createQuery(
            """
            select s.name as site, p.address,
              case when p.mac <> '' then p.mac else p.made_up end as mac, p.name,
              min(p.day) as first_seen, max(p.day) as last_seen
            from place p join site s on s.id = p.site
            where p.client = ?
            group by s.name, p.address, case when p.mac <> '' then p.mac else p.made_up end, p.name
            order by last_seen desc, 2, 1, 3, 4
            """)
        .bind(0, id)
        .mapTo(SeenEndpoint.class)
        .list();
  }

  private static List<SeenDay> days(Handle handle, int id) {
    return handle
        .createQuery(
            """
            select o.day, v.name as service, s.name as site, o.address, o.connections, o.below,
              o.failed, o.offered, o.negotiated, o.stacks
            from place p
            join observation o on o.site = p.site and o.address = p.address and o.day = p.day
            join run r on r.id = o.run and r.whole > 0
            join service v on v.id = o.service
            join site s on s.id = o.site
            where p.client = :client
            order by o.day desc, v.name, s.name, o.address, r.lane, o.first_seen limit :most
            """)
        .bind("client", id)
        .bind("most", MOST_DAYS)
        .mapTo(SeenDay.class)
        .list();
  }

  private static List<NewestFinding> findings(Handle handle, int id) {
    return handle
        .createQuery(
            """
            select seen, service, content from (
              select f.seen, v.name as service, f.rule, f.stack, f.content, row_number() over (
                partition by v.name, f.rule, f.stack order by f.seen desc, f.run, f.part) as number
              from place p
              join finding f on f.site = p.site and f.address = p.address and f.day = p.day
              join run r on r.id = f.run and r.whole > 0
              join service v on v.id = f.service
              where p.client = ?) newest
            where number = 1 order by seen desc, rule, service, stack
            """)
        .bind(0, id)
        .map(
            (r, c) ->
                new NewestFinding(
                    Times.instant(r.getLong("seen")),
                    r.getString("service"),
                    SavedFinding.of(r.getString("content"))))
        .list();
  }

  private static List<CoveringNote> notes(Handle handle, Client client) {
    NoteBook notes = NoteBook.load(handle, Integer.MAX_VALUE);
    if (notes.isEmpty()) {
      return List.of();
    }
    List<String> addresses =
        handle
            .createQuery("select distinct address from place where client = ?")
            .bind(0, client.id())
            .mapTo(String.class)
            .list();
    Set<String> stacks = new HashSet<>();
    handle
        .createQuery("select stacks from pair where client = ?")
        .bind(0, client.id())
        .mapTo(String.class)
        .forEach(text -> stacks.addAll(Texts.list(text)));
    List<CoveringNote> covering = new ArrayList<>();
    for (Note note : notes.all()) {
      if (notes.covers(note, client.identity(), addresses, stacks)) {
        boolean own = note.scope() == Note.Scope.CLIENT;
        covering.add(new CoveringNote(note, own ? client.shown() : note.target()));
      }
    }
    return covering;
  }
}
