package io.tlsfloor.bench.inventory;

import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.RowBatch;
import io.tlsfloor.inventory.store.Store;
import java.io.IOException;
import java.util.Random;
import org.jdbi.v3.core.Handle;

/**
 * Fills an inventory with facts, without lines between: clients over days, of which most were
 * always good, some were fixed at some time, and some are below. One in two has a second service.
 * What follows from them is worked out as after an import.
 */
public final class FillInventory {
  static final int LAST_DAY = 20_783; // 2026-11-26
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

  private final int clients;
  private final int days;

  private FillInventory(int clients, int days) {
    this.clients = clients;
    this.days = days;
  }

  /** {@code URL|FILE CLIENTS DAYS}. */
  public static void main(String[] words) throws IOException {
    Store store = Store.open(Location.parse(words[0]));
    FillInventory fill = new FillInventory(Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    store.write(
        handle -> {
          fill.base(handle);
          return true;
        });
    for (int day = LAST_DAY - fill.days + 1; day <= LAST_DAY; day++) {
      int on = day;
      store.write(
          handle -> {
            fill.day(handle, on);
            return true;
          });
    }
    Derivation.refresh(store);
  }

  private void base(Handle handle) {
    handle.execute("insert into site (id, name, opened, closed) values (1, 'hq', 0, 0)");
    for (int i = 0; i < SERVICES.length; i++) {
      handle.execute(
          "insert into service (id, instance, area, name) values (?, 'Worldwide', 'Area', ?)",
          i + 1,
          SERVICES[i]);
    }
  }

  private void day(Handle handle, int day) {
    long first = day * DAY_NANOS + 32_400_000_000_000L;
    long last = day * DAY_NANOS + 61_200_000_000_000L;
    handle.execute(
        "insert into run (id, name, part, site, first_seen, last_seen, lane, narrowed, whole, head,"
            + " imported) values (?, ?, 0, 1, ?, ?, 0, 0, 2, '', 0)",
        day,
        "day " + day,
        first,
        last);
    handle.execute(
        "insert into run_day (run, day, watched, connections, lost, packets, dropped)"
            + " values (?, ?, 36000, 100000, ?, 1000000, 0)",
        day,
        day,
        day % 37 == 5 ? 5_000 : 0);
    try (RowBatch facts =
            new RowBatch(
                handle,
                "insert into observation (run, site, day, address, service, mac, name, connections,"
                    + " below, excepted, good, failed, offered, negotiated, stacks, used, first_seen,"
                    + " last_seen) values (?, 1, ?, ?, ?, ?, ?, 20, ?, 0, ?, 0, ?, ?, ?, '', ?, ?)");
        RowBatch findings =
            new RowBatch(
                handle,
                "insert into finding (run, site, day, address, service, rule, stack, severity,"
                    + " summary, remedy, reference, enforced, exception, exception_until, file,"
                    + " frame, event_id, seen) values (?, 1, ?, ?, ?, 'negotiated-below-floor', ?, 4,"
                    + " ?, ?, 'docs/remedies/java-7.md', '2027-01-31', '', 0, 'eth0', 7, ?, ?)")) {
      for (int id = 1; id <= clients; id++) {
        for (int service = 1; service <= 1 + id % 2; service++) {
          fact(facts, findings, day, id, service, first, last);
        }
      }
      facts.execute();
      findings.execute();
    }
    handle.execute(
        "insert into touched (site, address, day) select distinct site, address, day"
            + " from observation where run = ?",
        day);
  }

  private void fact(
      RowBatch facts, RowBatch findings, int day, int id, int service, long first, long last) {
    Random own = new Random(id * 31L + service); // what becomes of it is the same each day
    int kind = own.nextInt(100);
    int changes = kind < 80 ? 0 : kind < 92 ? own.nextInt(days) : days;
    int gone = own.nextInt(50) == 0 ? own.nextInt(days) : days;
    String old = OLD_STACKS[own.nextInt(OLD_STACKS.length)];
    String stack = changes > 0 ? old : STACKS[own.nextInt(STACKS.length)];
    int number = day - (LAST_DAY - days + 1);
    boolean away = new Random(id * 131L + day).nextInt(10) == 0;
    if (number > 0 && (number >= gone || number % 7 > 4 || away)) {
      return;
    }
    boolean below = number < changes;
    String address = "10." + (id >> 16) + "." + (id >> 8 & 255) + "." + (id & 255);
    String mac =
        id % 2 == 0
            ? String.format("00-00-5E-%02X-%02X-%02X", id >> 16, id >> 8 & 255, id & 255)
            : "";
    String versions = below ? "TLS 1.0=20" : "TLS 1.2=5\nTLS 1.3=15";
    facts.add(
        day,
        day,
        address,
        service,
        mac,
        id % 4 < 2 ? "pc-" + id + ".corp.example" : "",
        below ? 20L : 0L,
        below ? 0L : 20L,
        versions,
        versions,
        stack,
        first,
        last);
    if (below) {
      findings.add(
          day,
          day,
          address,
          service,
          stack,
          "The server chose TLS 1.0, which Exchange Online ends on 2027-01-31.",
          "Upgrade " + old + ", or set its protocols to TLS 1.2.",
          Integer.toHexString(id),
          first);
    }
  }
}
