package io.tlsfloor.inventory.people;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.TableWriter;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.text.CsvReader;
import io.tlsfloor.parser.text.CsvReader.BadRowException;
import io.tlsfloor.parser.text.WideText;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Column;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Hosts from a CSV file: an export of Intune, Active Directory or ServiceNow, leases of a DHCP
 * server, or one with columns of our own names. Which column is which follows from the heads.
 */
public final class HostList {
  /** A lease whose end is not said holds for so long. */
  private static final int LEASE_DAYS = 8;

  private static final Pattern DISTINGUISHED =
      Pattern.compile("CN=((?:\\\\.|[^,\\\\])+)", Pattern.CASE_INSENSITIVE);

  private static final int MAX_BYTES = 1 << 28;
  private static final int MAX_HEAD = 1 << 16;
  private static final int MAX_NAME = 255;
  private static final int ALWAYS = Integer.MAX_VALUE;

  /**
   * Says what a column holds, and the heads that such columns have, in the order in which they are
   * believed.
   */
  private enum HostColumn {
    NAME("name", "devicename", "computername", "hostname", "host", "dnshostname", "fqdn", "cn"),
    MAC(
        "mac",
        "macaddress",
        "hwaddr",
        "wifimac",
        "wifimacaddress",
        "wi-fimac",
        "wi-fimacaddress",
        "clientid"),
    OTHER_MAC("ethernetmac", "ethernetmacaddress"),
    ADDRESS("address", "ipaddress", "ip", "ipv4address"),
    OWNER(
        "owner",
        "ownedby",
        "assignedto",
        "managedby",
        "primaryuserupn",
        "primaryuseremailaddress",
        "userprincipalname",
        "useremail"),
    TICKET("ticket", "assettag", "sysid"),
    SITE("site", "location"),
    FROM("from", "start", "starts", "leasestart"),
    UNTIL("until", "end", "ends", "expire", "leaseexpirytime", "leaseend"),
    LIFETIME("validlifetime");

    private final String heads; // with commas between

    HostColumn(String... heads) {
      this.heads = String.join(",", heads);
    }
  }

  private static final DateTimeFormatter AMERICAN =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .appendPattern("M/d/yyyy[ h:mm[:ss] a]")
          .toFormatter(Locale.ROOT);

  private final String source;
  private final List<Host> hosts = new ArrayList<>();
  private final List<String> unknown = new ArrayList<>();
  private int skipped;

  /**
   * A host.
   *
   * @param site where that holds; empty for everywhere
   * @param name of it, in lower case; empty for none
   * @param mac its link address; empty for none
   * @param address that it had; empty for none
   * @param owner who is responsible; empty for no one
   * @param ticket where the work is tracked; empty for none
   * @param from first day of the address
   * @param until last day of it
   */
  public record Host(
      String site,
      String name,
      String mac,
      String address,
      String owner,
      String ticket,
      int from,
      int until) {
    /** By what it can be known: {@code pc-9, 00-00-5E-00-53-09, 10.0.0.9}. */
    public String known() {
      return Stream.of(name, mac, address)
          .filter(each -> !each.isEmpty())
          .collect(Collectors.joining(", "));
    }
  }

  private HostList(String source) {
    this.source = source;
  }

  /**
   * Reads a file.
   *
   * @param site where its hosts are, if the file does not say it; empty for everywhere
   * @throws ReportException if it cannot be read, or has none of the columns that are known
   */
  public static HostList read(String file, String site) throws ReportException {
    try {
      Path path = Path.of(file);
      if (Files.size(path) > MAX_BYTES) {
        throw ReportException.given(
            file + " is larger than " + MAX_BYTES + " bytes", "Give it in parts.");
      }
      HostList list = new HostList(path.getFileName().toString());
      list.take(file, rows(file, path), site);
      return list;
    } catch (IOException | InvalidPathException e) {
      if (e instanceof ReportException said) {
        throw said;
      }
      throw ReportException.given(
          "cannot read " + file + ": " + Reasons.of(e), "Give a CSV file of hosts.");
    }
  }

