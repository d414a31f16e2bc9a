package io.tlsfloor.inventory.digest;

import io.tlsfloor.inventory.answer.Clients.Row;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.state.State;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.form.markdown.Markdown;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Words;
import java.util.List;

/** A digest in words: Markdown, in which what came from the network is text. */
final class DigestText {
  /** Rows of a list; what is more is counted. */
  private static final int MOST = 50;

  private final StringBuilder text = new StringBuilder();

  private DigestText() {}

  /**
   * Writes one.
   *
   * @param rows all rows of the owner's clients
   * @param fresh those of them that are below, and were not before
   * @param ending exceptions that end soon
   */
  static String of(String owner, int day, List<Row> rows, List<Row> fresh, List<Note> ending) {
    DigestText digest = new DigestText();
    String whose = owner.equals(Subscription.REST) ? "clients whose owner has no digest" : owner;
    digest.text.append("# Below the TLS floor: ").append(Markdown.text(whose));
    digest.text.append(", ").append(Days.text(day)).append("\n\n");
    digest.headline(rows);
    digest.rows("Back below after they were fixed", fresh, true);
    digest.rows("New below", fresh, false);
    digest.exceptions(ending);
    return digest.text.toString();
  }

  /** How many clients have a row in a state that has something to be done. */
  static int below(List<Row> rows) {
    return (int) rows.stream().filter(row -> row.state().isBelow()).map(Row::id).distinct().count();
  }

  private void headline(List<Row> rows) {
    long clients = rows.stream().map(Row::id).distinct().count();
    text.append(Words.number(below(rows))).append(" of ").append(Words.count(clients, "client"));
    text.append(" below.\n");
  }

  private void rows(String title, List<Row> fresh, boolean back) {
    List<Row> some = fresh.stream().filter(row -> row.state() == State.BACK == back).toList();
    if (some.isEmpty()) {
      return;
    }
    text.append("\n## ").append(title).append(" (").append(some.size()).append(")\n\n");
    text.append(
        "| client | name | service | looks like | last seen (UTC) |\n|---|---|---|---|---|\n");
    for (Row row : some.subList(0, Math.min(some.size(), MOST))) {
      cells(
          row.client(),
          row.name(),
          row.service(),
          String.join(", ", row.stacks()),
          Timestamps.seconds(Times.instant(row.lastSeen())));
    }
    more(some.size());
  }

  private void exceptions(List<Note> ending) {
    if (ending.isEmpty()) {
      return;
    }
    text.append("\n## Exceptions that end within two weeks (").append(ending.size());
    text.append(")\n\n| for | reason | last day |\n|---|---|---|\n");
    for (Note note : ending.subList(0, Math.min(ending.size(), MOST))) {
      cells(note.target(), note.content(), Days.text(note.until()));
    }
    more(ending.size());
  }

  private void cells(String... cells) {
    for (String cell : cells) {
      text.append("| ").append(Markdown.text(cell)).append(' ');
    }
    text.append("|\n");
  }

  private void more(int all) {
    if (all > MOST) {
      text.append("\nAnd ").append(all - MOST).append(" more.\n");
    }
  }
}
