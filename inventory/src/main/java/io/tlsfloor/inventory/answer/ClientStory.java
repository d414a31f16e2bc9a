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
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Remedy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    Listing endpoints,
    Listing services,
    Listing rhythms,
    Listing days,
    Listing findings,
    Listing notes) {
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
            "select distinct client from place where mac = upper(replace(?, ':', '-'))"
                + " and mac <> '' and client > 0",
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
        List<String> names =
            handle
                .createQuery("select address, name from client where id in (<ids>) order by sort")
                .bindList("ids", ids.subList(0, Math.min(ids.size(), 10)))
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
    List<String> parts = new ArrayList<>();
    for (List<Object> row : endpoints(handle, client).rows()) {
      String known = String.join(" ", row.subList(1, 4).stream().map(String::valueOf).toList());
      parts.add(known.strip().replaceAll(" +", " ") + " at " + row.get(0));
    }
    return parts;
  }

  /** The story of a client. */
  public static ClientStory of(Handle handle, Question question, int id) {
    Client client =
        handle
            .createQuery("select id, identity, basis, address, mac, name from client where id = ?")
            .bind(0, id)
            .map(
                (r, c) ->
                    new Client(
                        r.getInt("id"),
                        r.getString("identity"),
                        r.getString("basis"),
                        r.getString("address"),
                        r.getString("mac"),
                        r.getString("name")))
            .one();
    List<State> states = new ArrayList<>();
    List<Faring> farings = new ArrayList<>();
    Listing services =
        Listing.of("service", "state", "fares", "owner", "used_by", "stacks", "history");
    Listing rhythms =
        Listing.of(
            "service",
            "stack",
            "cadence",
            "days",
            "last",
            "longest_gap",
            "quiet_days",
            "needed_days",
            "gone",
            "rhythm");
    question
        .query(
            handle,
            "select p.*, v.name as service_name from "
                + Question.PAIRS_OF_ONE
                + " p join service v on v.id = p.service order by p.fares, p.fares_day, p.state, v.name")
        .bind("id", id)
        .map(
            (r, c) -> {
              State state = State.values()[r.getInt("state")];
              Faring faring = Question.faring(r);
              states.add(state);
              farings.add(faring);
              services.add(
                  r.getString("service_name"),
                  state.word(),
                  faring.wholeText(),
                  r.getString("owner"),
                  Texts.list(r.getString("used")),
                  Texts.list(r.getString("stacks")),
                  Texts.list(r.getString("history")));
              rhythms(rhythms, r);
              return true;
            })
        .list();
    return new ClientStory(
        client,
        states.stream().min(Comparator.naturalOrder()).orElse(State.GOOD),
        farings.stream().min(Faring.WORST_FIRST).orElse(Faring.GOOD),
        Volume.sum(
            Volume.of(handle, question, List.of(client.identity()))
                .getOrDefault(client.identity(), Map.of())
                .values()),
        endpoints(handle, id),
        services,
        rhythms,
        days(handle, id),
        findings(handle, id),
        notes(handle, client));
  }

  private static void rhythms(Listing rhythms, ResultSet row) throws SQLException {
    boolean mixed = row.getInt("mixed") > 0;
    for (Map.Entry<String, Rhythm> each : Rhythms.of(row.getString("low")).entrySet()) {
      Rhythm rhythm = each.getValue();
      rhythms.add(
          row.getString("service_name"),
          each.getKey(),
          Words.constant(rhythm.cadence()),
          rhythm.days(),
          Times.text(rhythm.last()),
          rhythm.longestGap(),
          rhythm.passed(),
          mixed ? rhythm.needed() : 0,
          mixed && rhythm.isOver() ? "yes" : mixed ? "no" : "",
          mixed ? rhythm.text(row.getInt("last_day")) : rhythm.ran());
    }
  }

  private static Listing endpoints(Handle handle, int id) {
    return Listing.of(
        handle
            .createQuery(
                "select s.name as site, p.address,"
                    + " case when p.mac <> '' then p.mac else p.made_up end as mac, p.name,"
                    + " min(p.day) as first_seen, max(p.day) as last_seen"
                    + " from place p join site s on s.id = p.site where p.client = ?"
                    + " group by s.name, p.address,"
                    + " case when p.mac <> '' then p.mac else p.made_up end, p.name"
                    + " order by 6 desc, 2, 1, 3, 4")
            .bind(0, id));
  }

  private static Listing days(Handle handle, int id) {
    return Listing.of(
        handle
            .createQuery(
                "select o.day, v.name as service, s.name as site, o.address, o.connections, o.below,"
                    + " o.good as established, o.offered, o.negotiated, o.stacks from place p"
                    + " join observation o on o.site = p.site and o.address = p.address"
                    + " and o.day = p.day join run r on r.id = o.run and r.whole > 0"
                    + " join service v on v.id = o.service join site s on s.id = o.site"
                    + " where p.client = ?"
                    + " order by o.day desc, v.name, s.name, o.address, r.lane, o.first_seen limit "
                    + MOST_DAYS)
            .bind(0, id));
  }

  private static Listing findings(Handle handle, int id) {
    Listing listing =
        Listing.of(
            "seen",
            "service",
            "rule",
            "stack",
            "times",
            "summary",
            "remedy",
            "reference",
            "evidence",
            "exception");
    handle
        .createQuery(
            "select seen, service, content from (select f.seen, v.name as service, f.rule, f.stack,"
                + " f.content, row_number() over (partition by v.name, f.rule, f.stack"
                + " order by f.seen desc, f.run, f.part) as number from place p"
                + " join finding f on f.site = p.site and f.address = p.address"
                + " and f.day = p.day join run r on r.id = f.run and r.whole > 0"
                + " join service v on v.id = f.service where p.client = ?) newest"
                + " where number = 1 order by seen desc, rule, service, stack")
        .bind(0, id)
        .map(
            (r, c) -> {
              Found found = SavedFinding.of(r.getString("content"));
              listing.add(
                  Times.instant(r.getLong("seen")),
                  r.getString("service"),
                  found.rule().id(),
                  found.stackName(),
                  found.times(),
                  found.worst().summary(),
                  found.worst().remedy().map(Remedy::text).orElse(""),
                  found.worst().remedy().map(Remedy::reference).orElse(""),
                  found.sight().frame().file() + "#" + found.sight().frame().number(),
                  found.waiver().map(why -> why.reason() + ", " + why.text()).orElse(""));
              return true;
            })
        .list();
    return listing;
  }

  private static Listing notes(Handle handle, Client client) {
    Listing listing = Listing.of("noted", "author", "about", "field", "content", "owner", "until");
    NoteBook notes = NoteBook.load(handle, Integer.MAX_VALUE);
    if (notes.isEmpty()) {
      return listing;
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
    for (Note note : notes.all()) {
      if (notes.covers(note, client.identity(), addresses, stacks)) {
        listing.add(
            Times.instant(note.noted()),
            note.author(),
            note.scope() == Note.Scope.CLIENT ? client.shown() : note.target(),
            note.field().word(),
            note.content(),
            note.owner(),
            note.until() == 0 ? "" : Times.text(note.until()));
      }
    }
    return listing;
  }
}
