package io.tlsfloor.bench.inventory;

import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;

/**
 * Fills an inventory with rows, without lines between: clients over days, of which most were always
 * good, some were fixed at some time, and some are below. One in two has a second service. Details
 * of a day are kept for the last days only, as {@code forget --before} leaves them.
 */
public final class FillInventory {
  static final int LAST_DAY = 20_783; // 2026-11-26
  private static final int BATCH = 5_000;
  private static final long DAY_NANOS = 86_400_000_000_000L;
  private static final String[] STACKS = {
    "Windows 10 and 11 (Schannel)", "Java 8 (JSSE)", "curl 8 on OpenSSL 3.5", "Chrome 120"
  };
  private static final String[] OLD_STACKS = {
    "Java 7 (JSSE)",
    "Windows 7 and 2008 R2 (Schannel)",
    "OpenSSL 0.9.8 or 1.0.0",
    ".NET Framework 4.5"
  };
  private static final String[] SERVICES = {
    "Exchange Online", "Microsoft 365 Common and Office Online", "SharePoint Online"
  };

  private final Connection to;
  private final int clients;
  private final int days;
  private final int detailed;
  private final Random random = new Random(20_260_301);

  private FillInventory(Connection to, int clients, int days, int detailed) {
    this.to = to;
    this.clients = clients;
    this.days = days;
    this.detailed = detailed;
  }

  /** {@code URL|FILE CLIENTS DAYS DETAILED_DAYS}. */
  public static void main(String[] words) throws IOException, SQLException {
    Location location = Location.parse(words[0]);
    Store.open(location);
    String url = location.url() + (location.postgres() ? "&reWriteBatchedInserts=true" : "");
    try (Connection to = Store.connect(new Location(url, "", location.postgres()))) {
      to.setAutoCommit(false);
      FillInventory fill =
          new FillInventory(
              to,
              Integer.parseInt(words[1]),
              Integer.parseInt(words[2]),
              Integer.parseInt(words[3]));
      fill.base();
      fill.clients();
      fill.seen();
      to.commit();
      to.setAutoCommit(true);
      try (Statement statement = to.createStatement()) {
        statement.execute(location.postgres() ? "vacuum analyze" : "analyze");
      }
    }
  }

  private void base() throws SQLException {
    try (Statement statement = to.createStatement()) {
      statement.execute("insert into site (id, name) values (1, 'hq')");
      for (int i = 0; i < SERVICES.length; i++) {
        statement.execute(
            "insert into service (id, instance, area, name) values ("
                + (i + 1)
                + ", 'Worldwide', 'Area', '"
                + SERVICES[i]
                + "')");
      }
      for (int day = LAST_DAY - days + 1; day <= LAST_DAY; day++) {
        String losses = day % 37 == 5 ? "kernel_drops: 17" : "";
        statement.execute(
            "insert into site_day (site, day, spans, losses) values (1, "
                + day
                + ", '28800000-64800000', '"
                + losses
                + "')");
      }
      statement.execute("insert into meta (name, content) values ('changes', '1')");
    }
  }

