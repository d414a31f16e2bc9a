package io.tlsfloor.inventory.page;

import io.tlsfloor.inventory.answer.Exceptions;
import io.tlsfloor.inventory.answer.Exceptions.ExceptionRow;
import io.tlsfloor.inventory.answer.Listing;
import io.tlsfloor.inventory.answer.Question;
import io.tlsfloor.inventory.answer.SystemToChange;
import io.tlsfloor.inventory.answer.Volume;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
    List<SystemToChange> systems = SystemToChange.all(handle, question);
    List<SystemToChange> accounts = SystemToChange.accounts(handle, question);
    List<Tile> tiles = new ArrayList<>();
    add(tiles, systems, "");
    add(tiles, accounts, "account");
    return new FirstScreen(
        tiles,
        first(systems),
        Math.max(0, systems.size() - MOST),
        first(accounts),
        Math.max(0, accounts.size() - MOST),
        Exceptions.listing(handle, question.asOf()).first(MOST_EXCEPTIONS));
  }

  private static List<SystemToChange> first(List<SystemToChange> all) {
    return all.subList(0, Math.min(MOST, all.size()));
  }

  private static void add(List<Tile> tiles, List<SystemToChange> systems, String noun) {
    Map<Faring, List<SystemToChange>> alike = new TreeMap<>(Faring.WORST_FIRST);
    for (SystemToChange system : systems) {
      alike.computeIfAbsent(system.faring().alike(), faring -> new ArrayList<>()).add(system);
    }
    alike.forEach(
        (faring, some) -> {
          boolean one = some.size() == 1;
          String volume =
              some.stream().map(SystemToChange::volume).reduce(Volume.NONE, Volume::and).counted();
          tiles.add(
              new Tile(
                  Words.number(some.size()),
                  (noun.isEmpty() ? "" : noun + (one ? " " : "s "))
                      + faring.counted("", one).strip(),
                  volume.isEmpty() ? "" : volume + " in " + Volume.DAYS + " days",
                  faring.isBad() ? "bad" : "plain"));
        });
  }
}
