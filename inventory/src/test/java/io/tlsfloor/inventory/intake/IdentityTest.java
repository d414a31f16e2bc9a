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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdentityTest {
  @TempDir Path folder;

  /** Client lines as day/address/MAC/name; what is expected is the identities. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          an address                        | 0/10.0.0.1// 1/10.0.0.1//                              | address:hq/10.0.0.1
          two addresses                     | 0/10.0.0.1// 1/10.0.0.2//                              | address:hq/10.0.0.1 address:hq/10.0.0.2
          a public address is of no site    | 0/198.51.100.7//                                       | address:198.51.100.7
          DHCP gives another address        | 0/10.0.0.1/00-00-5E-00-53-01/ 1/10.0.0.2/00-00-5E-00-53-01/ | mac:00-00-5E-00-53-01
          two families                      | 0/10.0.0.1/00-00-5E-00-53-01/ 0/fd00::1/00-00-5E-00-53-01/ | mac:00-00-5E-00-53-01
          an address handed on              | 0/10.0.0.1/00-00-5E-00-53-01/ 1/10.0.0.1/00-00-5E-00-53-02/ | mac:00-00-5E-00-53-01 mac:00-00-5E-00-53-02
          a name moves                      | 0/10.0.0.1//pc1 1/10.0.0.2//PC1                        | name:hq/pc1
          a name and an address without one | 0/10.0.0.1//pc1 1/10.0.0.1//                           | name:hq/pc1
          the name comes later              | 0/10.0.0.1// 1/10.0.0.1//pc1                           | name:hq/pc1
          two names: nobody's without one   | 0/10.0.0.1//pc1 1/10.0.0.1//pc2 2/10.0.0.1//           | address:hq/10.0.0.1 name:hq/pc1 name:hq/pc2
          an address passed on              | 0/10.0.0.1//pc1 30/10.0.0.1//pc2 31/10.0.0.1//         | name:hq/pc1 name:hq/pc2
          within its lease                  | 0/10.0.0.1//pc1 8/10.0.0.1//                           | name:hq/pc1
          after its lease                   | 0/10.0.0.1//pc1 9/10.0.0.1//                           | address:hq/10.0.0.1 name:hq/pc1
          while it was seen with a name     | 0/10.0.0.1//pc1 60/10.0.0.1//pc1 30/10.0.0.1//         | name:hq/pc1
          by its link address then          | 0/10.0.0.1/00-00-5E-00-53-01/ 3/10.0.0.1//             | mac:00-00-5E-00-53-01
          a name that says nothing          | 0/10.0.0.1//localhost 1/10.0.0.2//localhost            | address:hq/10.0.0.1 address:hq/10.0.0.2
          a MAC address that was made up    | 0/10.0.0.1/02-00-5E-00-53-01/ 1/10.0.0.2/02-00-5E-00-53-01/ | mac:hq/02-00-5E-00-53-01
          a name stays when it changes      | 0/10.0.0.1/02-00-5E-00-53-01/tab 1/10.0.0.2/06-00-5E-00-53-02/tab | name:hq/tab
          a group's MAC address is none     | 0/10.0.0.1/01-00-5E-00-53-01/                          | address:hq/10.0.0.1
          """)
  void isWhatIsExactElseAName(String what, String lines, String expected) throws IOException {
    Saved saved = new Saved("hq");
    for (String line : lines.split(" ")) {
      String[] parts = line.split("/", -1);
      saved.client(
          day(Integer.parseInt(parts[0])),
          new Client(parts[1]).mac(parts[2]).name(parts[3]).good(1));
    }
    try (Book book = new Book(folder)) {
      book.take(saved);

      assertThat(book.rows(day(99)).stream().map(row -> row.id()).sorted().toList())
          .containsExactly(expected.split(" "));
    }
  }

  @Test
  void aMacWithFiveAddressesInADayIsARouters() throws IOException {
    String router = "00-00-5E-00-53-FE";
    try (Book book = new Book(folder)) {
      Saved four = new Saved("hq");
      for (int host = 1; host <= 4; host++) {
        four.client(
            day(0), new Client("10.0.1." + host).mac(router).old(host == 1 ? 1 : 0).good(1));
      }
      book.take(four);
      assertThat(book.rows(day(0))).hasSize(1);

      book.take(new Saved("hq").client(day(0), new Client("10.0.1.5").mac(router).good(1)));

      assertThat(book.states(day(0)))
          .containsExactly(
              "10.0.1.1 below", "10.0.1.2 new", "10.0.1.3 new", "10.0.1.4 new", "10.0.1.5 new");
      assertThat(book.rows(day(0))).allMatch(row -> row.mac().isEmpty());
    }
  }

  @Test
  void fourAddressesEachDayAreOneClient() throws IOException {
    try (Book book = new Book(folder)) {
      Saved lines = new Saved("hq");
      for (int number = 0; number < 10; number++) {
        lines.client(day(number), new Client("10.0.1." + number).mac("00-00-5E-00-53-01").good(1));
      }
      book.take(lines);

      assertThat(book.rows(day(9))).hasSize(1);
    }
  }

  /** Names, each as source=name. Several by one source identify no one. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EHLO                        | ehlo=mx.corp.example           | name:hq/mx.corp.example
          DHCP before EHLO            | ehlo=mx.corp.example dhcp=pc1  | name:hq/pc1
          an address literal in EHLO  | ehlo=[10.0.0.1]                | address:hq/10.0.0.1
          two names by EHLO: a relay  | ehlo=a.example ehlo=b.example  | address:hq/10.0.0.1
          NetBIOS before mDNS         | mdns=laptop.local netbios=PC7  | name:hq/pc7
          from no source that counts  | dns=pc1.corp.example           | address:hq/10.0.0.1
          """)
  void aNameIsBelievedByItsSource(String what, String names, String expected) throws IOException {
    StringBuilder given = new StringBuilder();
    for (String name : names.split(" ")) {
      String[] parts = name.split("=");
      given.append(given.length() == 0 ? "" : ",");
      given.append("{\"name\":\"" + parts[1] + "\",\"from\":\"" + parts[0] + "\"}");
    }
    String line = new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).text().strip();
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").line(line.replace("\"names\":[", "\"names\":[" + given)));

      assertThat(book.rows(day(0)).get(0).id()).isEqualTo(expected);
    }
  }

  @Test
  void privateAddressesCountPerSite() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("one").client(day(0), new Client("10.0.0.1").old(1)));
      book.take(new Saved("two").client(day(0), new Client("10.0.0.1").old(1)));

      assertThat(book.status(day(0)).below()).isEqualTo(2);
    }
  }

  /** The first line of these is of no name, the second before, the third long after the names. */
  @Test
  void whoHadAnAddressIsFoundInAnyOrderAndAgainChangesNothing() throws IOException {
    List<Saved> lines =
        List.of(
            new Saved("hq").client(day(31), new Client("10.0.0.1").good(1)),
            new Saved("hq").client(day(0), new Client("10.0.0.1").name("pc1").old(1)),
            new Saved("hq").client(day(70), new Client("10.0.0.1").good(1)),
            new Saved("hq").client(day(30), new Client("10.0.0.1").name("pc2").good(1)));
    List<List<Saved>> orders = orders(lines);
    for (int i = 0; i < orders.size(); i += 3) { // each line is first, and last, in some
      List<Saved> order = orders.get(i);
      try (Book book = new Book(Files.createTempDirectory(folder, "order"))) {
        for (Saved each : order) {
          book.take(each);
        }
        assertThat(book.rows(day(99)).stream().map(row -> row.id()).sorted().toList())
            .containsExactly("address:hq/10.0.0.1", "name:hq/pc1", "name:hq/pc2");
        assertThat(book.states(day(99)))
            .containsExactly("10.0.0.1 new", "10.0.0.1 below", "10.0.0.1 new");
        String before = book.dump();
        for (Saved each : lines) {
          book.take(each);
        }
        assertThat(book.dump()).isEqualTo(before);
      }
    }
  }

  private static <T> List<List<T>> orders(List<T> all) {
    if (all.isEmpty()) {
      return List.of(List.of());
    }
    List<List<T>> orders = new ArrayList<>();
    for (T first : all) {
      List<T> others = new ArrayList<>(all);
      others.remove(first);
      for (List<T> rest : orders(others)) {
        List<T> order = new ArrayList<>(List.of(first));
        order.addAll(rest);
        orders.add(order);
      }
    }
    return orders;
  }

  /** Below on the first day, good on two days later: the same client, or another one by then? */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          seen again after two months       | 60  |  -1 | fixed
          seen again after half a year      | 180 |  -1 | new
          someone else had it in between    | 60  |  30 | new
          someone else had it before        | 60  | -20 | fixed
          """)
  void anAddressAloneIsOneClientForATime(String what, int later, int other, String state)
      throws IOException {
    try (Book book = new Book(folder)) {
      Saved lines = new Saved("hq");
      for (int number = -30; number <= later + 1; number++) {
        lines.day(day(number));
      }
      if (other != -1) {
        lines.client(day(other), new Client("10.0.0.1").name("pc1").good(1));
      }
      lines.client(day(0), new Client("10.0.0.1").old(1));
      lines.client(day(later), new Client("10.0.0.1").good(5));
      lines.client(day(later + 1), new Client("10.0.0.1").good(5));
      book.take(lines);

      assertThat(book.rows(day(later + 1)).stream().filter(row -> row.basis().equals("address")))
          .singleElement()
          .matches(row -> row.state().word().equals(state), state);
      assertThat(book.status(day(0)).below()).isEqualTo(1);
    }
  }
}
