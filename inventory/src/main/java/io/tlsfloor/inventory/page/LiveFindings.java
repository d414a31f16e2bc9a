package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.text.Timestamps;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Findings as a watch brings them, by server-sent events: rows that go on top of a table. A stream
 * ends after some minutes, and the browser asks again from where it was, so that one who is gone,
 * or reads nothing, does not keep it for ever.
 */
public final class LiveFindings implements AutoCloseable {
  private static final long LOOK_MILLIS = 400;
  private static final int LOOKS_A_SIGN = 40; // of life, so that a viewer who is gone is noticed
  private static final int LATEST = 50;
  static final int MAX_VIEWERS = 64; // a thread each, of twice as many
  private static final Duration LASTS = Duration.ofMinutes(5);

  private final Store store;
  private final Duration lasts;
  private final Semaphore seats;
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
      String summary) {

    /** What a viewer knows it by, of harmless letters: the key comes from saved results. */
    private String eventId() {
      return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
    }
  }

  LiveFindings(Store store) {
    this(store, LASTS, MAX_VIEWERS);
  }

  LiveFindings(Store store, Duration lasts, int viewers) {
    this.store = store;
    this.lasts = lasts;
    seats = new Semaphore(viewers);
  }

  /** The latest findings, the newest first. */
  static List<Row> latest(Handle handle) {
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

  /** Sends what comes until the viewer goes away, or the time is over; 503 where many look. */
  void stream(HttpExchange exchange, Map<String, String> headers) throws IOException {
    if (!seats.tryAcquire()) {
      Answers.send(exchange, 503, "text/plain", "Too many look at live findings: try later.\n");
      return;
    }
    try {
      headers.forEach(exchange.getResponseHeaders()::set);
      exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
      exchange.sendResponseHeaders(200, 0);
      follow(exchange.getResponseBody(), exchange.getRequestHeaders().getFirst("Last-Event-ID"));
    } finally {
      seats.release();
    }
  }

  /** What came after the event with this id, and what comes; from now on if there is none. */
  private void follow(OutputStream out, @Nullable String lastId) throws IOException {
    long until = System.nanoTime() + lasts.toNanos();
    long changes = store.read(TableNumbers::changes);
    List<Row> rows = store.read(LiveFindings::latest);
    int at = 0;
    while (at < rows.size() && !rows.get(at).eventId().equals(lastId)) {
      at++;
    }
    at = at < rows.size() ? at : 0;
    Set<String> known = new HashSet<>();
    rows.subList(at, rows.size()).forEach(row -> known.add(row.key()));
    write(out, ": here\nretry: 1000\n\n");
    if (at > 0) {
      sendFresh(out, rows, known);
    } else if (!rows.isEmpty()) {
      write(out, "id: " + rows.get(0).eventId() + "\n\n"); // without data: to be asked from here
    }
    for (int looks = 1; !closed && System.nanoTime() < until; looks++) {
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      long now = store.read(TableNumbers::changes);
      if (now != changes) {
        changes = now;
        sendFresh(out, store.read(LiveFindings::latest), known);
      } else if (looks % LOOKS_A_SIGN == 0) {
        write(out, ": still here\n\n");
      }
    }
  }

  private static void sendFresh(OutputStream out, List<Row> latest, Set<String> known)
      throws IOException {
    List<Row> fresh = new ArrayList<>(latest);
    fresh.removeIf(row -> known.contains(row.key()));
    Collections.reverse(fresh); // the newest goes on top, so last
    known.clear();
    latest.forEach(row -> known.add(row.key()));
    for (Row row : fresh) {
      send(out, row);
    }
  }

  private static void send(OutputStream out, Row row) throws IOException {
    StringBuilder event = new StringBuilder("event: finding\nid: " + row.eventId() + "\n");
    Templates.text("liverow.jte", Map.of("row", row))
        .lines()
        .forEach(line -> event.append("data: ").append(line).append('\n'));
    write(out, event.append('\n').toString());
  }

  private static void write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
    out.flush();
  }

  @Override
  public void close() {
    closed = true;
  }
}
