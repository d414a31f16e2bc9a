package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.store.KnownAs;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.saved.SavedFinding;
import io.tlsfloor.report.text.Timestamps;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Findings as they come in. The page asks every two seconds for what is new, in a request that ends
 * at once: a stream that stays open would be a page that is never done loading.
 *
 * @param rows the newest first
 * @param newest what to ask from the next time
 */
public record LiveFindings(List<LiveFinding> rows, String newest) {
  private static final int LATEST = 50;

  /**
   * A finding.
   *
   * @param key what makes it one
   * @param time when, in UTC
   * @param client latest address
   * @param id of the client
   * @param service name
   * @param rule name
   * @param summary a sentence
   */
  public record LiveFinding(
      String key,
      String time,
      String client,
      String id,
      String service,
      String rule,
      String summary) {

    /** Names it by harmless letters: the key comes from saved results. */
    private String name() {
      return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
  }

  /**
   * Reads the latest ones.
   *
   * @param after leaves out this one and those before it; empty for none
   */
  static LiveFindings of(Handle handle, String after) {
    List<LiveFinding> latest = latest(handle);
    int end = 0;
    while (end < latest.size() && !latest.get(end).name().equals(after)) {
      end++;
    }
    return new LiveFindings(
        latest.subList(0, end), latest.isEmpty() ? after : latest.get(0).name());
  }

  private static List<LiveFinding> latest(Handle handle) {
    return handle
        .createQuery(
            "select f.*, coalesce(c.identity, f.address) as identity, v.name as service_name"
                + " from finding f join run r on r.id = f.run and r.whole > 0"
                + " join service v on v.id = f.service"
                + " left join place p on p.site = f.site and p.address = f.address and p.day = f.day"
                + " left join client c on c.id = p.client order by f.seen desc, f.rule limit "
                + LATEST)
        .map(
            (r, c) ->
                new LiveFinding(
                    r.getString("run")
                        + " "
                        + r.getLong("part")
                        + r.getString("identity")
                        + r.getString("service")
                        + r.getString("rule")
                        + r.getString("stack"),
                    Timestamps.seconds(Times.instant(r.getLong("seen"))),
                    shown(r.getString("address")),
                    r.getString("identity"),
                    r.getString("service_name"),
                    r.getString("rule"),
                    SavedFinding.of(r.getString("content")).worst().summary()))
        .list();
  }

  /** What is known by its name alone is shown by that. */
  private static String shown(String kept) {
    String shown = KnownAs.shown(kept);
    return shown.isEmpty() ? kept.substring(kept.indexOf(':') + 1) : shown;
  }
}
