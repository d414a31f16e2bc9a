package io.tlsfloor.inventory.answer;

import java.util.Arrays;
import org.jdbi.v3.core.Handle;

/**
 * When clients that were seen later too had last been seen on a day of the past, as far as details
 * of that time are kept. Read at once for all of them, the first time that one is asked for.
 */
final class LastSeenThen {
  private final Handle handle;
  private final int asOf;
  private long[] pairs = {}; // client and service, in order
  private long[] times = {};
  private boolean read;

  LastSeenThen(Handle handle, int asOf) {
    this.handle = handle;
    this.asOf = asOf;
  }

  /**
   * In nanoseconds since 1970; {@code otherwise} where it is not known, or earlier.
   *
   * @param client id
   * @param service id
   */
  long of(int client, int service, long otherwise) {
    if (!read) {
      read();
    }
    int at = Arrays.binarySearch(pairs, key(client, service));
    return at < 0 ? otherwise : Math.max(otherwise, times[at]);
  }

  private static long key(int client, int service) {
    return (long) client << 32 | service;
  }

  private void read() {
    read = true;
    int[] count = {0};
    handle
        .createQuery(
            "select e.client, d.service, max(d.last_seen) as seen from client_day d"
                + " join endpoint e on e.id = d.endpoint where d.day <= ?"
                + " group by e.client, d.service order by e.client, d.service")
        .bind(0, asOf)
        .setFetchSize(1_000)
        .map(
            (r, c) -> {
              if (count[0] == pairs.length) {
                pairs = Arrays.copyOf(pairs, 64 + 2 * pairs.length);
                times = Arrays.copyOf(times, pairs.length);
              }
              pairs[count[0]] = key(r.getInt("client"), r.getInt("service"));
              times[count[0]] = r.getLong("seen");
              return count[0]++;
            })
        .forEach(row -> {});
    pairs = Arrays.copyOf(pairs, count[0]);
    times = Arrays.copyOf(times, count[0]);
  }
}
