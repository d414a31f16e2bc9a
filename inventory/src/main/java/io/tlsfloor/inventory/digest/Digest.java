package io.tlsfloor.inventory.digest;

import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.people.Subscription.Channel;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Times;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What one owner gets.
 *
 * @param id given by the table; 0 for one that is not there yet
 * @param to who, and how
 * @param made when
 * @param below clients of the owner that are below
 * @param text as Markdown
 */
record Digest(int id, Subscription to, Instant made, int below, String text) {
  /** What was sent is kept for so long. */
  private static final long KEPT_NANOS = 90 * 86_400_000_000_000L;

  /** Longer than any way to send one takes. */
  static final Duration CLAIM = Duration.ofMinutes(2);

  /** Writes it down, to be sent. */
  static void keep(Handle handle, List<Digest> digests, Instant now) {
    handle.execute("delete from digest where sent > 0 and sent < ?", Times.nanos(now) - KEPT_NANOS);
    int next = TableNumbers.nextId(handle, "digest");
    for (Digest each : digests) {
      handle.execute(
          "insert into digest (id, owner, channel, target, made, below, content, attempts, failure,"
              + " sent) values (?, ?, ?, ?, ?, ?, ?, 0, '', 0)",
          next++,
          each.to().owner(),
          each.to().channel().name(),
          each.to().target(),
          Times.nanos(each.made()),
          each.below(),
          each.text());
    }
  }

  /** Those that are not sent yet, the oldest first. */
  static List<Digest> unsent(Handle handle) {
    return handle
        .createQuery("select * from digest where sent = 0 order by id")
        .map(
            (r, c) ->
                new Digest(
                    r.getInt("id"),
                    new Subscription(
                        r.getString("owner"),
                        Channel.valueOf(r.getString("channel")),
                        r.getString("target")),
                    Times.instant(r.getLong("made")),
                    r.getInt("below"),
                    r.getString("content")))
        .list();
  }

  /**
   * Whether this process may send it now: no other one is doing so. Who claims one and dies lets it
   * go again after a while.
   */
  boolean claimed(Handle handle, Instant now) {
    return handle.execute(
            "update digest set claimed = ? where id = ? and sent = 0 and claimed < ?",
            Times.nanos(now),
            id,
            Times.nanos(now.minus(CLAIM)))
        == 1;
  }

  /** It went. */
  void sent(Handle handle, Instant now) {
    handle.execute(
        "update digest set sent = ?, claimed = 0, attempts = attempts + 1, failure = '' where id = ?",
        Times.nanos(now),
        id);
  }

  /** It did not go; it is sent again. */
  void failed(Handle handle, String why) {
    handle.execute(
        "update digest set claimed = 0, attempts = attempts + 1, failure = ? where id = ?",
        why,
        id);
  }
}
