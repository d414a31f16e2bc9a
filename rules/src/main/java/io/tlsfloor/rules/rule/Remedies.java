package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Remedy;
import io.tlsfloor.rules.RemedyPages;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.resource.Tsv;
import io.tlsfloor.rules.stack.StackTable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Holds what to do: by topic and by the page of the client's stack. A table says it in one sentence
 * and names the command that says it in full. A topic is a rule, or one of the cases in which the
 * rule alone does not say who has to change what.
 */
final class Remedies {
  /** The client says too little, and its settings or its software must change. */
  static final String CLIENT_TOO_OLD = "client-too-old";

  /** The client can do better and walked away: the server or a middlebox chose. */
  static final String SERVER_CHOSE_LOW = "server-chose-low";

  static final String FALLBACK = "fallback";

  private static final String FLOOR = "{floor}"; // in a sentence of the table
  private static final String ANY = "*";
  private static final String UNKNOWN = "unknown-client";
  private static final String DEVICE = "devices";
  private static final String MAIL_DEVICE = "mail-devices";
  private static final String MAIL_SERVER = "mail-servers";
  private static final int SMTP = 25;
  private static final Set<Integer> MAIL_PORTS = Set.of(110, 143, 465, 587, 993, 995);

  private static final Map<String, Map<String, Remedy>> TABLE = read(); // by topic and page

  /** The same whose sentences name a floor. */
  private static final Map<TlsVersion, Map<String, Map<String, Remedy>>> BY_FLOOR =
      new ConcurrentHashMap<>();

  private static final Set<String> CLIENT_PAGES =
      client().values().stream().map(Remedy::reference).collect(Collectors.toSet());

  private Remedies() {}

  private static Map<String, Map<String, Remedy>> read() {
    Map<String, Map<String, Remedy>> table = new HashMap<>();
    for (String[] row : Tsv.rows(Remedies.class, "remedies.tsv", 4)) {
      table
          .computeIfAbsent(row[0], topic -> new HashMap<>())
          .put(row[1], new Remedy(row[3], RemedyPages.command(row[2])));
    }
    return table;
  }

  private static Map<String, Map<String, Remedy>> table(TlsVersion floor) {
    Map<String, Map<String, Remedy>> table = new HashMap<>();
    TABLE.forEach(
        (topic, pages) -> {
          Map<String, Remedy> ofFloor = new HashMap<>(pages);
          ofFloor.replaceAll(
              (page, remedy) ->
                  new Remedy(remedy.text().replace(FLOOR, floor.toString()), remedy.reference()));
          table.put(topic, ofFloor);
        });
    return table;
  }

  /** The topic of a rule, where nothing else says more. */
  static String topic(RuleId rule) {
    return switch (rule) {
      case NEGOTIATED_BELOW_FLOOR,
          OFFERED_BELOW_FLOOR,
          INFERRED_BELOW_FLOOR,
          REPORTED_BELOW_FLOOR ->
          CLIENT_TOO_OLD;
      case DOWNGRADE, LEGACY_ENDPOINT, CLEARTEXT_FALLBACK, NO_COMMON_SUITE, OFFERS_BELOW_FLOOR ->
          rule.id();
    };
  }

  static Remedy of(String topic, Facts facts) {
    Map<String, Remedy> pages =
        BY_FLOOR.computeIfAbsent(facts.floor(), Remedies::table).getOrDefault(topic, Map.of());
    Remedy exact = pages.get(page(facts));
    Remedy remedy = exact == null ? pages.get(ANY) : exact;
    if (remedy == null) {
      throw new IllegalStateException("remedies.tsv: no row for " + topic);
    }
    return remedy;
  }

  private static String page(Facts facts) {
    Optional<String> page =
        facts.stack().isPresent()
            ? StackTable.bundled().page(facts.stack().get().key())
            : Optional.empty();
    return page.isPresent() ? page.get() : unknownPage(facts);
  }

  /** Where the hello says nothing, what it speaks to often shows what it is. */
  private static String unknownPage(Facts facts) {
    TlsConnection connection = facts.connection();
    int port = facts.serverPort();
    if (port == SMTP) {
      return MAIL_SERVER;
    }
    return connection.mail().isPresent() || MAIL_PORTS.contains(port) ? MAIL_DEVICE : UNKNOWN;
  }

  static boolean isMail(int port) {
    return port == SMTP || MAIL_PORTS.contains(port);
  }

  /** Returns whether it changes the client, and not what stands between or the host it uses. */
  static boolean isForClient(Remedy remedy) {
    return CLIENT_PAGES.contains(remedy.reference());
  }

  /** What helps for a device that nobody can install programs on. */
  static Remedy ofDevice(boolean mail) {
    Remedy remedy = client().get(mail ? MAIL_DEVICE : DEVICE);
    if (remedy == null) {
      throw new IllegalStateException("remedies.tsv: no row for devices");
    }
    return remedy;
  }

  private static Map<String, Remedy> client() {
    return TABLE.getOrDefault(CLIENT_TOO_OLD, Map.of());
  }
}
