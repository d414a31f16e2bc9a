package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.FixGroups.AffectedClient;
import io.tlsfloor.inventory.derive.Rhythms;
import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.model.KnownClient;
import io.tlsfloor.report.model.ServiceName;
import io.tlsfloor.report.model.State;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.catalogue.OtherNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.result.ResultProducers;
import org.jdbi.v3.core.statement.Query;

/** The clients, one row a client and service. */
public final class Clients {
  /** All that is known of a row, for programs. */
  private static final List<Column<ClientRow>> COLUMNS =
      List.of(
          new Column<>("client", ClientRow::addressShown),
          new Column<>("identity", ClientRow::basis),
          new Column<>("id", ClientRow::id),
          new Column<>("name", ClientRow::name),
          new Column<>("mac", ClientRow::mac),
          new Column<>("service", ClientRow::service),
          new Column<>("state", row -> row.state().word()),
          new Column<>("flags", row -> row.flags().stream().map(Mark::word).toList()),
          new Column<>("fares", row -> row.faring().kind().word()),
          new Column<>("date", row -> row.faring().date().map(LocalDate::toString).orElse("")),
          new Column<>("whom", row -> row.faring().whom()),
          new Column<>("stacks", ClientRow::stacks),
          new Column<>("sites", ClientRow::sites),
          new Column<>("first_seen", row -> Timestamps.iso(Times.instant(row.firstSeen()))),
          new Column<>("last_seen", row -> Timestamps.iso(Times.instant(row.lastSeen()))),
          new Column<>("owner", ClientRow::owner),
          new Column<>("used_by", ClientRow::usedBy),
          new Column<>("ticket", ClientRow::ticket),
          new Column<>("rhythms", ClientRow::rhythms));

  /** What a person reads first. */
  private static final List<Column<ClientRow>> BRIEF =
      List.of(
          new Column<ClientRow>("fares", row -> row.faring().text())
              .shorter(2, new Column<>("fares", row -> row.faring().brief())),
          new Column<>("client", ClientRow::addressShown),
          Column.<ClientRow>words("name", ClientRow::name).leaves(5),
          new Column<>("state", Clients::stateShown).leaves(4),
          Column.<ClientRow>words("service", ClientRow::service)
              .shorter(-2, Column.words("service", row -> ServiceName.brief(row.service()))),
          Column.<ClientRow>words("stacks", ClientRow::stacks).leaves(6),
          new Column<ClientRow>("first_seen", row -> Timestamps.day(Times.instant(row.firstSeen())))
              .leaves(1),
          new Column<ClientRow>("last_seen", row -> Timestamps.day(Times.instant(row.lastSeen())))
              .leaves(2),
          Column.words("owner", ClientRow::ownerShown).leaves(3));

  /** Stands beside those of a list in which an exception holds no more. */
  private static final Column<ClientRow> ENDED =
      Column.words(
          "exception_ended",
          row ->
              row.faring()
                  .ended()
                  .map(each -> each.until() + " (" + each.owner() + ")")
                  .orElse(""));

  private static String rows(Filter filter) {
    return rows(filter.ofAccounts() ? Question.ACCOUNT_PAIRS : Question.PAIRS);
  }

  private static String rows(String pairs) {
    return """
        (
          select p.*, c.identity, c.basis, c.address, c.sort, c.mac, c.name as client_name,
            v.name as service_name
          from %s p
          join client c on c.id = p.client
          join service v on v.id = p.service
        ) rows
        """
        .formatted(pairs);
  }

  /** Holds the rows that were taken: a table of the connection's own. */
  static final String TAKEN = "t_taken";

  private static final String WORST_FIRST = "fares, fares_day, state, sort";

