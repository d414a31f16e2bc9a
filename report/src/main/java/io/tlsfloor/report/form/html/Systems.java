package io.tlsfloor.report.form.html;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.Closing;
import io.tlsfloor.report.model.Fate;
import io.tlsfloor.report.model.FindingGroup;
import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RemedyPages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The systems that need something, one row each: those that do not work today first, then those
 * that stop, the soonest first. Clients with findings of severity low alone are counted apart.
 */
final class Systems {
  private static final List<Fate.Kind> ORDER =
      List.of(
          Fate.Kind.REFUSED,
          Fate.Kind.ENDS,
          Fate.Kind.BETWEEN,
          Fate.Kind.WORKS,
          Fate.Kind.UNKNOWN,
          Fate.Kind.CLEAR,
          Fate.Kind.FINE,
          Fate.Kind.EXCEPTED);

  private final Map<IpAddress, String> names = new HashMap<>();
  private final Map<IpAddress, ClientDay> days = new HashMap<>();
  private final Map<String, KnownClient> known;
  private final List<OfOne> systems = new ArrayList<>();

  /** The groups of one client, the worst first, and what becomes of it. */
  private record OfOne(List<FindingGroup> groups, Fate fate) {
    int order() {
      return ORDER.indexOf(fate.kind());
    }
  }

  /**
   * Takes groups of findings.
   *
   * @param groups the worst first
   * @param clients what is known of them
   * @param known names and owners by address, from elsewhere
   */
  Systems(List<FindingGroup> groups, List<ClientDay> clients, Map<String, KnownClient> known) {
    this.known = known;
    for (ClientDay client : clients) {
      days.putIfAbsent(client.who().device(), client);
      client
          .calledBy()
          .ifPresent(name -> names.putIfAbsent(client.who().device(), Printable.name(name)));
    }
    Map<IpAddress, List<FindingGroup>> byClient = new LinkedHashMap<>();
    for (FindingGroup group : groups) {
      if (group.counts() && !group.isLow()) {
        byClient.computeIfAbsent(group.client(), c -> new ArrayList<>()).add(group);
      }
    }
    byClient.values().forEach(some -> systems.add(new OfOne(some, Fate.of(some.get(0)))));
    systems.sort(
        Comparator.comparing(OfOne::order).thenComparing(each -> each.fate().date().orElse("")));
  }

  /** One row each. */
  List<Page.SystemRow> rows() {
    return systems.stream().map(this::row).toList();
  }

  /** Where nobody says who answers for a client, who uses it may: {@code alice (Outlook)}. */
  private String user(IpAddress client) {
    ClientDay day = days.get(client);
    if (day == null || day.users().isEmpty()) {
      return "";
    }
    return day.users() + (day.applications().isEmpty() ? "" : " (" + day.applications() + ")");
  }

  private Page.SystemRow row(OfOne system) {
    FindingGroup worst = system.groups().get(0);
    IpAddress client = worst.client();
    KnownClient device = known.getOrDefault(client.toString(), KnownClient.NOTHING);
    List<String> fixes = FindingGroup.fixes(system.groups());
    String guide =
        worst
            .finding()
            .flatMap(Finding::remedy)
            .flatMap(remedy -> RemedyPages.name(remedy.reference()))
            .filter(page -> RemedyPages.text(page).isPresent())
            .orElse("");
    String name = device.name().isEmpty() ? names.getOrDefault(client, "") : device.name();
    return new Page.SystemRow(
        Printable.name(name),
        Printable.name(ClientDay.shown(client, Optional.ofNullable(days.get(client)))),
        Printable.name(device.owner().isEmpty() ? user(client) : device.owner()),
        String.join(", ", FindingGroup.services(system.groups(), "no service")),
        system.fate().text(),
        worst.severity().map(Words::constant).orElse("low"),
        fixes.isEmpty() ? "" : fixes.get(0),
        fixes.size() > 1 ? "+" + (fixes.size() - 1) : "",
        guide);
  }

  /** How many do not work today, how many stop on which day, and so on; their sum is all. */
  List<Page.Tile> tiles(Closing closing, boolean goodNews) {
    Map<String, List<OfOne>> alike = new LinkedHashMap<>(); // they are in order
    for (OfOne system : systems) {
      String day = system.fate().kind() == Fate.Kind.ENDS ? system.fate().date().orElse("") : "";
      alike.computeIfAbsent(system.order() + day, key -> new ArrayList<>()).add(system);
    }
    List<Page.Tile> tiles = new ArrayList<>();
    for (List<OfOne> some : alike.values()) {
      Fate fate = some.get(0).fate();
      boolean bad =
          switch (fate.kind()) {
            case REFUSED, ENDS, CLEAR -> true;
            default -> false;
          };
      tiles.add(
          new Page.Tile(
              Words.number(some.size()), words(fate, some.size() == 1), bad ? "bad" : "plain"));
    }
    if (tiles.isEmpty()) {
      tiles.add(
          new Page.Tile(
              Words.number(closing.standing().below()),
              closing.below(),
              goodNews ? "good" : "plain"));
    }
    return tiles;
  }

  private static String words(Fate fate, boolean one) {
    return switch (fate.kind()) {
      case REFUSED -> one ? "is refused: does not work today" : "are refused: do not work today";
      case ENDS -> (one ? "stops" : "stop") + " working by " + fate.date().orElse("");
      case BETWEEN -> (one ? "works" : "work") + " because something between answers";
      case WORKS -> (one ? "works" : "work") + ", and no end is announced";
      case UNKNOWN -> "of which no answer was seen";
      case CLEAR -> (one ? "sends" : "send") + " mail in clear text";
      case FINE -> (one ? "works" : "work") + ", with other findings";
      case EXCEPTED -> "excepted";
    };
  }
}
