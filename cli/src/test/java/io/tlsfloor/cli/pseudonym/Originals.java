package io.tlsfloor.cli.pseudonym;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Holds what tells who the clients of a capture are, by its JSON Lines. */
public final class Originals {
  private Originals() {}

  /** Addresses of clients, MAC addresses, names of clients; in lower case. */
  public static Set<String> of(List<JsonNode> lines) {
    Set<String> found = new LinkedHashSet<>();
    for (JsonNode line : lines) {
      boolean inbound = line.at("/network/direction").asText().equals("inbound");
      add(found, line.at(inbound ? "/destination/ip" : "/source/ip"));
      add(found, line.at("/tlsfloor/nat/ip"));
      for (String end : List.of("/source", "/destination")) {
        add(found, line.at(end + "/mac"));
        if (isHome(line.at(end + "/ip").asText())) {
          add(found, line.at(end + "/ip"));
        }
      }
      for (JsonNode name : line.at("/tlsfloor/client/names")) {
        if (!name.get("from")
            .asText()
            .equals("dhcp_parameters")) { // numbers, which many devices have
          add(found, name.get("name"));
        }
      }
    }
    for (String mac : List.copyOf(found)) {
      found.add(mac.replace('-', ':'));
    }
    found.removeIf(text -> text.isEmpty() || isService(text));
    return found;
  }

  private static void add(Set<String> found, JsonNode value) {
    String text = value.asText().toLowerCase(Locale.ROOT);
    if (!text.startsWith("127.") && !text.equals("::1")) {
      found.add(text);
    }
  }

  private static boolean isHome(String address) {
    return address.matches("10\\..*|192\\.168\\..*|172\\.(1[6-9]|2[0-9]|3[01])\\..*|fd.*|fe80.*");
  }

  /** The one address of the service that is a client in a sample. */
  private static boolean isService(String address) {
    return address.matches(
        "(13\\.107|40\\.9[0-9]|52\\.9[6-9]|52\\.1[0-2][0-9]|104\\.47)\\..*|2603:10.*");
  }
}