  /** Columns that rows can be ordered by. */
  private static final Map<String, String> ORDERS =
      Map.of(
          "fares", WORST_FIRST,
          "state", "state, " + WORST_FIRST,
          "client", "sort",
          "name", "client_name",
          "service", "service_name, sort",
          "first", "first_seen",
          "last", "last_seen",
          "owner", "owner, sort");

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
   * @param flags beside it
   * @param faring how it fares with the service on that day
   * @param stacks that what was found looks like, or else all of it
   * @param sites where it was seen
   * @param firstSeen nanoseconds since 1970
   * @param lastSeen nanoseconds since 1970, not after that day
   * @param owner who is responsible, or answers for the exception that holds, or uses it; empty for
   *     no one
   * @param usedBy who uses it for what, as reports of Microsoft's say
   * @param ticket where the work is tracked; empty for none
   * @param accepted what somebody noted, also where it has ended
   * @param rhythms when each of its low stacks ran, in words
   * @param remedy what to do about it; empty for nothing that is known
   * @param reference to read about that; empty for none
   */
  public record ClientRow(
      String id,
      String client,
      String basis,
      String name,
      String mac,
      String service,
      State state,
      List<Mark> flags,
      Faring faring,
      List<String> stacks,
      List<String> sites,
      long firstSeen,
      long lastSeen,
      String owner,
      List<String> usedBy,
      String ticket,
      Optional<Waiver> accepted,
      List<String> rhythms,
      String remedy,
      String reference) {
    /** Its name and address. */
    public String shown() {
      return AffectedClient.of(client, name).both();
    }

    /** The owner; one that a report names with what it is used for. */
    public String ownerShown() {
      boolean reported = !usedBy.isEmpty() && usedBy.get(0).startsWith(owner) && !owner.isEmpty();
      return reported ? String.join(", ", usedBy) : owner;
    }

    /** The address, or the account; nothing for a device that reports know by its name alone. */
    public String addressShown() {
      return KnownAs.shown(client);
    }
  }

  /**
   * Rows of a list.
   *
   * @param rows of this page
   * @param found rows on all pages
   */
  public record ListPage(List<ClientRow> rows, int found) {}

  /**
   * How a client fares with a service.
   *
   * @param client its number in the tables
   * @param id its identity
   */
  record PairFaring(int client, String id, String service, Faring faring) {}

