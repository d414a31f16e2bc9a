package io.tlsfloor.inventory.answer;

import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.inventory.answer.SystemToChange.NamedFix;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.RemedyPages;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/**
 * What each owner has to do, as a text for a mail: systems, until when, how much they do, the fix,
 * and where to read it.
 */
public final class OwnersText {
  private OwnersText() {}

  /**
   * The texts.
   *
   * @param owner the only one who is asked about; empty for all
   * @param pages where each can be read, if anywhere
   */
  public static String of(
      Handle handle, Question question, Optional<String> owner, Optional<OwnerPages> pages) {
    if (owner.isPresent()) {
      return of(owner.get(), SystemToChange.ofOwner(handle, question, owner.get()), pages);
    }
    List<SystemToChange> all = SystemToChange.all(handle, question);
    List<String> texts = new ArrayList<>();
    SystemToChange.byOwner(all).forEach((name, systems) -> texts.add(of(name, systems, pages)));
    return texts.isEmpty() ? "Nothing is to be done.\n" : String.join("\n", texts);
  }

  /** The text for one owner, whose name is empty for what has none. */
  public static String of(String owner, List<SystemToChange> systems, Optional<OwnerPages> pages) {
    StringBuilder text = new StringBuilder();
    text.append(owner.isEmpty() ? "No owner yet" : Printable.text(owner));
    if (systems.isEmpty()) {
      return text.append(owner.isEmpty() ? ": nothing" : " has nothing")
          .append(" to do.\n")
          .toString();
    }
    text.append(": ").append(Words.count(systems.size(), "system"));
    text.append(systems.size() == 1 ? " has" : " have").append(" something to be done\n");
    Set<NamedFix> fixes = new LinkedHashSet<>();
    for (SystemToChange system : systems) {
      text.append("- ").append(Printable.text(system.host().both())).append(": ");
      for (int i = 0; i < system.services().size(); i++) {
        ClientRow row = system.services().get(i);
        text.append(i == 0 ? "" : "; ").append(Printable.text(SystemToChange.serviceName(row)));
        text.append(", ").append(Printable.text(row.faring().wholeText()));
      }
      text.append("\n  ").append(system.volume().words()).append('\n');
      fixes.addAll(system.fixes());
    }
    for (NamedFix fix : fixes) {
      text.append("To do: ").append(Printable.text(fix.remedy()));
      text.append(RemedyPages.name(fix.reference()).map(OwnersText::page).orElse("")).append('\n');
    }
    if (!owner.isEmpty()) {
      pages.ifPresent(each -> text.append("Details: ").append(each.of(owner)).append('\n'));
    }
    return text.toString();
  }

  private static String page(String name) {
    return " (" + RemedyPages.command(name) + ")";
  }
}
