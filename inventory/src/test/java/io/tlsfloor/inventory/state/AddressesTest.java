package io.tlsfloor.inventory.state;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.people.HostList;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An address is not a device. */
class AddressesTest {
  private static final String ROUTER = "00-00-5E-00-53-01";

  @TempDir Path folder;

  /** A day of a sensor that sees all of six addresses behind one router. */
  private static void routed(Saved lines, int number, Client client) {
    lines.client(day(number), client.mac(ROUTER));
    for (int other = 2; other < 7; other++) {
      lines.client(day(number), new Client("10.9.0." + other).mac(ROUTER).good(1));
    }
    lines.day(day(number));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          another comes, as another program | Java 7, Chrome | below address_used_again
          the same goes on with one program | Java 7, Java 7 | fixed
          """)
  void behindARouterAnotherMayHaveIt(String what, String stacks, String state) throws IOException {
    String[] both = stacks.split(", ");
    Saved lines = new Saved("hq");
    for (int number = 0; number < 10; number++) {
      Client client = new Client("10.9.0.1").stack(both[number < 3 ? 0 : 1]);
      routed(lines, number, number < 3 ? client.old(2) : client.good(5));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.states(day(9))).contains("10.9.0.1 " + state);
      assertThat(book.states(day(2))).contains("10.9.0.1 below");
    }
  }

  /** A phone that makes up another link address each second day, and a virtual machine. */
  @Test
  void aMadeUpLinkAddressIsADeviceWhereItIsKept() throws IOException {
    Saved lines = new Saved("hq");
    for (int number = 0; number < 30; number++) {
      int turn = number / 2;
      String phone = String.format("DA-00-5E-00-53-%02X", turn);
      lines.client(day(number), new Client("10.0.1." + turn).mac(phone).good(1));
      lines.client(day(number), new Client("10.0.0.9").mac("02-00-5E-00-53-99").good(1));
      lines.day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.states(day(29)))
          .hasSize(16)
          .contains("10.0.0.9 good", "10.0.1.14 new")
          .contains("10.0.1.7 good changing_address");
      assertThat(book.states(day(3))).contains("10.0.1.0 new", "10.0.0.9 new"); // it may be kept
    }
  }

  /** A server leases addresses to what a phone makes up: its name says more. */
  @Test
  void aLeaseToAMadeUpLinkAddressIsNoDevice() throws IOException {
    Saved lines = new Saved("hq");
    StringBuilder leases = new StringBuilder("address,hwaddr,from,until\n");
    for (int number = 0; number < 4; number++) {
      String address = "10.0.1." + number;
      String phone = String.format("DA-00-5E-00-53-%02X", number);
      lines.client(day(number), new Client(address).mac(phone).name("phone1").good(1));
      lines.day(day(number));
      leases.append(String.join(",", address, phone, day(number), day(number))).append('\n');
    }
    Path list = folder.resolve("leases.csv");
    Files.writeString(list, leases);
    try (Book book = new Book(folder)) {
      book.take(lines);
      HostList.read(list.toString(), "hq").keep(book.store);

      assertThat(book.rows(day(4))).extracting(row -> row.id()).containsExactly("name:hq/phone1");
    }
  }

  @Test
  void whatIsKeptLaterWasNotKeptBefore() throws IOException {
    try (Book book = new Book(folder)) {
      for (int number = 0; number < 12; number++) {
        Saved lines = new Saved("hq").client(day(number), new Client("10.0.0.9").good(1));
        if (number == 0 || number == 5 || number == 11) {
          lines.client(day(number), new Client("10.0.1.1").mac("DA-00-5E-00-53-01").good(1));
        }
        book.take(lines.day(day(number)));
      }

      assertThat(book.states(day(7))).contains("10.0.1.1 good");
      assertThat(book.states(day(8))).contains("10.0.1.1 good changing_address");
      assertThat(book.states(day(11))).contains("10.0.1.1 good");
    }
  }
}
