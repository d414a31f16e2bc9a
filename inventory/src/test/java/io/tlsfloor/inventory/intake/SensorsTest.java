package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two sensors of one site: one sees a client's link address, the other its address or its name. */
class SensorsTest {
  private static final String MAC = "00-00-5E-00-53-0";
  private static final String MADE = "02-00-5E-00-53-0";

  @TempDir Path folder;

  /**
   * Client lines as days/address/link address/name. M1 is a link address that its maker gave, R1
   * one that a device made up. What is expected is the identities, whatever the order of the lines.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          its link, and its name              | 0-9/10.0.0.1/M1/ 0-9/10.0.0.1//pc1                              | M1
          its link, and its address           | 0-9/10.0.0.1/M1/ 0-9/10.0.0.1//                                 | M1
          link, name, and address alone       | 0-9/10.0.0.1/M1/ 0-9/10.0.0.1//pc1 12/10.0.0.1//                | M1
          one day                             | 0/10.0.0.1/M1/ 0/10.0.0.1//pc1                                  | M1
          a sensor that looks once a week     | 0-30/10.0.0.1//pc1 1,8,15,22/10.0.0.1/M1/                       | M1
          the name at addresses elsewhere too | 0-9/10.0.0.1/M1/ 0-9/10.0.0.1//pc1 20/10.0.0.2//pc1             | M1
          the name came with the link once    | 0/10.0.0.1/M1/pc1 5/10.0.0.2//pc1                               | M1
          DHCP moves it, and both see it      | 0-4/10.0.0.1/M1/ 0-4/10.0.0.1//pc1 5-9/10.0.0.2/M1/ 5-9/10.0.0.2//pc1 | M1
          short by DHCP, whole by EHLO        | 0-9/10.0.0.1/M1/pc1 0-9/10.0.0.1//pc1.corp.example              | M1
          another name at the same time       | 0-9/10.0.0.1/M1/pc1 0-9/10.0.0.1//pc2                           | M1 pc2
          two names at the same time          | 0-9/10.0.0.1/M1/ 0-9/10.0.0.1//pc1 0-9/10.0.0.1//pc2            | M1 pc1 pc2
          two links at the same time          | 0-9/10.0.0.1/M1/ 0-9/10.0.0.1/M2/ 0-9/10.0.0.1//pc1             | M1 M2 pc1
          one after the other                 | 0-4/10.0.0.1//pc1 5-9/10.0.0.1/M1/                              | M1 pc1
          handed on within a day              | 0-5/10.0.0.1//pc1 5-9/10.0.0.1/M1/ 20/10.0.0.1//pc1             | M1 pc1
          in turn                             | 0,2,4,6/10.0.0.1//pc1 1,3,5,7/10.0.0.1/M1/                      | M1 pc1
          a name of two links                 | 0/10.0.0.1/M1/pc1 0/10.0.0.2/M2/pc1 5/10.0.0.3//pc1             | M1 M2 pc1
          and where each of them was          | 0-9/10.0.0.1/M1/ 0-9/10.0.0.2/M2/ 0-9/10.0.0.1//mfp 0-9/10.0.0.2//mfp 20/10.0.0.3//mfp | M1 M2 mfp
          a made-up link with its name once   | 0/10.0.0.1/R1/tab 1/10.0.0.1/R1/ 2/10.0.0.2/R1/                 | tab
          a made-up link, its name elsewhere  | 0-9/10.0.0.1/R1/ 0-9/10.0.0.1//tab                              | tab
          two names of a made-up link         | 0/10.0.0.1/R1/tab 1/10.0.0.1/R1/pad 2/10.0.0.1/R1/              | R1 pad tab
          by wire and by radio, one name      | 0/10.0.0.1/M1/lap 1/10.0.1.1/R1/lap 2/10.0.1.2/R2/lap           | M1
          """)
  void seeOneClientWhereItCanBeNoOther(String what, String lines, String expected)
      throws IOException {
    List<Saved> parts = new ArrayList<>();
    for (String line : lines.split(" ")) {
      String[] parts4 = line.split("/", -1);
      Saved saved = new Saved("hq");
      for (int number : days(parts4[0])) {
        saved.client(
            day(number), new Client(parts4[1]).mac(mac(parts4[2])).name(parts4[3]).good(1));
      }
      parts.add(saved);
    }
    List<String> identities = new ArrayList<>();
    for (String each : expected.split(" ")) {
      String mac = mac(each);
      identities.add(
          mac.equals(each)
              ? "name:hq/" + each
              : mac.startsWith("0") && each.startsWith("M") ? "mac:" + mac : "mac:hq/" + mac);
    }
    for (String order : List.of("from the last", "as they are")) {
      Collections.reverse(parts);
      try (Book book = new Book(Files.createTempDirectory(folder, "order"))) {
        for (Saved part : parts) {
          book.take(part);
        }

        assertThat(book.rows(day(99)).stream().map(row -> row.id()).sorted().toList())
            .as(order)
            .containsExactlyElementsOf(identities.stream().sorted().toList());
        String before = book.dump();
        for (Saved part : parts) {
          book.take(part);
        }
        assertThat(book.dump()).isEqualTo(before);
      }
    }
  }

  private static List<Integer> days(String text) {
    List<Integer> days = new ArrayList<>();
    for (String each : text.split(",")) {
      int dash = each.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? each : each.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(each.substring(dash + 1));
      for (int day = first; day <= last; day++) {
        days.add(day);
      }
    }
    return days;
  }

  private static String mac(String word) {
    return word.matches("M\\d")
        ? MAC + word.charAt(1)
        : word.matches("R\\d") ? MADE + word.charAt(1) : word;
  }

  @Test
  void whatBothSawCountsOnce() throws IOException {
    Saved link = new Saved("hq").client(day(0), new Client("10.0.0.1").mac(MAC + 1).old(1));
    Saved names = new Saved("hq").client(day(0), new Client("10.0.0.1").name("pc1").old(1));
    for (int number = 0; number < 3; number++) {
      link.day(day(number));
    }
    for (int number = 1; number < 3; number++) { // four connections, of which five would do
      link.client(day(number), new Client("10.0.0.1").mac(MAC + 1).good(2));
      names.client(day(number), new Client("10.0.0.1").name("pc1").good(2));
    }
    try (Book book = new Book(folder)) {
      book.take(link);
      book.take(names);

      assertThat(book.states(day(2))).containsExactly("10.0.0.1 below");
    }
  }

  /** The one that sees them beyond a router has the router's link address for all of them. */
  @Test
  void aRouterOfFewClientsIsKnownByTheSensorThatSeesThem() throws IOException {
    for (boolean router : new boolean[] {false, true}) { // which comes first
      Saved far = new Saved("hq");
      Saved near = new Saved("hq");
      for (int host = 1; host <= 3; host++) {
        far.client(day(0), new Client("10.0.0." + host).mac(MAC + 9).good(1));
        near.client(
            day(0), new Client("10.0.0." + host).mac(MAC + host).old(host == 1 ? 1 : 0).good(1));
      }
      try (Book book = new Book(Files.createTempDirectory(folder, "routed"))) {
        book.take(router ? far : near);
        book.take(router ? near : far);

        assertThat(book.rows(day(0)).stream().map(row -> row.id()).sorted().toList())
            .containsExactly("mac:" + MAC + 1, "mac:" + MAC + 2, "mac:" + MAC + 3);
        assertThat(book.status(day(0)).below()).isEqualTo(1);
      }
    }
  }

  @Test
  void aNameThatEveryDeviceOfAKindHasIdentifiesNone() throws IOException {
    try (Book book = new Book(folder)) {
      Saved lines = new Saved("hq");
      for (int host = 1; host <= 5; host++) {
        lines.client(
            day(0), new Client("10.0.0." + host).name("iphone").old(host == 3 ? 1 : 0).good(1));
      }
      lines.client(day(0), new Client("10.0.0.6").name("pc1").good(1));
      book.take(lines);

      assertThat(book.states(day(0)))
          .containsExactly(
              "10.0.0.1 new",
              "10.0.0.2 new",
              "10.0.0.3 below",
              "10.0.0.4 new",
              "10.0.0.5 new",
              "10.0.0.6 new");
      String before = book.dump();
      book.take(lines);
      assertThat(book.dump()).isEqualTo(before);
    }
  }
}
