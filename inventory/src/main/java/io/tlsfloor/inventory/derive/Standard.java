package io.tlsfloor.inventory.derive;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Holds what a day of a site takes to count as covered. The inventory keeps it, so that all who ask
 * agree and the counts that depend on it are worked out once.
 *
 * @param watched seconds, at least
 * @param lost of a million, at most
 */
public record Standard(int watched, int lost) {
  /** Covered days of the window, where nothing else is said. */
  public static final int WINDOW = 14;

  private static final Standard USUAL = new Standard(8 * 3_600, 10_000);

  private static final String NAME = "min_coverage"; // in meta

  /**
   * Makes one of hours and percent.
   *
   * @throws IllegalArgumentException if a day has not so many hours, or none is asked for
   */
  public static Standard of(double hours, double percent) {
    if (hours <= 0 || hours > 24) {
      throw new IllegalArgumentException();
    }
    return new Standard((int) (hours * 3_600), (int) (percent * 10_000));
  }

  /** {@code watched 8 hours of it and lost 1 % at most}. */
  public String words() {
    return "watched "
        + number(watched / 3_600.0)
        + (watched == 3_600 ? " hour" : " hours")
        + " of it and lost "
        + number(lost / 10_000.0)
        + " % at most";
  }

  private static String number(double value) {
    return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
  }

  /** Returns whether a day of which a site watched and lost so much is covered. */
  boolean isCovered(int seconds, int share) {
    return seconds >= watched && share <= lost;
  }

  /** Reads that of an inventory. */
  public static Standard of(Handle handle) {
    Optional<String> kept = TableNumbers.meta(handle, NAME);
    return kept.map(
            text -> {
              String[] both = text.split(" ");
              return new Standard(Integer.parseInt(both[0]), Integer.parseInt(both[1]));
            })
        .orElse(USUAL);
  }

  /** Keeps it for all questions from now on: where it is another one, all is worked out anew. */
  public void keep(Store store) throws IOException {
    if (store.<Boolean>read(handle -> of(handle).equals(this))) {
      return;
    }
    store.write(
        handle -> {
          TableNumbers.keep(handle, NAME, watched + " " + lost);
          handle.execute(
              """
              insert into touched (site, address, day)
              select site, '', day
              from site_day
              where true
              on conflict (site, address, day) do nothing
              """);
          handle.execute("delete from site_day"); // so that whatever rests on it is touched, too
          return true;
        });
  }
}
