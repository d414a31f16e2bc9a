package io.tlsfloor.inventory.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.answer.Clients.Filter;
import io.tlsfloor.inventory.answer.Clients.Row;
import io.tlsfloor.inventory.answer.NaturalOrder;
import io.tlsfloor.inventory.state.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowSearchTest {
  private static Row row(String id, String client, String name, String mac, String service) {
    State state = State.values()[Math.floorMod(id.hashCode(), State.values().length)];
    int number = Math.floorMod((id + service).hashCode(), 5);
    return new Row(
        id,
        client,
        number == 0 ? "hand" : "mac",
        name,
        mac,
        service,
        state,
        number < 2 ? List.of("Java 7 (JSSE)") : List.of("curl 8", "Java 8"),
        number == 3 ? List.of("hq", "z\u00fcrich") : List.of("hq"),
        number * 1_000L,
        5_000L - number,
        "team " + number % 3,
        number == 1 ? "T-1" : "",
        "",
        number == 4 ? "2027-01-01" : "");
  }

  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (int host = 0; host < 200; host++) {
      String address = "10.0." + host % 7 + "." + host;
      String mac = host % 3 == 0 ? String.format("00-00-5E-00-53-%02X", host) : "";
      String name = host % 2 == 0 ? "Pc-" + host + (host == 4 ? ".b\u00fcro" : ".example") : "";
      String site = host % 11 == 0 ? "Z\u00dcRICH" : "hq";
      String id = mac.isEmpty() ? "address:" + site + "/" + address : "mac:" + mac;
      for (int service = 0; service <= host % 2; service++) {
        rows.add(row(id, address, name, mac, "service " + service));
      }
    }
    rows.sort(
        Comparator.comparing(Row::state)
            .thenComparing(Row::client, NaturalOrder.OF_TEXTS)
            .thenComparing(Row::id, NaturalOrder.OF_TEXTS)
            .thenComparing(Row::service));
    return rows;
  }

  /** Rows come by client. */
  private static RowSearch search(List<Row> rows) {
    RowSearch.Builder builder = new RowSearch.Builder();
    rows.stream().sorted(Comparator.comparing(Row::id)).forEach(builder::add);
    return builder.build();
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
    RowSearch search = search(rows);
    List<String> texts =
        new ArrayList<>(
            List.of(
                "PC-1",
                "10.0.3.",
                "5e-00",
                "b\u00dcro",
                "z\u00fcrich",
                "Z\u00dc",
                "hq/",
                "xyz",
                "e",
                "\n"));
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      String id = rows.get(random.nextInt(rows.size())).id();
      int from = random.nextInt(id.length());
      texts.add(id.substring(from, Math.min(id.length(), from + 1 + random.nextInt(8))));
    }
    for (String text : texts) {
      for (Filter filter :
          List.of(holding(text), holding(text, State.BELOW), holding(text, State.QUIET))) {
        assertThat(Arrays.stream(search.find(filter, "")).mapToObj(search::row).toList())
            .as("%s", filter)
            .isEqualTo(rows.stream().filter(filter::takes).toList());
      }
    }
    assertThat(search(List.of()).find(holding("a"), "")).isEmpty();
  }

  @Test
  void sortsByEachColumnBothWays() {
    List<Row> rows = rows();
    RowSearch search = search(rows);
    Map<String, Comparator<Row>> columns =
        Map.of(
            "client", Comparator.comparing(Row::client, NaturalOrder.OF_TEXTS),
            "name", Comparator.comparing(Row::name, NaturalOrder.OF_TEXTS),
            "service", Comparator.comparing(Row::service),
            "owner", Comparator.comparing(Row::owner),
            "first", Comparator.comparing(Row::firstSeen),
            "last", Comparator.comparing(Row::lastSeen));
    columns.forEach(
        (column, order) -> {
          List<Row> sorted = rows.stream().sorted(order).toList();
          assertThat(Arrays.stream(search.find(Filter.ALL, column)).mapToObj(search::row).toList())
              .as(column)
              .isEqualTo(sorted);
          List<Row> down = new ArrayList<>(sorted);
          Collections.reverse(down);
          assertThat(
                  Arrays.stream(search.find(Filter.ALL, "-" + column))
                      .mapToObj(search::row)
                      .toList())
              .as("-" + column)
              .isEqualTo(down);
        });
    for (String unknown : List.of("", "-", "nothing", "-nothing")) {
      assertThat(Arrays.stream(search.find(Filter.ALL, unknown)).mapToObj(search::row).toList())
          .isEqualTo(rows);
    }
  }

  @Test
  void filtersByServiceStackAndOwner() {
    List<Row> rows = rows();
    RowSearch search = search(rows);
    for (Filter filter :
        List.of(
            new Filter(
                Set.of(),
                Optional.of("SERVICE 1"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()),
            new Filter(
                Set.of(),
                Optional.empty(),
                Optional.of("java"),
                Optional.empty(),
                Optional.empty()),
            new Filter(
                EnumSet.of(State.BELOW, State.NEW),
                Optional.empty(),
                Optional.of("curl"),
                Optional.of("TEAM 2"),
                Optional.of("pc")))) {
      List<Row> expected = rows.stream().filter(filter::takes).toList();
      assertThat(expected).isNotEmpty();
      assertThat(Arrays.stream(search.find(filter, "")).mapToObj(search::row).toList())
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "online, Exchange Online, true",
    "EXO, Exchange Online, true",
    "OneDrive, SharePoint, true",
    "Teams, Microsoft Teams, true",
    "Skype for Business, Microsoft Teams, true",
    "EXO, SharePoint, false",
    "xyz, SharePoint, false",
  })
  void takesAServiceByEachOfItsUsualNames(String asked, String service, boolean taken) {
    Filter filter =
        new Filter(
            Set.of(), Optional.of(asked), Optional.empty(), Optional.empty(), Optional.empty());

    assertThat(filter.takes(row("a", "10.0.0.1", "pc", "", service))).isEqualTo(taken);
  }
}
