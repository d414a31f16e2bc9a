package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Exceptions;
import io.tlsfloor.inventory.answer.Exceptions.ExceptionRow;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.SystemToChange;
import io.tlsfloor.inventory.answer.SystemToChange.Overview;
import io.tlsfloor.inventory.answer.Volume;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/**
 * What a manager reads first, as on the first page of a report: who stops when, and how much stops
 * with them, what is to be done, and what was accepted until when.
 *
 * @param tiles how many fare how, the worst first; accounts behind clients
 * @param systems the first of the clients with something to be done
 * @param moreSystems how many more there are
 * @param accounts the same of accounts
 * @param moreAccounts how many more there are
 * @param accepted what holds, or ended
 */
public record FirstScreen(
    List<Tile> tiles,
    List<SystemToChange> systems,
    int moreSystems,
    List<SystemToChange> accounts,
    int moreAccounts,
    Listing<ExceptionRow> accepted) {
  /** Rows on paper. */
  public static final int PRINTED = 25;

  private static final int MOST = 50;
  private static final int MOST_EXCEPTIONS = 12;

  /**
   * A number to remember.
   *
   * @param number of clients or accounts
   * @param label how they fare
   * @param volume how much they do; empty for nothing
   * @param tone class of its colour
   */
  public record Tile(String number, String label, String volume, String tone) {}

  static FirstScreen of(Handle handle, Question question) {
    Overview systems = SystemToChange.overview(handle, question, MOST);
    Overview accounts = SystemToChange.overviewOfAccounts(handle, question, MOST);
    List<Tile> tiles = new ArrayList<>();
    add(tiles, systems, "");
    add(tiles, accounts, "account");
    return new FirstScreen(
        tiles,
        systems.first(),
        systems.systems() - systems.first().size(),
        accounts.first(),
        accounts.systems() - accounts.first().size(),
        Exceptions.listing(handle, question.asOf()).first(MOST_EXCEPTIONS));
  }

  private static void add(List<Tile> tiles, Overview overview, String noun) {
    overview
        .alike()
        .forEach(
            (faring, some) -> {
              boolean one = some.systems() == 1;
              String volume = some.volume().counted();
              tiles.add(
                  new Tile(
                      Words.number(some.systems()),
                      (noun.isEmpty() ? "" : noun + (one ? " " : "s "))
                          + faring.counted("", one).strip(),
                      volume.isEmpty() ? "" : volume + " in " + Volume.DAYS + " days",
                      faring.isBad() ? "bad" : "plain"));
            });
  }
}
