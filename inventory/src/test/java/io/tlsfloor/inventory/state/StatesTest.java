package io.tlsfloor.inventory.state;

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

class StatesTest {
  @TempDir Path folder;

  /**
   * One letter a day: b below, r refused below, digits established good connections, f refused
   * good, l flagged low, e excepted, - covered and not seen, . not covered and not seen, and a
   * letter in brackets for a day that is seen but not covered. What is expected is the state on the
   * last day.
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
          never below, and long known             | 1--------------      | good
          five good on two days                   | b32                  | fixed
          five good on one day                    | b5                   | below
          four good on two days                   | b22                  | below
          good before it was below                | 55b                  | below
          good, then below, then good             | 5b32                 | fixed
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
          back                                    | b55b                 | back
          back, then fixed again                  | b55b55               | fixed
          back, then absent: still back           | b55b-------------- - | back
          excepted                                | e                    | excepted
          excepted, then below                    | eb                   | below
          excepted, then fixed                    | e55                  | fixed
          excepted, then absent                   | e--------------      | quiet
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
    Saved lines = new Saved("hq");
    lines
        .client(day(0), new Client("10.0.0.1").excepted(1))
        .excepted(day(0), "10.0.0.1", "a", day(3));
    try (Book book = new Book(folder)) {
      book.take(lines.day(day(0)));

      assertThat(book.states(day(0))).containsExactly("10.0.0.1 excepted");
      assertThat(book.states(day(3))).containsExactly("10.0.0.1 excepted");
      assertThat(book.rows(day(3)).get(0).acceptedUntil()).isEqualTo(day(3));
      assertThat(book.states(day(4))).containsExactly("10.0.0.1 below");
      assertThat(book.status(day(3)).below()).isEqualTo(1);
    }
  }
}
