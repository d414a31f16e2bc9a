package io.tlsfloor.report.form.table;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.report.model.ClientState;
import io.tlsfloor.report.model.Fixes.Fix;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Changes as a table: what to do, and the clients that it clears. */
final class FixTable {
  private static final String DOT = " · ";
  private static final int SEVERITY = 8;
  private static final int CLIENTS = 7;
  private static final String INDENT = " ".repeat(1 + SEVERITY + 2 + CLIENTS + 2);
  private static final int MIN_TEXT = 24; // below that, the indent shrinks
  private static final int MAX_CLIENTS = 12; // -v shows all of them

  private final Map<IpAddress, String> names = new HashMap<>();
  private final TableOptions options;
  private final Paint paint;

  /** Knows the names of the clients. */
  FixTable(List<ClientState> clients, TableOptions options, Paint paint) {
    this.options = options;
    this.paint = paint;
    clients.forEach(client -> names.put(client.client(), client.name()));
  }

  /** The lines, the titles first. */
  List<String> lines(List<Fix> fixes) {
    List<String> lines = new ArrayList<>();
    lines.add(
        paint.bold(
            " "
                + Lines.left("SEVERITY", SEVERITY)
                + "  "
                + Lines.right("CLIENTS", CLIENTS)
                + "  WHAT TO DO"));
    for (Fix fix : fixes) {
      lines(fix, lines);
    }
    return lines;
  }

  private void lines(Fix fix, List<String> lines) {
    String indent = options.columns() - INDENT.length() < MIN_TEXT ? "   " : INDENT;
    int width = options.columns() - indent.length();
    String severity = Lines.left(Words.constant(fix.severity()), SEVERITY);
    String head =
        " "
            + paint.severity(fix.severity(), severity)
            + "  "
            + Lines.right(Words.number(fix.clients().size()), CLIENTS)
            + "  ";
    boolean first = indent.equals(INDENT);
    if (!first) {
      lines.add(head.stripTrailing());
    }
    for (String part : Lines.wrap(Printable.name(fix.remedy().text()), width)) {
      lines.add((first ? head : indent) + part);
      first = false;
    }
    List<String> facts = new ArrayList<>();
    facts.add(fix.looks());
    if (!fix.fates().isEmpty()) {
      facts.add(fix.fates());
    }
    facts.add(Lines.whole(Words.count(fix.times(), "connection")));
    if (fix.others() > 0) {
      facts.add(
          Words.number(fix.others())
              + (fix.others() == 1 ? " client needs" : " clients need")
              + " another change too");
    }
    facts.add(Lines.whole("tlsfloor remedy " + fix.key()));
    for (String detail : List.of(String.join(DOT, facts), clients(fix))) {
      for (String part : Lines.wrap(detail, width)) {
        lines.add(indent + part);
      }
    }
  }

  private String clients(Fix fix) {
    List<String> shown = new ArrayList<>();
    for (IpAddress client : fix.clients()) {
      if (shown.size() == MAX_CLIENTS && !options.verbose()) {
        shown.add(
            "and " + Words.number(fix.clients().size() - MAX_CLIENTS) + " more (-v shows them)");
        break;
      }
      String name = names.getOrDefault(client, "");
      shown.add(
          Reported.isStandIn(client) // of a device that has a name alone
              ? Lines.whole(name)
              : client + (name.isEmpty() ? "" : Lines.whole(" (" + name + ")")));
    }
    return String.join(", ", shown);
  }
}
