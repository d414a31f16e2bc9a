package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import java.io.IOException;
import java.nio.file.Path;
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

      assertThat(book.rows(day(9)).stream().map(row -> row.id()).sorted().toList())
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
}
