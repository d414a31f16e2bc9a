package io.tlsfloor.report.form.html;

import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.Faring;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RemedyPages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The systems that need something, one row each, in the order of clients. Those with findings of
 * severity low alone are counted apart.
 */
final class Systems {
  private Systems() {}

  /** Where nobody says who answers for a client, who uses it may: {@code alice (Outlook)}. */
  private static String user(ClientDay client) {
    String applications = client.applications();
    String users = client.users();
    String guessed = client.perhapsUsers();
    return users.isEmpty()
        ? (guessed.isEmpty() ? "" : "perhaps " + guessed)
        : users + (applications.isEmpty() ? "" : " (" + applications + ")");
  }

  /** The row of a client. */
  static Page.SystemRow row(ClientState client) {
    List<String> fixes = client.fixes();
    String fix = fixes.isEmpty() ? "" : fixes.get(0);
    String owner = client.known().owner();
    Faring faring = client.faring();
    return new Page.SystemRow(
        client.name(),
        client.address(),
        Printable.name(owner.isEmpty() ? user(client.sum()) : owner),
        String.join(", ", client.serviceNames("no service")),
        faring.wholeText(),
        client.severity().map(Words::constant).orElse("low"),
        fix,
        fixes.size() > 1 ? "+" + (fixes.size() - 1) : "",
        RemedyPages.text(fix).isPresent() ? fix : "");
  }

  /** The row of an account. */
  static Page.AccountRow account(ClientState account) {
    ClientDay sum = account.sum();
    List<String> fixes = account.fixes();
    String fix = fixes.isEmpty() ? "" : fixes.get(0);
    return new Page.AccountRow(
        account.address(),
        Printable.name(sum.applications()),
        String.join(", ", account.serviceNames("no service")),
        FindingRow.chosen(account.findings()),
        Words.number(account.times()),
        account.faring().wholeText(),
        account.severity().map(Words::constant).orElse("low"),
        Printable.name(sum.perhapsMachines()),
        fix,
        RemedyPages.text(fix).isPresent() ? fix : "");
  }

  /** How many are refused, how many stop on which day, and so on; their sum is all. */
  static List<Page.Tile> tiles(Closing closing) {
    Map<Faring, Long> alike = new TreeMap<>(Faring.WORST_FIRST);
    for (ClientState client : closing.clients().rows()) {
      alike.merge(client.faring().alike(), 1L, Long::sum);
    }
    List<Page.Tile> tiles = new ArrayList<>();
    alike.forEach(
        (faring, count) ->
            tiles.add(
                new Page.Tile(
                    Words.number(count),
                    faring.counted("", count == 1).strip(),
                    faring.isBad() ? "bad" : "plain")));
    if (tiles.isEmpty() && closing.isOfAccounts()) {
      return tiles; // nothing is known of clients
    }
    if (tiles.isEmpty()) {
      tiles.add(
          new Page.Tile(
              Words.number(closing.clients().below()),
              closing.below(),
              closing.isGoodNews() ? "good" : "plain"));
    }
    return tiles;
  }
}
