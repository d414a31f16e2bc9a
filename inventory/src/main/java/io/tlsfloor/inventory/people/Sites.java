package io.tlsfloor.inventory.people;

import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.text.Printable;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jdbi.v3.core.Handle;

/**
 * The sites that an inventory knows. The first comes with its first results; people open the
 * others, so that a name that was left out or misspelt makes no second one of it. A site has no
 * gaps before its first and after its last day.
 *
 * @param inventory as messages show it
 * @param names in order
 */
public record Sites(String inventory, List<String> names) {
  /** Copies the list. */
  public Sites {
    names = List.copyOf(names);
  }

  /** Reads those of an inventory. */
  public static Sites of(Handle handle, String inventory) {
    return new Sites(
        inventory,
        handle.createQuery("select name from site order by name").mapTo(String.class).list());
  }

  /**
   * The site of results that do not say theirs.
   *
   * @param host name of this machine: the first site is called so where nobody names it
   * @throws ReportException if several could be meant
   */
  public String standard(String host) throws ReportException {
    if (names.isEmpty() || names.contains(host)) {
      return host;
    }
    if (names.size() > 1) {
      throw ReportException.given(
          inventory + " has several sites, and none is named: " + list(), "Add --site NAME.");
    }
    return names.get(0);
  }

  /**
   * Lets a site pass that is known, or the first of all.
   *
   * @throws ReportException if there are others, and it is none of them
   */
  public String known(String name) throws ReportException {
    if (names.isEmpty() || names.contains(Texts.clean(name))) {
      return name;
    }
    throw ReportException.given(
        inventory + " has no site " + Printable.name(name) + "; it has " + list(),
        "If it is a new one: tlsfloor inventory site open "
            + Printable.shell(name)
            + " --inventory "
            + Printable.shell(inventory));
  }

  private String list() {
    return String.join(", ", names.stream().map(Printable::name).toList());
  }

  /**
   * Opens a site, also one that is new or was closed.
   *
   * @param day its first; empty for that of its first results
   */
  public static void open(Handle handle, String name, OptionalInt day) {
    String clean = Texts.clean(name);
    Optional<Integer> known =
        handle
            .createQuery("select id from site where name = ?")
            .bind(0, clean)
            .mapTo(Integer.class)
            .findOne();
    if (known.isEmpty()) {
      handle.execute(
          "insert into site (id, name, opened, closed) values (?, ?, ?, 0)",
          TableNumbers.nextId(handle, "site"),
          clean,
          day.orElse(0));
      return;
    }
    handle.execute("update site set closed = 0 where id = ?", known.get());
    if (day.isPresent()) {
      handle.execute("update site set opened = ? where id = ?", day.getAsInt(), known.get());
    }
    touch(handle, known.get(), day.orElse(0));
  }

  /**
   * Closes a site.
   *
   * @param day its last
   * @throws ReportException if there is no such site
   */
  public static void close(Handle handle, String inventory, String name, int day)
      throws ReportException {
    Sites sites = of(handle, inventory);
    Optional<Integer> known =
        handle
            .createQuery("select id from site where name = ?")
            .bind(0, Texts.clean(name))
            .mapTo(Integer.class)
            .findOne();
    if (known.isEmpty()) {
      throw ReportException.given(
          inventory + " has no site " + Printable.name(name), "It has: " + sites.list());
    }
    handle.execute("update site set closed = ? where id = ?", day, known.get());
    touch(handle, known.get(), day);
  }

  /**
   * A site's life.
   *
   * @param opened its first day; 0 for that of its first results
   * @param closed its last; 0 for none
   */
  public record SiteDates(String name, int opened, int closed) {}

  /** Those of all sites, by name. */
  public static List<SiteDates> dates(Handle handle) {
    return handle
        .createQuery("select name, opened, closed from site order by name")
        .mapTo(SiteDates.class)
        .list();
  }

  /**
   * Keeps a site's dates, and makes it where there is none of its name. A date that is not said
   * changes none.
   *
   * @return whether that changed anything
   */
  public static boolean keep(Handle handle, SiteDates given) {
    Optional<SiteDates> known =
        dates(handle).stream().filter(each -> each.name().equals(given.name())).findFirst();
    int opened = given.opened() > 0 ? given.opened() : known.map(SiteDates::opened).orElse(0);
    int closed = given.closed() > 0 ? given.closed() : known.map(SiteDates::closed).orElse(0);
    SiteDates now = new SiteDates(given.name(), opened, closed);
    if (known.equals(Optional.of(now))) {
      return false;
    }
    open(handle, now.name(), opened > 0 ? OptionalInt.of(opened) : OptionalInt.empty());
    handle.execute("update site set closed = ? where name = ?", closed, now.name());
    return true;
  }

  /** What is known of covered days follows anew. */
  private static void touch(Handle handle, int site, int day) {
    handle.execute(
        """
        insert into touched (site, address, day) values (?, '', ?) on conflict (site, address, day) do nothing
        """,
        site,
        day);
  }
}
