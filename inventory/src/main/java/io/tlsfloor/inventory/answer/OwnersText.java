package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RemedyPages;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What each owner has to do, as a text for a mail: systems, until when, and the fix. */
public final class OwnersText {
  private OwnersText() {}

  /**
   * The texts.
   *
   * @param owner the only one who is asked about; empty for all
   */
  public static String of(Handle handle, Question question, Optional<String> owner) {
    Clients.Filter filter =
        new Clients.Filter(
            Set.of(Mark.BELOW, Mark.OTHER),
            List.of(),
            List.of(),
            owner,
            Optional.empty(),
            Optional.empty());
    Map<String, List<ClientRow>> owners = new TreeMap<>();
    for (ClientRow row : Clients.rows(handle, question, filter, Clients.Part.ALL)) {
      owners.computeIfAbsent(row.owner(), name -> new ArrayList<>()).add(row);
    }
    if (owners.isEmpty()) {
      return owner
          .map(name -> Printable.text(name) + " has nothing to do.\n")
          .orElse("Nothing is to be done.\n");
    }
    StringBuilder text = new StringBuilder();
    owners.forEach(
        (name, rows) -> {
          text.append(text.isEmpty() ? "" : "\n");
          add(text, name, rows);
        });
    return text.toString();
  }

  private static void add(StringBuilder text, String owner, List<ClientRow> rows) {
    Map<String, List<ClientRow>> systems = new LinkedHashMap<>();
    rows.forEach(row -> systems.computeIfAbsent(row.id(), id -> new ArrayList<>()).add(row));
    text.append(owner.isEmpty() ? "No owner yet" : Printable.text(owner)).append(": ");
    text.append(Words.count(systems.size(), "system"));
    text.append(systems.size() == 1 ? " has" : " have").append(" something to be done\n");
    Set<String> fixes = new LinkedHashSet<>();
    systems.forEach(
        (id, all) -> {
          text.append("- ").append(Printable.text(all.get(0).shown()));
          for (ClientRow row : all) {
            String service = row.service().isEmpty() ? "other services" : row.service();
            text.append(all.indexOf(row) == 0 ? ": " : "; ").append(Printable.text(service));
            text.append(", ").append(Printable.text(row.faring().wholeText()));
            if (!row.remedy().isEmpty()) {
              fixes.add(
                  row.remedy()
                      + RemedyPages.name(row.reference()).map(OwnersText::page).orElse(""));
            }
          }
          text.append('\n');
        });
    for (String fix : fixes) {
      text.append("To do: ").append(Printable.text(fix)).append('\n');
    }
  }

  private static String page(String name) {
    return " (" + RemedyPages.command(name) + ")";
  }
}
