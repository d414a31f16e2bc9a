package io.tlsfloor.inventory.people;

import io.tlsfloor.inventory.store.Times;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

/**
 * An owner who gets changes without asking.
 *
 * @param owner as notes name it; {@link #REST} for the clients of everyone else and of no one
 * @param channel how
 * @param target an address of mail, or a URL
 */
public record Subscription(String owner, Channel channel, String target) {
  /** Stands for all clients whose owner gets none. */
  public static final String REST = "*";

  /** How a digest goes. */
  public enum Channel {
    /** By the sendmail of this machine. */
    MAIL,
    /** By a POST over HTTPS. */
    WEBHOOK;

    /** The word for outputs. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All of them, by owner. */
  public static List<Subscription> all(Handle handle) {
    return handle
        .createQuery("select owner, channel, target from subscription order by owner")
        .map(
            (r, c) ->
                new Subscription(
                    r.getString("owner"),
                    Channel.valueOf(r.getString("channel")),
                    r.getString("target")))
        .list();
  }

  /** Writes it down, in the place of an earlier one. */
  public void keep(Handle handle, String author, Instant now) {
    handle.execute(
        "insert into subscription (owner, channel, target, author, made) values (?, ?, ?, ?, ?)"
            + " on conflict (owner) do update set channel = excluded.channel,"
            + " target = excluded.target, author = excluded.author, made = excluded.made",
        owner,
        channel.name(),
        target,
        author,
        Times.nanos(now));
  }

  /** Ends one; false where there was none. */
  public static boolean end(Handle handle, String owner) {
    return handle.execute("delete from subscription where owner = ?", owner) > 0;
  }
}
