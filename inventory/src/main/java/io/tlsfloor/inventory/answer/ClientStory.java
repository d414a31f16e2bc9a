package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.intake.SiteDays;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.state.Ledger;
import io.tlsfloor.inventory.state.Ledger.Client;
import io.tlsfloor.inventory.state.Ledger.Pair;
import io.tlsfloor.inventory.state.Ledger.Question;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Timestamps;
import java.util.ArrayList;
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

  /** An identity, with the name, address or link address that it rests on. */
  private static final Pattern FORMER =
      Pattern.compile("(?:name|address|mac):(?:.*/)?([^/]+)", Pattern.DOTALL);

  /**
   * Finds a client.
   *
   * @param given its identity, or an address, link address or name that only one client has
   * @return its id
   * @throws ReportException if none has it, or several have
   */
  public static int find(Handle handle, String given) throws ReportException {
    String sought = given.strip();
    List<String> conditions =
        List.of(
            "c.identity = ?",
            "e.mac = upper(replace(?, ':', '-'))",
            "c.address = lower(?)",
            "e.address = lower(?)",
            "lower(e.name) = lower(?)");
    for (String condition : conditions) { // each by an index
      List<Integer> ids =
          handle
              .createQuery(
                  "select distinct c.id from client c join endpoint e on e.client = c.id where "
                      + condition
                      + " order by c.id")
              .bind(0, sought)
              .mapTo(Integer.class)
              .list();
      if (ids.size() == 1) {
        return ids.get(0);
      }
      if (ids.size() > 1) {
        List<String> names =
            handle
                .createQuery("select identity from client where id in (<ids>) order by id")
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

  /**
   * The story of a client.
   *
   * @throws ReportException if it was not seen up to the day as of which is asked
   */
  public static ClientStory of(Handle handle, Question question, int id) throws ReportException {
    Ledger ledger = Ledger.open(handle, question, SiteDays.covered(handle, question.asOf()));
    Client client =
        ledger
            .one(id)
            .orElseThrow(
                () ->
                    ReportException.given(
                        "this client was not seen up to " + Days.text(question.asOf()),
                        "Ask with a later --as-of."));
    return new ClientStory(
        client,
        client.at(question.asOf()),
        endpoints(handle, id),
        services(ledger, client),
        days(handle, id, question.asOf()),
        findings(handle, id),
        notes(ledger, client));
  }

  private static Listing endpoints(Handle handle, int id) {
    Listing listing = Listing.of("site", "address", "mac", "name", "first_seen", "last_seen");
    handle
        .createQuery(
            "select s.name as site, e.address, e.mac, e.name, e.first_seen, e.last_seen from endpoint e"
                + " join site s on s.id = e.site where e.client = ? order by e.last_seen desc")
        .bind(0, id)
        .map(
            (r, c) -> {
              listing.add(
                  r.getString("site"),
                  r.getString("address"),
                  r.getString("mac"),
                  r.getString("name"),
                  time(r.getLong("first_seen")),
                  time(r.getLong("last_seen")));
              return true;
            })
        .list();
    return listing;
  }

  private static Listing services(Ledger ledger, Client client) {
    Map<Integer, String> names = ledger.services();
    Listing listing = Listing.of("service", "state", "stacks", "history");
    for (Pair pair : client.pairs()) {
      List<String> changes = new ArrayList<>();
      State before = null;
      for (int day = pair.history().first(); day <= ledger.coverage().last(); day++) {
        State state = pair.history().at(day);
        if (state != before) {
          changes.add(state.word() + " from " + Days.text(day));
        }
        before = state;
      }
      listing.add(
          names.getOrDefault(pair.service(), ""),
          pair.history().latest().word(),
          List.copyOf(pair.stacks()),
          changes);
    }
    return listing;
  }

  private static Listing days(Handle handle, int id, int asOf) {
    Listing listing =
        Listing.of(
            "day",
            "service",
            "site",
            "address",
            "connections",
            "flagged",
            "established",
            "offered",
            "negotiated",
            "stacks",
            "rules");
    handle
        .createQuery(
            "select d.*, s.name as service_name, t.name as site_name, e.address from client_day d"
                + " join endpoint e on e.id = d.endpoint join service s on s.id = d.service"
                + " join site t on t.id = e.site where e.client = ? and d.day <= ?"
                + " order by d.day desc, s.name limit "
                + MOST_DAYS)
        .bind(0, id)
        .bind(1, asOf)
        .map(
            (r, c) -> {
              listing.add(
                  Days.text(r.getInt("day")),
                  r.getString("service_name"),
                  r.getString("site_name"),
                  r.getString("address"),
                  r.getLong("connections"),
                  r.getLong("flagged"),
                  r.getLong("succeeded"),
                  lines(r.getString("offered")),
                  lines(r.getString("negotiated")),
                  lines(r.getString("stacks")),
                  lines(r.getString("rules")));
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
    handle
        .createQuery(
            "select f.*, s.name as service_name from finding f join endpoint e on e.id = f.endpoint"
                + " join service s on s.id = f.service where e.client = ? order by f.seen desc")
        .bind(0, id)
        .map(
            (r, c) -> {
              listing.add(
                  time(r.getLong("seen")),
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
            })
        .list();
    return listing;
  }

  private static Listing notes(Ledger ledger, Client client) {
    Listing listing = Listing.of("noted", "author", "about", "field", "content", "owner", "until");
    Set<String> addresses = client.addresses();
    Set<String> stacks = client.stacks();
    for (Note note : ledger.notes().all()) {
      if (ledger.notes().covers(note, client.identity(), addresses, stacks)) {
        listing.add(
            time(note.noted()),
            note.author(),
            note.target(),
            note.field().word(),
            note.content(),
            note.owner(),
            note.until() == 0 ? "" : Days.text(note.until()));
      }
    }
    return listing;
  }

  private static String time(long nanos) {
    return Timestamps.seconds(Times.instant(nanos));
  }

  private static List<String> lines(String column) {
    return column.isEmpty() ? List.of() : List.of(column.split("\n"));
  }
}
