package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Timestamps;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * All that is known of one client.
 *
 * @param client who
 * @param state its worst, on the day as of which was asked
 * @param endpoints addresses, link addresses and names that it had, and where
 * @param services a line each with its changes of state
 * @param days what was seen, the latest day first
 * @param findings the newest evidence of each rule and stack
 * @param notes what people decided, that covers it
 */
public record ClientStory(
    Client client,
    State state,
    Listing endpoints,
    Listing services,
    Listing days,
    Listing findings,
    Listing notes) {
  private static final int MOST_DAYS = 366;

  /** In the order of the numbers that stand for them. */
  private static final List<String> KINDS = List.of("good", "below", "back", "fixed");

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
      int id, String identity, String basis, String address, String mac, String name) {}

  /**
   * Finds a client.
   *
   * @param given its identity, or an address, link address or name that only one client has
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
            "select distinct client from place where name = lower(?) and client > 0");
    for (String query : queries) {
      List<Integer> ids =
          handle.createQuery(query + " order by 1").bind(0, sought).mapTo(Integer.class).list();
      if (ids.size() == 1) {
        return ids.get(0);
      }
      if (ids.size() > 1) {
        List<String> names =
            handle
                .createQuery("select identity from client where id in (<ids>) order by identity")
                .bindList("ids", ids.subList(0, Math.min(ids.size(), 10)))
                .mapTo(String.class)
                .list();
        throw ReportException.given(
            ids.size() + " clients had " + given, "Give one of: " + String.join(", ", names));
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
    for (List<Object> row :
        endpoints(handle, client).rows().stream().map(ArrayList::new).toList()) {
      StringBuilder text = new StringBuilder(String.valueOf(row.get(1)));
      for (int i = 2; i < 4; i++) {
        text.append(String.valueOf(row.get(i)).isEmpty() ? "" : " " + row.get(i));
      }
      parts.add(text.append(" at ").append(row.get(0)).toString());
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
    int[] worst = {State.GOOD.ordinal()};
    Listing services = services(handle, question, id, worst);
    return new ClientStory(
        client,
        State.values()[worst[0]],
        endpoints(handle, id),
        services,
        days(handle, id),
        findings(handle, id),
        notes(handle, client));
  }

  private static Listing endpoints(Handle handle, int id) {
    Listing listing = Listing.of("site", "address", "mac", "name", "first_seen", "last_seen");
    handle
        .createQuery(
            "select s.name as site, p.address,"
                + " case when p.mac <> '' then p.mac else p.made_up end as mac, p.name,"
                + " min(p.day) as first, max(p.day) as last from place p join site s on s.id = p.site"
                + " where p.client = ? group by s.name, p.address,"
                + " case when p.mac <> '' then p.mac else p.made_up end, p.name"
                + " order by 6 desc, 2, 1, 3, 4")
        .bind(0, id)
        .map(
            (r, c) -> {
              listing.add(
                  r.getString("site"),
                  r.getString("address"),
                  r.getString("mac"),
                  r.getString("name"),
                  Times.text(r.getInt("first")),
                  Times.text(r.getInt("last")));
              return true;
            })
        .list();
    return listing;
  }

  private static Listing services(Handle handle, Question question, int id, int[] worst) {
    Listing listing = Listing.of("service", "state", "owner", "used_by", "stacks", "history");
    handle
        .createQuery(
            "select v.name, p.owner, p.used, p.stacks, p.history, "
                + Question.STATE
                + " as state from pair p join service v on v.id = p.service where p.client = :id"
                + " order by state, 1")
        .bind("asOf", question.asOf())
        .bind("window", question.window())
        .bind("id", id)
        .map(
            (r, c) -> {
              worst[0] = Math.min(worst[0], r.getInt("state"));
              List<String> changes = new ArrayList<>();
              for (String change : Texts.list(r.getString("history"))) {
                String[] parts = change.split(" ");
                changes.add(
                    KINDS.get(Integer.parseInt(parts[0]))
                        + " from "
                        + Times.text(Integer.parseInt(parts[1])));
              }
              listing.add(
                  r.getString("name"),
                  State.values()[r.getInt("state")].word(),
                  r.getString("owner"),
                  Texts.list(r.getString("used")),
                  Texts.list(r.getString("stacks")),
                  changes);
              return true;
            })
        .list();
    return listing;
  }

  private static Listing days(Handle handle, int id) {
    Listing listing =
        Listing.of(
            "day",
            "service",
            "site",
            "address",
            "connections",
            "below",
            "established",
            "offered",
            "negotiated",
            "stacks");
    handle
        .createQuery(
            "select o.*, v.name as service_name, s.name as site_name from place p"
                + " join observation o on o.site = p.site and o.address = p.address and o.day = p.day"
                + " join run r on r.id = o.run and r.whole > 0 join service v on v.id = o.service"
                + " join site s on s.id = o.site where p.client = ?"
                + " order by o.day desc, v.name, s.name, o.address, r.lane, o.first_seen limit "
                + MOST_DAYS)
        .bind(0, id)
        .map(
            (r, c) -> {
              listing.add(
                  Times.text(r.getInt("day")),
                  r.getString("service_name"),
                  r.getString("site_name"),
                  r.getString("address"),
                  r.getLong("connections"),
                  r.getLong("below"),
                  r.getLong("good"),
                  Texts.list(r.getString("offered")),
                  Texts.list(r.getString("negotiated")),
                  Texts.list(r.getString("stacks")));
              return true;
            })
        .list();
    return listing;
  }

  private static Listing findings(Handle handle, int id) {
    Listing listing =
        Listing.of(
            "seen",
            "service",
            "rule",
            "stack",
            "summary",
            "remedy",
            "reference",
            "evidence",
            "event_id",
            "exception");
    Set<List<String>> kinds = new HashSet<>();
    handle
        .createQuery(
            "select f.*, v.name as service_name from place p"
                + " join finding f on f.site = p.site and f.address = p.address and f.day = p.day"
                + " join run r on r.id = f.run and r.whole > 0 join service v on v.id = f.service"
                + " where p.client = ? order by f.seen desc, f.rule")
        .bind(0, id)
        .map(
            (r, c) ->
                kinds.add(
                        List.of(
                            r.getString("service_name"), r.getString("rule"), r.getString("stack")))
                    && finding(listing, r))
        .list();
    return listing;
  }

  private static boolean finding(Listing listing, ResultSet r) throws SQLException {
    listing.add(
        Timestamps.seconds(Times.instant(r.getLong("seen"))),
        r.getString("service_name"),
        r.getString("rule"),
        r.getString("stack"),
        r.getString("summary"),
        r.getString("remedy"),
        r.getString("reference"),
        r.getString("file") + "#" + r.getLong("frame"),
        r.getString("event_id"),
        r.getString("exception"));
    return true;
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
            Timestamps.seconds(Times.instant(note.noted())),
            note.author(),
            note.target(),
            note.field().word(),
            note.content(),
            note.owner(),
            note.until() == 0 ? "" : Times.text(note.until()));
      }
    }
    return listing;
  }
}
