package io.tlsfloor.inventory.identity;

import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** Clients joined and parted by hand. What is tied stays tied whatever is imported later. */
public final class Ties {
  private final Handle handle;
  private final String author;

  /** Ties in the name of {@code author}. */
  public Ties(Handle handle, String author) {
    this.handle = handle;
    this.author = author;
  }

  private record Endpoint(int id, String subject, String words) {}

  /** What a client consists of, in words. */
  public static List<String> parts(Handle handle, int client) {
    return endpoints(handle, client).stream().map(Endpoint::words).toList();
  }

  /**
   * Makes one client of two.
   *
   * @param one id of the client that goes
   * @param other id of the client that it becomes part of
   */
  public void join(int one, int other) throws ReportException {
    if (one == other) {
      throw ReportException.given("they are one client already", "Give two clients.");
    }
    tie(Identities.of(handle, one), Identities.of(handle, other));
    reassign(one);
  }

  /**
   * Takes an address out of a client: it becomes one of its own.
   *
   * @param client id
   * @param address one of the client's
   */
  public void part(int client, String address) throws ReportException {
    List<Endpoint> parts =
        endpoints(handle, client).stream().filter(each -> each.words().contains(address)).toList();
    List<Endpoint> all = endpoints(handle, client);
    if (parts.isEmpty() || parts.size() == all.size()) {
      throw ReportException.given(
          parts.isEmpty()
              ? "this client never had the address " + address
              : "this client has no other address than " + address,
          "It has: " + String.join("; ", all.stream().map(Endpoint::words).toList()));
    }
    String identity = "hand:" + parts.get(0).subject().substring("endpoint:".length());
    for (Endpoint part : parts) {
      tie(part.subject(), identity);
    }
    reassign(client);
  }

  private void tie(String subject, String identity) {
    handle.execute(
        "insert into tie (subject, identity, author, tied) values (?, ?, ?, ?)"
            + " on conflict (subject) do update set identity = excluded.identity,"
            + " author = excluded.author, tied = excluded.tied",
        subject,
        identity,
        author,
        Times.nanos(Instant.now()));
  }

  private void reassign(int client) {
    List<Integer> endpoints = endpoints(handle, client).stream().map(Endpoint::id).toList();
    Identities identities = new Identities(handle);
    identities.assign(endpoints);
    identities.refresh(endpoints);
  }

  private static List<Endpoint> endpoints(Handle handle, int client) {
    return handle
        .createQuery(
            "select e.id, s.name as site, e.address, e.mac, e.name from endpoint e"
                + " join site s on s.id = e.site where e.client = ? order by e.id")
        .bind(0, client)
        .map(
            (r, c) ->
                new Endpoint(
                    r.getInt("id"),
                    Identities.subject(
                        r.getString("site"),
                        r.getString("address"),
                        r.getString("mac"),
                        r.getString("name")),
                    words(
                        r.getString("site"),
                        r.getString("address"),
                        r.getString("mac"),
                        r.getString("name"))))
        .list();
  }

  private static String words(String site, String address, String mac, String name) {
    return address
        + (mac.isEmpty() ? "" : " " + mac)
        + (name.isEmpty() ? "" : " " + name)
        + " at "
        + site;
  }
}
