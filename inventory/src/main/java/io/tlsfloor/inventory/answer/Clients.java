package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.rules.catalogue.OtherNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** The clients, one row a client and service. */
public final class Clients {
  private static final List<String> COLUMNS =
      List.of(
          "client",
          "identity",
          "id",
          "name",
          "mac",
          "service",
          "state",
          "stacks",
          "sites",
          "first_seen",
          "last_seen",
          "owner",
          "used_by",
          "ticket",
          "accepted_until");

  private static final String TABLES =
      " from pair p join client c on c.id = p.client join service v on v.id = p.service";

  /** Columns that rows can be ordered by; each ends with what makes the order one. */
  private static final Map<String, String> ORDERS =
      Map.of(
          "state", "state, c.sort",
          "client", "c.sort",
          "name", "c.name",
          "service", "v.name, c.sort",
          "first", "p.first_seen",
          "last", "p.last_seen",
          "owner", "p.owner, c.sort");

  private Clients() {}

  /**
   * A row.
   *
   * @param id the client's identity
   * @param client its latest address
   * @param basis what its identity rests on
   * @param name its latest name; empty for none
   * @param mac its link address; empty for none
   * @param service name of the service; empty for connections to none
   * @param state on the day as of which was asked
   * @param stacks that it looks like
   * @param sites where it was seen
   * @param firstSeen nanoseconds since 1970
   * @param lastSeen nanoseconds since 1970, not after that day
   * @param owner who is responsible, or answers for the exception that holds, or uses it; empty for
   *     no one
   * @param usedBy who uses it for what, as reports of Microsoft's say
   * @param ticket where the work is tracked; empty for none
   * @param acceptedUntil last day of the exception that holds; empty for none
   */
  public record Row(
      String id,
      String client,
      String basis,
      String name,
      String mac,
      String service,
      State state,
      List<String> stacks,
      List<String> sites,
      long firstSeen,
      long lastSeen,
      String owner,
      List<String> usedBy,
      String ticket,
      String acceptedUntil) {
    /** The owner; one that a report names with what it is used for. */
    public String ownerShown() {
      boolean reported = !usedBy.isEmpty() && usedBy.get(0).startsWith(owner) && !owner.isEmpty();
      return reported ? String.join(", ", usedBy) : owner;
    }

    /** The address; nothing where no report gives one. */
    public String addressShown() {
      return isNameless(client) ? "" : client;
    }

    private static boolean isNameless(String address) {
      try {
        return Reported.isStandIn(IpAddress.parse(address));
      } catch (IllegalArgumentException pseudonym) {
        return false;
      }
    }
  }

