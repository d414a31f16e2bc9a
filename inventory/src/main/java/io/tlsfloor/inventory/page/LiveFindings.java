package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** Findings as a watch brings them, by server-sent events: rows that go on top of a table. */
public final class LiveFindings implements AutoCloseable {
  private static final long LOOK_MILLIS = 400;
  private static final int LOOKS_A_SIGN = 40; // of life, so that a viewer who is gone is noticed
  private static final int LATEST = 50;

  private final Store store;
  private volatile boolean closed;

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
  public record Row(
      String key,
      String time,
      String client,
      String id,
      String service,
      String rule,
      String summary) {}

  LiveFindings(Store store) {
    this.store = store;
  }

  /** The latest findings, the newest first. */
  static List<Row> latest(Handle handle) {
    return handle
        .createQuery(
            "select f.*, e.address, c.identity, s.name as service_name from finding f"
                + " join endpoint e on e.id = f.endpoint join client c on c.id = e.client"
                + " join service s on s.id = f.service order by f.seen desc limit "
                + LATEST)
        .map(
            (r, c) ->
                new Row(
                    r.getString("event_id") + r.getString("rule"),
                    Timestamps.seconds(Times.instant(r.getLong("seen"))),
                    r.getString("address"),
                    r.getString("identity"),
                    r.getString("service_name"),
                    r.getString("rule"),
                    r.getString("summary")))
        .list();
  }

  /** Sends what comes until the viewer goes away. */
  void stream(HttpExchange exchange, Map<String, String> headers) throws IOException {
    headers.forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
    exchange.getResponseHeaders().set("Cache-Control", "no-store");
    exchange.sendResponseHeaders(200, 0);
    OutputStream out = exchange.getResponseBody();
    long changes = store.read(TableNumbers::changes);
    Set<String> known = new HashSet<>();
    store.read(LiveFindings::latest).forEach(row -> known.add(row.key()));
    out.write(": here\n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
    for (int looks = 1; !closed; looks++) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = store.read(TableNumbers::changes);
      if (now != changes) {
        changes = now;
        List<Row> latest = store.read(LiveFindings::latest);
        List<Row> fresh = new ArrayList<>(latest);
        fresh.removeIf(row -> known.contains(row.key()));
        Collections.reverse(fresh); // the newest goes on top, so last
        known.clear();
        latest.forEach(row -> known.add(row.key()));
        for (Row row : fresh) {
          send(out, Templates.text("liverow.jte", Map.of("row", row)));
        }
      } else if (looks % LOOKS_A_SIGN == 0) {
        out.write(": still here\n\n".getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    }
  }

  private static void send(OutputStream out, String html) throws IOException {
    StringBuilder event = new StringBuilder("event: finding\n");
    html.lines().forEach(line -> event.append("data: ").append(line).append('\n'));
    out.write(event.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
  }
}
