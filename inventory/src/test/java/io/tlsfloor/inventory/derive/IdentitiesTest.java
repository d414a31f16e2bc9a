package io.tlsfloor.inventory.derive;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose an address is on a day, where several may claim it. */
class IdentitiesTest {
  @TempDir Path folder;

  /**
   * Each sight as day, address, link address (with a 2 before, one that the device made up), name
   * and perhaps times; whose the first place is.
   */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a link address beats a name               | 0 10.0.0.1 A pc1                                       | mac:A
          two link addresses lose to a name         | 0 10.0.0.1 A pc1; 0 10.0.0.1 B pc1                     | name:hq/pc1
          two names lose to a link address          | 0 10.0.0.1 A pc1; 0 10.0.0.1 A pc2                     | mac:A
          two of each lose to the address           | 0 10.0.0.1 A pc1; 0 10.0.0.1 B pc2                     | address:hq/10.0.0.1
          a router's link address loses to a name   | 0 10.0.0.1 A pc1; 0 10.0.0.2 A -; 0 10.0.0.3 A -; 0 10.0.0.4 A -; 0 10.0.0.5 A - | name:hq/pc1
          four addresses make no router             | 0 10.0.0.1 A pc1; 0 10.0.0.2 A -; 0 10.0.0.3 A -; 0 10.0.0.4 A -                 | mac:A
          a name has the link address of other days | 1 10.0.0.2 - pc1; 0 10.0.0.1 A pc1                     | mac:A
          not one that another has next             | 1 10.0.0.2 - pc1; 0 10.0.0.1 A pc1; 2 10.0.0.3 B pc1   | name:hq/pc1
          one name in two places at once is nobody's | 1 10.0.0.2 - pc1; 0 10.0.0.1 A pc1; 0 10.0.0.3 B pc1 | address:hq/10.0.0.2
          nor joins it made-up link addresses       | 0 10.0.0.1 2A pc1; 0 10.0.0.3 2B pc1                   | mac:hq/2A
          one after the other is one device         | 0 10.0.0.1 2A pc1; 1 10.0.0.3 2B pc1                   | name:hq/pc1
          two hours apart is one device             | 0 10.0.0.1 2A pc1 08:00 11:59; 0 10.0.0.3 2B pc1 14:00 18:00 | name:hq/pc1
          two families of one device                | 1 10.0.0.2 - pc1; 0 10.0.0.1 A pc1; 0 fd00::1 A pc1; 0 fd00::1 B pc1; 0 10.0.0.1 B pc1 | name:hq/pc1
          a router's link address is no second one  | 1 10.0.0.2 - pc1; 0 10.0.0.1 A pc1; 0 10.0.0.3 B pc1; 0 10.0.0.4 B -; 0 10.0.0.5 B -; 0 10.0.0.6 B -; 0 10.0.0.7 B - | mac:A
          a holder before and after                 | 3 10.0.0.1 - -; 0 10.0.0.1 A -; 5 10.0.0.1 A -         | mac:A
          two holders lose to the address           | 3 10.0.0.1 - -; 0 10.0.0.1 A -; 5 10.0.0.1 B -         | address:hq/10.0.0.1
          a holder of nine days before              | 9 10.0.0.1 - -; 0 10.0.0.1 A -                         | address:hq/10.0.0.1
          """)
  void followsFromAllThatWasSeen(String what, String sights, String identity) throws IOException {
    String[] all = sights.split(" *; *");
    try (Book book = new Book(folder.resolve("book").toString())) {
      for (int i = 0; i < all.length; i++) {
        String[] words = all[i].strip().split(" ");
        Client client = new Client(words[1]).old(1);
        client.mac(words[2].equals("-") ? "" : mac(words[2]));
        client.name(words[3].equals("-") ? "" : words[3]);
        String date = day(Integer.parseInt(words[0]));
        String from = words.length > 4 ? words[4] : "09:00";
        String to = words.length > 4 ? words[5] : "16:59";
        book.take(
            new Saved("hq").client(date, from, to, client).run(date, "08:00", "18:00", "run" + i));
      }

      assertThat(holder(book, all[0].strip().split(" ")))
          .isEqualTo(
              identity.startsWith("mac:hq/")
                  ? "mac:hq/" + mac(identity.substring(7))
                  : identity.startsWith("mac:") ? "mac:" + mac(identity.substring(4)) : identity);
    }
  }

  private static String mac(String letter) {
    String madeUp = letter.length() > 1 ? letter.substring(0, 1) : "0";
    return "0" + madeUp + "-00-5E-00-53-0" + letter.substring(letter.length() - 1);
  }

  private static String holder(Book book, String[] place) throws IOException {
    int day = Times.day(LocalDate.parse(day(Integer.parseInt(place[0]))));
    return book.store.read(
        handle ->
            handle
                .createQuery(
                    "select c.identity from place p join client c on c.id = p.client"
                        + " where p.address = ? and p.day = ?")
                .bind(0, place[1])
                .bind(1, day)
                .mapTo(String.class)
                .one());
  }
}