  private void clients() throws SQLException {
    try (PreparedStatement client =
            to.prepareStatement(
                "insert into client (id, identity, basis, address, mac, name, first_seen, last_seen)"
                    + " values (?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement endpoint =
            to.prepareStatement(
                "insert into endpoint (id, site, address, family, mac, name, client, first_seen,"
                    + " last_seen) values (?, 1, ?, 4, ?, ?, ?, ?, ?)")) {
      client(client, 0, "", "", "", "", "");
      client.addBatch();
      for (int id = 1; id <= clients; id++) {
        String address = "10." + (id >> 16) + "." + (id >> 8 & 255) + "." + (id & 255);
        String mac =
            id % 2 == 0
                ? String.format("00-00-5E-%02X-%02X-%02X", id >> 16, id >> 8 & 255, id & 255)
                : "";
        String name = id % 4 < 2 ? "pc-" + id + ".corp.example" : "";
        String basis = !mac.isEmpty() ? "mac" : !name.isEmpty() ? "name" : "address";
        String identity =
            basis + ":" + (basis.equals("mac") ? mac : "hq/" + (name.isEmpty() ? address : name));
        client(client, id, identity, basis, address, mac, name);
        client.addBatch();
        endpoint.setInt(1, id);
        endpoint.setString(2, address);
        endpoint.setString(3, mac);
        endpoint.setString(4, name);
        endpoint.setInt(5, id);
        endpoint.setLong(6, (LAST_DAY - days + 1) * DAY_NANOS);
        endpoint.setLong(7, LAST_DAY * DAY_NANOS);
        endpoint.addBatch();
        if (id % BATCH == 0) {
          client.executeBatch();
          endpoint.executeBatch();
        }
      }
      client.executeBatch();
      endpoint.executeBatch();
    }
  }

  private void client(
      PreparedStatement to,
      int id,
      String identity,
      String basis,
      String address,
      String mac,
      String name)
      throws SQLException {
    to.setInt(1, id);
    to.setString(2, identity);
    to.setString(3, basis);
    to.setString(4, address);
    to.setString(5, mac);
    to.setString(6, name);
    to.setLong(7, (LAST_DAY - days + 1) * DAY_NANOS);
    to.setLong(8, LAST_DAY * DAY_NANOS);
  }

  private void seen() throws SQLException {
    try (PreparedStatement sighting =
            to.prepareStatement(
                "insert into sighting (endpoint, service, first_seen, last_seen, first_day, days,"
                    + " below_days, connections, stacks) values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
        PreparedStatement detail =
            to.prepareStatement(
                "insert into client_day (endpoint, service, day, connections, flagged, succeeded, failed,"
                    + " mark, severity, offered, negotiated, stacks, rules, periods, first_seen, last_seen)"
                    + " values (?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, '32400000-61200001', ?, ?)");
        PreparedStatement finding =
            to.prepareStatement(
                "insert into finding (endpoint, service, rule, stack, severity, summary, remedy, reference,"
                    + " enforced, exception, exception_until, file, frame, event_id, seen) values"
                    + " (?, ?, 'negotiated-below-floor', ?, 4, ?, ?, ?, '2027-01-31', '', 0, 'eth0', 7, ?, ?)")) {
      int first = LAST_DAY - days + 1;
      for (int id = 1; id <= clients; id++) {
        for (int service = 1; service <= 1 + id % 2; service++) {
          String stack = STACKS[random.nextInt(STACKS.length)];
          String marks = marks();
          int below = (int) marks.chars().filter(mark -> mark == 'b').count();
          String old = below > 0 ? OLD_STACKS[random.nextInt(OLD_STACKS.length)] : stack;
          sighting.setInt(1, id);
          sighting.setInt(2, service);
          sighting.setLong(3, first * DAY_NANOS + id);
          sighting.setLong(4, LAST_DAY * DAY_NANOS + id);
          sighting.setInt(5, first);
          sighting.setString(6, marks);
          sighting.setInt(7, below);
          sighting.setLong(8, days * 20L);
          sighting.setString(9, old);
          sighting.addBatch();
          if (below > 0) {
            finding.setInt(1, id);
            finding.setInt(2, service);
            finding.setString(3, old);
            finding.setString(
                4, "The server chose TLS 1.0, which Exchange Online ends on 2027-01-31.");
            finding.setString(5, "Upgrade " + old + ", or set its protocols to TLS 1.2.");
            finding.setString(6, "docs/remedies/java-7.md");
            finding.setString(7, Integer.toHexString(id));
            finding.setLong(8, LAST_DAY * DAY_NANOS + id);
            finding.addBatch();
          }
          for (int day = LAST_DAY - detailed + 1; day <= LAST_DAY; day++) {
            char mark = marks.charAt(day - first);
            if (mark != '.') {
              detail(detail, id, service, day, mark, old);
            }
          }
        }
        if (id % BATCH == 0) {
          sighting.executeBatch();
          finding.executeBatch();
          detail.executeBatch();
          to.commit();
        }
      }
      sighting.executeBatch();
      finding.executeBatch();
      detail.executeBatch();
    }
  }

  private static void detail(
      PreparedStatement to, int id, int service, int day, char mark, String stack)
      throws SQLException {
    boolean old = mark == 'b';
    to.setInt(1, id);
    to.setInt(2, service);
    to.setInt(3, day);
    to.setLong(4, 20);
    to.setLong(5, old ? 20 : 0);
    to.setLong(6, 20);
    to.setString(7, String.valueOf(mark));
    to.setInt(8, old ? 4 : 0);
    to.setString(9, old ? "TLS 1.0=20" : "TLS 1.2=5\nTLS 1.3=15");
    to.setString(10, old ? "TLS 1.0=20" : "TLS 1.2=5\nTLS 1.3=15");
    to.setString(11, stack);
    to.setString(12, old ? "negotiated-below-floor" : "");
    to.setLong(13, day * DAY_NANOS + 32_400_000_000_000L);
    to.setLong(14, day * DAY_NANOS + 61_200_000_000_000L);
    to.addBatch();
  }

  private String marks() {
    int kind = random.nextInt(100);
    int changes = kind < 80 ? 0 : kind < 92 ? random.nextInt(days) : days;
    int gone = random.nextInt(50) == 0 ? random.nextInt(days) : days;
    StringBuilder marks = new StringBuilder(days);
    for (int day = 0; day < days; day++) {
      boolean away = day > 0 && (day >= gone || day % 7 > 4 || random.nextInt(10) == 0);
      marks.append(away ? '.' : day < changes ? 'b' : '9');
    }
    return marks.toString();
  }
}
