package io.tlsfloor.inventory.people;

import io.tlsfloor.report.ReportException;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** The first and the last day of a site: outside of them it has no gaps. */
public final class SiteLife {
  private SiteLife() {}

  /**
   * Says on which day a site opens, which it may do again, or closes.
   *
   * @throws ReportException if there is no such site
   */
  public static void set(Handle handle, String name, boolean opens, int day)
      throws ReportException {
    int changed =
        handle.execute(
            "update site set " + (opens ? "closed = 0, opened" : "closed") + " = ? where name = ?",
            day,
            name);
    if (changed == 0) {
      List<String> names =
          handle.createQuery("select name from site order by name").mapTo(String.class).list();
      throw ReportException.given(
          "the inventory has no site " + name, "It has: " + String.join(", ", names));
    }
    handle.execute(
        "insert into touched (site, address, day) select id, '', ? from site where name = ?"
            + " on conflict (site, address, day) do nothing",
        day,
        name);
  }
}