  /**
   * Which rows.
   *
   * @param states in one of them; empty for any
   * @param services a part of the name of one, or another usual name of it, of its area or of its
   *     cloud instance, whatever their case; {@code none} for connections to no service; empty for
   *     any
   * @param stacks a part of the name of one, whatever its case; empty for any
   * @param owner the owner, whatever its case
   * @param text part of an address, name, link address or identity, whatever its case
   * @param site where it was seen
   */
  public record Filter(
      Set<State> states,
      List<String> services,
      List<String> stacks,
      Optional<String> owner,
      Optional<String> text,
      Optional<String> site) {
    /** All rows. */
    public static final Filter ALL =
        new Filter(
            Set.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /** Ids of the services that are meant, with commas between them. */
    private String ids(Handle handle) {
      return handle
          .createQuery("select id, instance, area, name from service")
          .map(
              (r, c) ->
                  isMeant(r.getString("name"), r.getString("area"), r.getString("instance"))
                      ? r.getString("id")
                      : "")
          .filter(id -> !id.isEmpty())
          .collect(Collectors.joining(","));
    }

    private boolean isMeant(String name, String area, String instance) {
      if (name.isEmpty()) {
        return services.stream().anyMatch("none"::equalsIgnoreCase);
      }
      String lower = name.toLowerCase(Locale.ROOT);
      return services.stream()
          .anyMatch(
              asked ->
                  lower.contains(asked.toLowerCase(Locale.ROOT))
                      || OtherNames.means(asked, name, area, instance));
    }

    private String where(Handle handle) {
      List<String> all = new ArrayList<>(List.of("true"));
      if (!states.isEmpty()) {
        all.add(
            "state in ("
                + String.join(",", states.stream().map(s -> String.valueOf(s.ordinal())).toList())
                + ")");
      }
      if (!services.isEmpty()) {
        String ids = ids(handle);
        all.add(ids.isEmpty() ? "false" : "service in (" + ids + ")");
      }
      if (!stacks.isEmpty()) {
        List<String> any = new ArrayList<>();
        for (int i = 0; i < stacks.size(); i++) {
          any.add("lower(stacks) like :stack" + i + " escape '!'");
        }
        all.add("(" + String.join(" or ", any) + ")");
      }
      owner.ifPresent(s -> all.add("lower(owner) = :owner"));
      text.ifPresent(
          s ->
              all.add(
                  "(lower(identity) like :text escape '!' or address like :text escape '!'"
                      + " or lower(client_name) like :text escape '!'"
                      + " or lower(mac) like :text escape '!')"));
      site.ifPresent(
          s ->
              all.add(
                  "exists (select 1 from pair_site x join site y on y.id = x.site"
                      + " where x.client = rows.client and x.service = rows.service"
                      + " and y.name = :site)"));
      return " where " + String.join(" and ", all);
    }

    private void bind(Query query) {
      for (int i = 0; i < stacks.size(); i++) {
        query.bind("stack" + i, part(stacks.get(i)));
      }
      owner.ifPresent(s -> query.bind("owner", s.toLowerCase(Locale.ROOT)));
      text.ifPresent(s -> query.bind("text", part(s)));
      site.ifPresent(s -> query.bind("site", s));
    }

    private static String part(String text) {
      return "%" + text.toLowerCase(Locale.ROOT).replaceAll("[!%_]", "!$0") + "%";
    }
  }

  /**
   * Rows of a page, in an order.
   *
   * @param sort a column, after a minus sign for the other way round
   * @param first of the rows, from 0
   * @param most rows
   */
  public record Part(String sort, int first, int most) {
    /** All rows, the worst state first. */
    public static final Part ALL = new Part("state", 0, Integer.MAX_VALUE);

    private String order() {
      boolean down = sort.startsWith("-");
      String column = ORDERS.getOrDefault(down ? sort.substring(1) : sort, "state, c.sort");
      String order = column.replace("c.sort", "sort").replace("c.name", "client_name");
      order = order.replace("v.name", "service_name").replace("p.", "");
      return down ? order.replace(",", " desc,") + " desc" : order;
    }
  }

  private static String rows() {
    return "(select p.*, c.identity, c.basis, c.address, c.sort, c.mac, c.name as client_name,"
        + " v.name as service_name, "
        + Question.STATE
        + " as state"
        + TABLES
        + ") rows";
  }

  private static Query query(Handle handle, Question question, Filter filter, String sql) {
    Query query = handle.createQuery(sql);
    query.bind("asOf", question.asOf()).bind("window", question.window());
    filter.bind(query);
    return query;
  }

  /** How many rows a filter takes. */
  public static int count(Handle handle, Question question, Filter filter) {
    return query(handle, question, filter, "select count(*) from " + rows() + filter.where(handle))
        .mapTo(Integer.class)
        .one();
  }

  /** The rows that {@code filter} takes. */
  public static List<Row> rows(Handle handle, Question question, Filter filter, Part part) {
    Map<Integer, String> sites = new HashMap<>();
    handle
        .createQuery("select id, name from site")
        .map((r, c) -> sites.put(r.getInt("id"), r.getString("name")))
        .list();
    return query(
            handle,
            question,
            filter,
            "select * from "
                + rows()
                + filter.where(handle)
                + " order by "
                + part.order()
                + ", identity, service_name limit :most offset :first")
        .bind("most", part.most())
        .bind("first", part.first())
        .map((r, c) -> row(r, sites, question))
        .list();
  }

  private static Row row(ResultSet r, Map<Integer, String> sites, Question question)
      throws SQLException {
    State state = State.values()[r.getInt("state")];
    int policy = r.getInt("policy_until");
    int noted = r.getInt("accepted_until");
    int until = noted >= question.asOf() ? noted : policy;
    return new Row(
        r.getString("identity"),
        r.getString("address"),
        r.getString("basis"),
        r.getString("client_name"),
        r.getString("mac"),
        r.getString("service_name"),
        state,
        Texts.list(r.getString("stacks")),
        Texts.list(r.getString("sites")).stream()
            .map(id -> sites.getOrDefault(Integer.valueOf(id), ""))
            .sorted()
            .toList(),
        r.getLong("first_seen"),
        r.getLong("last_seen"),
        r.getString("owner"),
        Texts.list(r.getString("used")),
        r.getString("ticket"),
        state == State.EXCEPTED && until > 0 ? Times.text(until) : "");
  }

  /** All that is known of the rows, for programs. */
  public static Listing listing(List<Row> rows) {
    return Listing.of(COLUMNS, rows, Clients::values);
  }

  private static List<Object> values(Row row) {
    return List.of(
        row.addressShown(),
        row.basis(),
        row.id(),
        row.name(),
        row.mac(),
        row.service(),
        row.state().word(),
        row.stacks(),
        row.sites(),
        Timestamps.iso(Times.instant(row.firstSeen())),
        Timestamps.iso(Times.instant(row.lastSeen())),
        row.owner(),
        row.usedBy(),
        row.ticket(),
        row.acceptedUntil());
  }

  /** Returns what a person reads first. */
  public static Listing brief(List<Row> rows) {
    Listing listing =
        Listing.of(
            "state",
            "client",
            "name",
            "identity",
            "service",
            "stacks",
            "first_seen",
            "last_seen",
            "owner");
    for (Row row : rows) {
      listing.add(
          row.state().word()
              + (row.acceptedUntil().isEmpty() ? "" : " until " + row.acceptedUntil()),
          row.addressShown(),
          row.name(),
          row.basis(),
          row.service(),
          row.stacks(),
          Timestamps.day(Times.instant(row.firstSeen())),
          Timestamps.day(Times.instant(row.lastSeen())),
          row.ownerShown());
    }
    return listing;
  }
}
