package io.tlsfloor.inventory.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.Row;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowSearchTest {
  private static Row row(String id, String client, String name, String mac, String service) {
    State state = State.values()[Math.floorMod(id.hashCode(), State.values().length)];
    return new Row(
        id, client, "mac", name, mac, service, state, List.of(), List.of(), 0, 0, "", "", "", "");
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int host = 0; host < 200; host++) {
      String address = "10.0." + host % 7 + "." + host;
      String mac = host % 3 == 0 ? String.format("00-00-5E-00-53-%02X", host) : "";
      String name = host % 2 == 0 ? "Pc-" + host + (host == 4 ? ".b\u00fcro" : ".example") : "";
      String id = mac.isEmpty() ? "address:hq/" + address : "mac:" + mac;
      for (int service = 0; service <= host % 2; service++) {
        rows.add(row(id, address, name, mac, "service " + service));
      }
    }
    rows.sort(Comparator.comparing(Row::state).thenComparing(Row::id).thenComparing(Row::service));
    return rows;
  }

  private static Filter holding(String text, State... states) {
    EnumSet<State> which = EnumSet.noneOf(State.class);
    which.addAll(List.of(states));
    return new Filter(
        which, Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(text));
  }

  @Test
  void findsWhatTheFilterTakes() {
    List<Row> rows = rows();
    RowSearch search = new RowSearch(rows);
    List<String> texts =
        new ArrayList<>(List.of("PC-1", "10.0.3.", "5e-00", "b\u00dcro", "hq/", "xyz", "e", "\n"));
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      String id = rows.get(random.nextInt(rows.size())).id();
      int from = random.nextInt(id.length());
      texts.add(id.substring(from, Math.min(id.length(), from + 1 + random.nextInt(8))));
    }
    for (String text : texts) {
      for (Filter filter :
          List.of(holding(text), holding(text, State.BELOW), holding(text, State.QUIET))) {
        assertThat(Arrays.stream(search.find(filter, "")).mapToObj(rows::get).toList())
            .as("%s", filter)
            .isEqualTo(rows.stream().filter(filter::takes).toList());
      }
    }
    assertThat(new RowSearch(List.of()).find(holding("a"), "")).isEmpty();
  }
}