  /** All rows but those that are empty or comments, such as the type that PowerShell writes. */
  private static List<List<String>> rows(String file, Path path) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(path)) {
      head = in.readNBytes(MAX_HEAD);
    }
    String first =
        WideText.text(head)
            .lines()
            .filter(line -> !line.startsWith("#") && !line.isBlank())
            .findFirst()
            .orElse("");
    List<List<String>> rows = new ArrayList<>();
    try (InputStream in = Files.newInputStream(path)) {
      CsvReader table = new CsvReader(WideText.utf8(in, head), CsvReader.comma(first));
      for (List<String> row = row(file, table); row != null; row = row(file, table)) {
        boolean comment = row.get(0).startsWith("#");
        if (!comment && (row.size() > 1 || !row.get(0).isEmpty())) {
          rows.add(row);
        }
      }
    }
    return rows;
  }

  private static @Nullable List<String> row(String file, CsvReader table) throws IOException {
    try {
      List<String> row = table.row();
      return row == null ? null : row.stream().map(String::strip).toList();
    } catch (BadRowException e) {
      throw ReportException.given(
          file + ": line " + table.line() + " " + e.what(), "Correct it, or export it again.");
    }
  }

  private void take(String file, List<List<String>> rows, String site) throws ReportException {
    Map<HostColumn, Integer> columns = new EnumMap<>(HostColumn.class);
    List<String> heads =
        rows.isEmpty()
            ? List.of()
            : rows.get(0).stream()
                .map(head -> head.toLowerCase(Locale.ROOT).replaceAll("[ _.()]", ""))
                .toList();
    for (HostColumn column : HostColumn.values()) {
      Stream.of(column.heads.split(","))
          .mapToInt(heads::indexOf)
          .filter(index -> index >= 0)
          .findFirst()
          .ifPresent(index -> columns.put(column, index));
    }
    for (int i = 0; i < heads.size(); i++) {
      if (!heads.get(i).isEmpty() && !isKnown(heads.get(i))) {
        unknown.add(rows.get(0).get(i));
      }
    }
    boolean mac = columns.containsKey(HostColumn.MAC) || columns.containsKey(HostColumn.OTHER_MAC);
    boolean address = columns.containsKey(HostColumn.ADDRESS);
    boolean people =
        columns.containsKey(HostColumn.OWNER) || columns.containsKey(HostColumn.TICKET);
    boolean known =
        columns.containsKey(HostColumn.NAME) || mac && address || people && (mac || address);
    if (!known) {
      throw ReportException.given(
          file + " does not say which host has which name, owner or address",
          "Its first row needs heads such as name, mac, address, owner, ticket, site"
              + (unknown.isEmpty() ? "." : "; it has " + String.join(", ", unknown) + "."));
    }
    for (List<String> row : rows.subList(1, rows.size())) {
      add(columns, row, site);
    }
  }

  private static boolean isKnown(String head) {
    return Stream.of(HostColumn.values())
        .anyMatch(column -> List.of(column.heads.split(",")).contains(head));
  }

  private void add(Map<HostColumn, Integer> columns, List<String> row, String site) {
    String name = name(cell(columns, row, HostColumn.NAME));
    String own = Texts.clean(cell(columns, row, HostColumn.SITE));
    Optional<Integer> until = day(cell(columns, row, HostColumn.UNTIL));
    Optional<Integer> from = day(cell(columns, row, HostColumn.FROM));
    String address = address(cell(columns, row, HostColumn.ADDRESS));
    boolean leases = until.isPresent() || from.isPresent();
    if (from.isEmpty() && until.isPresent()) {
      String lifetime = cell(columns, row, HostColumn.LIFETIME);
      int days = lifetime.matches("[0-9]{1,9}") ? Integer.parseInt(lifetime) / 86_400 : LEASE_DAYS;
      from = Optional.of(until.get() - days);
    }
    List<String> macs = new ArrayList<>();
    for (HostColumn column : List.of(HostColumn.MAC, HostColumn.OTHER_MAC)) {
      String mac = mac(cell(columns, row, column));
      if (!mac.isEmpty()) {
        macs.add(mac);
      }
    }
    String owner = owner(cell(columns, row, HostColumn.OWNER));
    String ticket = Texts.clean(cell(columns, row, HostColumn.TICKET));
    boolean one = !name.isEmpty() || !macs.isEmpty() && !address.isEmpty();
    boolean some = !macs.isEmpty() || !address.isEmpty();
    if (!one && !(some && (!owner.isEmpty() || !ticket.isEmpty()))) {
      skipped++;
      return;
    }
    if (macs.isEmpty()) {
      macs.add("");
    }
    for (String mac : macs) {
      hosts.add(
          new Host(
              columns.containsKey(HostColumn.SITE) && !leases && !own.isEmpty() ? own : site,
              leases ? "" : name,
              mac,
              address,
              owner,
              ticket,
              from.orElse(0),
              until.orElse(leases ? from.orElse(0) + LEASE_DAYS : ALWAYS)));
    }
  }

  private static String cell(
      Map<HostColumn, Integer> columns, List<String> row, HostColumn column) {
    Integer at = columns.get(column);
    return at == null || at >= row.size() ? "" : row.get(at);
  }

  /** A directory names who manages a host by a distinguished name (RFC 4514): its first value. */
  private static String owner(String text) {
    Matcher named = DISTINGUISHED.matcher(text);
    return Texts.clean(named.lookingAt() ? named.group(1).replaceAll("\\\\(.)", "$1") : text);
  }

  private static String name(String text) {
    String name = Texts.clean(text).toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    return name.length() > MAX_NAME || name.startsWith("bad_address") ? "" : name;
  }

  private static String mac(String text) {
    String digits = text.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-F]", "");
    return digits.length() != 12 || digits.equals("000000000000")
        ? ""
        : String.join("-", digits.split("(?<=\\G..)"));
  }

  private static String address(String text) {
    try {
      return text.isEmpty() ? "" : IpAddress.parse(text).toString();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static Optional<Integer> day(String text) {
    if (text.matches("[0-9]{9,11}")) { // seconds, as Kea writes them
      return Optional.of(Times.day(Instant.ofEpochSecond(Long.parseLong(text))));
    }
    String date =
        text.replace('/', '-').length() >= 10 ? text.replace('/', '-').substring(0, 10) : "";
    try {
      return date.matches("[0-9]{4}-[0-9]{2}-[0-9]{2}")
          ? Optional.of(Times.day(LocalDate.parse(date)))
          : text.isEmpty()
              ? Optional.empty()
              : Optional.of(Times.day(LocalDate.from(AMERICAN.parse(text))));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** Returns what was read. */
  public List<Host> hosts() {
    return hosts;
  }

  /** Rows that say nothing by which a host is known. */
  public int skipped() {
    return skipped;
  }

  /** Heads of columns that say nothing here, as the file has them. */
  public List<String> unknown() {
    return unknown;
  }

  /** Heads that are known, the first of each column. */
  public static String knownHeads() {
    return Stream.of(HostColumn.values())
        .map(column -> column.heads.split(",")[0])
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /**
   * The hosts that no client ever was, by MAC address, name or address. To be asked when all is
   * worked out.
   */
  public List<Host> unmatched(Store store) throws IOException {
    Set<String> known = new HashSet<>();
    store.read(
        handle -> {
          for (String column : List.of("mac", "made_up", "name", "address")) {
            handle
                .createQuery("select distinct " + column + " from place where client > 0")
                .mapTo(String.class)
                .forEach(
                    text -> {
                      known.add(text);
                      known.add(label(text));
                    });
          }
          return known.remove("");
        });
    return hosts.stream()
        .filter(host -> !known.contains(host.mac()))
        .filter(host -> !known.contains(host.address()))
        .filter(host -> !known.contains(host.name()) && !known.contains(label(host.name())))
        .toList();
  }

  private static String label(String name) {
    return name.split("\\.", 2)[0].matches("\\d+") ? "" : name.split("\\.", 2)[0];
  }

  /** Keeps it in place of what the file of this name had brought; who is who follows anew. */
  public void keep(Store store) throws IOException {
    store.write(
        handle -> {
          keep(handle, Texts.clean(source), hosts);
          return true;
        });
  }

  /** All that files brought, each under its name. */
  public static Map<String, List<Host>> kept(Handle handle) {
    Map<String, List<Host>> kept = new LinkedHashMap<>();
    handle
        .createQuery(
            """
            select source, site, name, mac, address, owner, ticket, from_day, until_day
            from host
            order by source, id
            """)
        .map(
            (r, c) ->
                kept.computeIfAbsent(r.getString("source"), source -> new ArrayList<>())
                    .add(
                        new Host(
                            r.getString("site"),
                            r.getString("name"),
                            r.getString("mac"),
                            r.getString("address"),
                            r.getString("owner"),
                            r.getString("ticket"),
                            r.getInt("from_day"),
                            r.getInt("until_day"))))
        .list();
    return kept;
  }

  /** Keeps hosts in place of what the file of that name had brought; who is who follows anew. */
  public static void keep(Handle handle, String source, List<Host> hosts) {
    handle.execute("delete from host where source = ?", source);
    AtomicInteger id = new AtomicInteger(TableNumbers.nextId(handle, "host"));
    try (TableWriter<Host> rows =
        TableWriter.insert(
            handle,
            "host",
            List.of(
                new Column<>("id", host -> id.getAndIncrement()),
                new Column<>("source", host -> source),
                new Column<>("site", Host::site),
                new Column<>("name", Host::name),
                new Column<>("mac", Host::mac),
                new Column<>("address", Host::address),
                new Column<>("owner", Host::owner),
                new Column<>("ticket", Host::ticket),
                new Column<>("from_day", Host::from),
                new Column<>("until_day", Host::until)))) {
      hosts.forEach(rows::add);
      rows.execute();
    }
    handle.execute(
        """
        insert into touched (site, address, day)
        select distinct site, address, day
        from place
        where true
        on conflict (site, address, day) do nothing
        """);
  }
}
