package io.tlsfloor.inventory.state;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Status;
import io.tlsfloor.inventory.answer.StatusText;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatesTest {
  @TempDir Path folder;

  /**
   * One letter a day: b below, g below and good, r refused below, digits established good
   * connections, f refused good, l flagged low, e excepted, - covered and not seen, . not covered
   * and not seen, and a letter in brackets for a day that is seen but not covered. What is expected
   * is the state on the last day.
   */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          below once                              | b                    | below
          refused is below                        | r                    | below
          low is not below                        | l                    | new
          never below                             | 5                    | new
          never below, in the first week          | 1------              | new
          never below, and longer known           | 1-------             | good
          whatever was covered                    | 1.......             | good
          five good on two days                   | b32                  | fixed
          five good on one day                    | b5                   | below
          four good on two days                   | b22                  | below
          good before it was below                | 55b                  | below
          good, then below, then good             | 5b32                 | below
          two things: silent for 14 days          | 5b55555555555555     | fixed
          two things: a day less                  | 5b5555555555555      | below
          two things on one day                   | g55                  | below
          two things, not covered                 | 5b(55555555555555)   | below
          weekly: twice the gap                   | 5b555555b55555555555555 | fixed
          each tenth day: as often is below       | 5b555555555b5555555555555555555 | below
          each tenth day: twice the gap           | 5b555555555b55555555555555555555 | fixed
          away for weeks: it shows nothing        | 5b5-----------------55 | below
          quiet waits for twice the gap           | 5b555555555b-------------------  | below
          and no longer                           | 5b555555555b-------------------- | quiet
          below in between starts again           | b3b2                 | below
          good on days that no one covered        | b(5)(5)              | fixed
          refused at the floor fixes nothing      | bfffffff             | below
          absence fixes nothing                   | b-------             | below
          quiet after the window                  | b--------------      | quiet
          not quiet one day earlier               | b-------------       | below
          gaps do not make it quiet               | b..............      | below
          gaps make it later                      | b-------......------ | below
          seen good once: not quiet               | b--------------1     | below
          quiet, then below                       | b--------------b     | below
          fixed, then absent                      | b55--------------    | fixed
          back                                    | b55b                 | below back
          back: did both, so it takes silence     | b55b55               | below back
          back, then fixed again                  | b55b55555555555555   | fixed
          back, then absent                       | b55b--------------   | quiet
          excepted                                | e                    | below excepted
          excepted, then below                    | eb                   | below
          excepted, then fixed                    | e55                  | fixed
          excepted, then absent                   | e--------------      | quiet excepted
          """)
  void followsFromWhatWasSeen(String what, String days, String expected) throws IOException {
    Saved lines = new Saved("hq");
    int number = 0;
    boolean covered = true;
    for (char letter : days.replace(" ", "").toCharArray()) {
      if (letter == '(' || letter == ')') {
        covered = letter == ')';
        continue;
      }
      Client client = new Client("10.0.0.1");
      switch (letter) {
        case 'b' -> lines.client(day(number), client.old(2));
        case 'g' -> lines.client(day(number), client.old(2).good(2));
        case 'r' -> lines.client(day(number), client.refusedOld(2));
        case 'l' -> lines.client(day(number), client.low(1));
        case 'e' -> lines.client(day(number), client.excepted(1));
        case 'f' -> lines.client(day(number), client.refusedGood(9));
        case '-', '.' -> {}
        default -> lines.client(day(number), client.good(letter - '0'));
      }
      if (covered && letter != '.') {
        lines.day(day(number));
      }
      number++;
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.states(day(number - 1))).containsExactly("10.0.0.1 " + expected);
    }
  }

  @Test
  void anEarlierDayIsAnsweredAsItWasThen() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").old(1))
              .day(day(0))
              .client(day(1), new Client("10.0.0.1").good(3))
              .day(day(1))
              .client(day(2), new Client("10.0.0.1").good(3))
              .day(day(2)));

      assertThat(book.states(day(0))).containsExactly("10.0.0.1 below");
      assertThat(book.states(day(1))).containsExactly("10.0.0.1 below");
      assertThat(book.states(day(2))).containsExactly("10.0.0.1 fixed");
      assertThat(book.rows(day(-1))).isEmpty();
    }
  }

  @Test
  void oneSensorOfThreeThatIsMissingClosesNothing() throws IOException {
    Saved away = new Saved("away").client(day(0), new Client("10.0.0.1").old(1)).day(day(0));
    Saved here = new Saved("here");
    Saved there = new Saved("there");
    for (int number = 0; number < 40; number++) {
      here.client(day(number), new Client("10.0.0.2").good(3)).day(day(number));
      there.client(day(number), new Client("10.0.0.3").good(3)).day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(away);
      book.take(here);
      book.take(there);

      assertThat(book.states(day(39)))
          .containsExactly("10.0.0.1 below", "10.0.0.2 good", "10.0.0.3 good");
      assertThat(book.status(day(39)).coverage().uncovered()).hasSize(39);
    }
  }

  @Test
  void aClientIsBelowWhileAnySensorSeesItBelow() throws IOException {
    Saved one = new Saved("one");
    Saved two = new Saved("two");
    String mac = "00-00-5E-00-53-23";
    for (int number = 0; number < 5; number++) {
      one.client(day(number), new Client("10.0.0.1").mac(mac).good(9)).day(day(number));
      two.client(day(number), new Client("10.9.0.1").mac(mac).old(1)).day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(one);
      book.take(two);

      assertThat(book.rows(day(4))).hasSize(1);
      assertThat(book.status(day(4)).below()).isEqualTo(1);
    }
  }

  @Test
  void anExceptionOfThePolicyHoldsUntilItsLastDay() throws IOException {
    Client client = new Client("10.0.0.1").excepted(1).until(day(3));
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), client).day(day(0)));

      assertThat(book.states(day(0))).containsExactly("10.0.0.1 below excepted");
      assertThat(book.states(day(3))).containsExactly("10.0.0.1 below excepted");
      assertThat(fares(book, day(3))).isEqualTo("excepted until " + day(3) + " by ben");
      assertThat(fares(book, day(4)))
          .isEqualTo("works; the exception ended on " + day(3) + " (ben)");
      assertThat(book.states(day(4))).containsExactly("10.0.0.1 below");
      assertThat(book.status(day(3)).below()).isEqualTo(1);
      assertThat(new StatusText(book.status(day(3)), 100).text())
          .contains("is below TLS 1.2: 1 is excepted until " + day(3) + " by ben.\n")
          .doesNotContain("has ended");
      assertThat(new StatusText(book.status(day(4)), 100).text())
          .contains("1 with an exception that has ended")
          .contains("   ended: 10.0.0.1 on " + day(3) + " (ben)\n");
    }
  }

  /** Seen again after the last day it is flagged, and whoever answered for it is still named. */
  @Test
  void anExceptionOfThePolicyThatEndedIsSaidThoughTheClientWasSeenSince() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").excepted(1).until(day(3)))
              .client(day(4), new Client("10.0.0.1").old(1).expired(day(3)))
              .day(day(0))
              .day(day(4)));

      assertThat(fares(book, day(5)))
          .isEqualTo("works; the exception ended on " + day(3) + " (ben)");
      assertThat(new StatusText(book.status(day(5)), 100).text())
          .contains("   ended: 10.0.0.1 on " + day(3) + " (ben)\n");
      assertThat(book.rows(day(5)).get(0).owner()).isEqualTo("ben");
    }
  }

  private static String fares(Book book, String asOf) throws IOException {
    return book.rows(asOf).get(0).faring().wholeText();
  }

  /** The day of asking decides, though nothing came since. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2026-03-01 | stops on 2026-03-05      | below
          2026-03-04 | stops on 2026-03-05      | below
          2026-03-05 | refused since 2026-03-05 | below
          """)
  void howAClientFaresFollowsFromTheDaysThatTheServiceHasSet(
      String asOf, String fares, String state) throws IOException {
    Client client = new Client("10.0.0.1").old(2).enforced("2026-03-05");
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), client).day(day(0)));

      assertThat(fares(book, asOf)).isEqualTo(fares);
      assertThat(book.states(asOf)).containsExactly("10.0.0.1 " + state);
    }
  }

  /** Who stops on a day stands before who works on. */
  @Test
  void othersThanThoseBelowAreThereByNameWithTheirDay() throws IOException {
    Saved lines =
        new Saved("hq")
            .client(day(0), new Client("10.0.0.1").old(9))
            .client(day(0), new Client("10.0.0.2").old(1).enforced("2026-12-31"))
            .client(day(0), new Client("10.0.0.3").legacyHost(1).enforced("2026-12-31"))
            .client(day(0), new Client("10.0.0.4").name("scanner").clear(1))
            .client(day(0), new Client("10.0.0.5").low(1));
    try (Book book = new Book(folder)) {
      book.take(lines.day(day(0)));

      assertThat(book.rows(day(0)))
          .extracting(row -> row.client() + " " + row.faring().wholeText())
          .containsExactly(
              "10.0.0.2 stops on 2026-12-31",
              "10.0.0.3 legacy host, until 2026-12-31",
              "10.0.0.1 works",
              "10.0.0.4 mail in clear text",
              "10.0.0.5 lists old versions");
      Status status = book.status(day(0));
      assertThat(status.below()).isEqualTo(2);
      assertThat(status.belowInWords()).isEqualTo("1 stops on 2026-12-31, 1 works");
      assertThat(new StatusText(status, 100).text())
          .contains("2 of 5 clients are below")
          .contains(
              "Others, never below: 1 uses a legacy host until 2026-12-31,"
                  + " 1 sends mail in clear text.")
          .contains("   10.0.0.3: legacy host, until 2026-12-31\n")
          .contains("   scanner 10.0.0.4: mail in clear text\n");
    }
  }

  @Test
  void whatWasFoundLooksLikeTheGuiltyProgramAndNotLikeTheOthers() throws IOException {
    Client client = new Client("10.0.0.1").old(1).stack("OpenSSL 3.5 held to TLS 1.1").good(90);
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), client.alsoLooksLike("Chrome 110")));

      assertThat(book.rows(day(0)).get(0).stacks()).containsExactly("OpenSSL 3.5 held to TLS 1.1");
    }
  }

  /** Whatever the past was: only what was found since then decides. */
  @Test
  void whoIsFixedFaresWell() throws IOException {
    Saved lines = new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0));
    for (int number = 1; number < 3; number++) {
      lines.client(day(number), new Client("10.0.0.1").good(3)).day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(fares(book, day(1))).isEqualTo("works");
      assertThat(fares(book, day(2))).isEqualTo("good");
    }
  }
}