  /**
   * Which rows.
   *
   * @param marks with one of them; empty for any; accounts where {@link Mark#ACCOUNT} is one
   * @param services a part of the name of one, or another usual name of it, of its area or of its
   *     cloud instance, whatever their case; {@code none} for connections to no service; empty for
   *     any
   * @param stacks a part of the name of one, whatever its case; empty for any
   * @param owner the owner, whatever its case
   * @param text part of an address, name, link address or identity, whatever its case
   * @param site where it was seen
   */
  public record Filter(
      Set<Mark> marks,
      List<String> services,
      List<String> stacks,
      Optional<String> owner,
      Optional<String> text,
      Optional<String> site) {
    /** All rows. */
    public static final Filter ALL =
        new Filter(
            Set.of(), List.of(), List.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /** All accounts. */
    public static final Filter ACCOUNTS =
        new Filter(
            Set.of(Mark.ACCOUNT),
            List.of(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    /** Returns whether accounts are asked for, which are a list of their own. */
    private boolean ofAccounts() {
      return marks.contains(Mark.ACCOUNT);
    }

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
      Set<Mark> asked = EnumSet.noneOf(Mark.class);
      asked.addAll(marks);
      asked.remove(Mark.ACCOUNT);
      if (!asked.isEmpty()) {
        List<String> any = asked.stream().map(Mark::condition).toList();
        all.add("(" + String.join(" or ", any) + ")");
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
                  """
                  exists (select 1 from pair_site x join site y on y.id = x.site
                    where x.client = rows.client and x.service = rows.service and y.name = :site)
                  """));
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
  public record Part(String sort, int first, int most) {}

  private static String order(String sort) {
    boolean down = sort.startsWith("-");
    String order = ORDERS.getOrDefault(down ? sort.substring(1) : sort, WORST_FIRST);
    return (down ? order.replace(",", " desc,") + " desc" : order) + ", identity, service_name";
  }

  private static Query query(Handle handle, Question question, Filter filter, String sql) {
    Query query = question.query(handle, sql);
    filter.bind(query);
    return query;
  }

  /** The rows that {@code filter} takes, what fares worst first. */
  public static List<ClientRow> rows(Handle handle, Question question, Filter filter) {
    return rows(handle, question, filter, "fares");
  }

  /**
   * The rows that {@code filter} takes.
   *
   * @param sort a column, as a {@link Part} has it
   */
  public static List<ClientRow> rows(Handle handle, Question question, Filter filter, String sort) {
    return rows(handle, question, filter, "true", sort);
  }

  /** Those of some clients, what fares worst first. */
  static List<ClientRow> rows(
      Handle handle, Question question, Filter filter, Collection<Integer> clients) {
    String ids = clients.stream().map(String::valueOf).collect(Collectors.joining(", "));
    return rows(handle, question, filter, "client in (" + ids + ")", "fares");
  }

  private static List<ClientRow> rows(
      Handle handle, Question question, Filter filter, String where, String sort) {
    return query(
            handle,
            question,
            filter,
            "select * from %s%s and %s order by %s"
                .formatted(rows(filter), filter.where(handle), where, order(sort)))
        .map(mapper(handle))
        .list();
  }

  /**
   * Judges the rows that {@code filter} takes, once: {@link #TAKEN} has how they fare, until others
   * are taken.
   */
  static void take(Handle handle, Question question, Filter filter) {
    handle.execute("drop table if exists " + TAKEN); // rows only deleted stay in PostgreSQL's file
    Store.ownTable(
        handle,
        TAKEN,
        """
        client integer, service integer, identity text, service_name text, sort text, state integer,
          fares integer, fares_day integer, whom text, ended_until integer, ended_by text, issuer text
        """);
    query(
            handle,
            question,
            filter,
            """
            insert into %s
            select client, service, identity, service_name, sort, state,
              fares, fares_day, whom, ended_until, ended_by, issuer
            from %s%s
            """
                .formatted(TAKEN, rows(filter), filter.where(handle)))
        .execute(ResultProducers.returningUpdateCount());
    Store.analyzeOwn(handle, TAKEN);
  }

  /** How those taken last fare with each service, what is worst first. */
  static List<PairFaring> farings(Handle handle) {
    return handle
        .createQuery("select * from " + TAKEN + " order by " + order("fares"))
        .map(
            (r, c) ->
                new PairFaring(
                    r.getInt("client"),
                    r.getString("identity"),
                    r.getString("service_name"),
                    Question.faring(r)))
        .list();
  }

  /**
   * A page of the rows that {@code filter} takes, the last one where it has no such. They are
   * sorted by what this takes alone: a whole row is long, and to judge it takes longer.
   */
  public static ListPage page(Handle handle, Question question, Filter filter, Part part) {
    int[] found = {0};
    RowMapper<ClientRow> mapper = mapper(handle);
    String order = order(part.sort());
    boolean answered = !filter.marks().isEmpty() || order.contains("fares");
    String keys =
        Stream.of(order.replace(" desc", "").split(", "))
            .distinct()
            .collect(Collectors.joining(", "));
    List<ClientRow> rows =
        query(
                handle,
                question,
                filter,
                """
                , taken as materialized (
                  select client, service, %s from %s%s
                ), number as materialized (
                  select count(*) as n from taken
                ), page as (
                  select client, service from taken order by %s limit :most
                  offset (select case when n > :first then :first else (n - 1) / :most * :most end from number)
                )
                select rows.*, (select n from number) as taken from %s
                where (client, service) in (select client, service from page) order by %s
                """
                    .formatted(
                        keys,
                        answered ? rows(filter) : rows(Question.UNANSWERED),
                        filter.where(handle),
                        order,
                        rows(filter),
                        order))
            .bind("most", part.most())
            .bind("first", part.first())
            .map(
                (r, c) -> {
                  found[0] = r.getInt("taken");
                  return mapper.map(r, c);
                })
            .list();
    return new ListPage(rows, found[0]);
  }

  private static RowMapper<ClientRow> mapper(Handle handle) {
    Map<Integer, String> sites = new HashMap<>();
    handle
        .createQuery("select id, name from site")
        .map((r, c) -> sites.put(r.getInt("id"), r.getString("name")))
        .list();
    return (row, context) -> row(row, sites);
  }

  private static ClientRow row(ResultSet r, Map<Integer, String> sites) throws SQLException {
    List<Mark> flags = new ArrayList<>();
    for (Mark flag : Mark.FLAGS) {
      if (r.getInt(flag.word()) > 0) {
        flags.add(flag);
      }
    }
    List<String> guilty = Texts.list(r.getString("guilty"));
    int accepted = r.getInt("accepted_until");
    return new ClientRow(
        r.getString("identity"),
        r.getString("address"),
        r.getString("basis"),
        r.getString("client_name"),
        r.getString("mac"),
        r.getString("service_name"),
        State.values()[r.getInt("state")],
        flags,
        Question.faring(r),
        guilty.isEmpty() ? Texts.list(r.getString("stacks")) : guilty,
        Texts.list(r.getString("sites")).stream()
            .map(id -> sites.getOrDefault(Integer.valueOf(id), ""))
            .sorted()
            .toList(),
        r.getLong("first_seen"),
        r.getLong("last_seen"),
        r.getString("owner"),
        Texts.list(r.getString("used")),
        r.getString("ticket"),
        accepted == 0
            ? Optional.empty()
            : Optional.of(
                new Waiver(
                    r.getString("accepted_why"),
                    r.getString("accepted_by"),
                    LocalDate.ofEpochDay(accepted))),
        State.Days.rhythmText(
            r.getInt("mixed") > 0, r.getInt("last_day"), Rhythms.of(r.getString("low"))),
        r.getString("remedy"),
        r.getString("reference"));
  }

  /** What people know of clients, by each address that they had last. */
  public static Map<IpAddress, KnownClient> known(Handle handle, Question question) {
    Map<String, KnownClient> clients = new HashMap<>();
    for (Filter filter : List.of(Filter.ALL, Filter.ACCOUNTS)) {
      for (ClientRow row : rows(handle, question, filter)) { // that of the worst counts
        clients.putIfAbsent(
            row.id(), new KnownClient(row.name(), row.owner(), row.ticket(), row.accepted()));
      }
    }
    Map<IpAddress, KnownClient> known = new HashMap<>();
    handle
        .createQuery(
            """
            select l.address, c.identity
            from (select address, client, row_number() over (partition by address order by day desc, site) as number
              from place where client > 0) l
            join client c on c.id = l.client
            where l.number = 1
            """)
        .map(
            (r, c) -> {
              KnownClient of = clients.getOrDefault(r.getString("identity"), KnownClient.NOTHING);
              if (!of.equals(KnownClient.NOTHING)) {
                KnownAs.address(r.getString("address")).ifPresent(ip -> known.put(ip, of));
              }
              return true;
            })
        .list();
    return known;
  }

  /** All that is known of the rows, for programs. */
  public static Listing<ClientRow> listing(List<ClientRow> rows) {
    return new Listing<>(COLUMNS, rows);
  }

  /** Returns what a person reads first. */
  public static Listing<ClientRow> brief(List<ClientRow> rows) {
    List<Column<ClientRow>> columns = new ArrayList<>(BRIEF);
    if (rows.stream().anyMatch(row -> row.faring().ended().isPresent())) {
      columns.add(ENDED);
    }
    return new Listing<>(columns, rows);
  }

  /** {@code below, back}. */
  private static String stateShown(ClientRow row) {
    StringBuilder shown = new StringBuilder(row.state().word());
    for (Mark flag : row.flags()) {
      shown.append(flag == Mark.EXCEPTED ? "" : ", " + flag.shown());
    }
    return shown.toString();
  }
}
