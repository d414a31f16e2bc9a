package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoverageTest {
  @TempDir Path folder;

  /** Runs of one day, each as from-to, with losses or what narrowed it behind it. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a whole day                      | 00:00-23:59                                   | yes
          eight hours                      | 08:00-16:00                                   | yes
          seven hours and 59 minutes       | 08:00-15:59                                   | no
          two parts                        | 08:00-12:00 13:00-17:00                       | yes
          parts that overlap count once    | 08:00-13:00 09:00-14:00                       | no
          packets dropped                  | 08:00-18:00,dropped                           | no
          dropped in another run           | 08:00-18:00 19:00-20:00,dropped               | no
          connections lost                 | 08:00-18:00,lost                              | no
          narrowed                         | 08:00-18:00,left_aside                        | no
          narrowed beside a whole one      | 08:00-18:00 09:00-10:00,left_aside            | yes
          blind for seconds                | 08:00-18:00,blind                             | yes
          blind seconds shorten it         | 08:00-16:00,blind                             | no
          """)
  void ofADayIsEightHoursWithoutLoss(String what, String runs, String covered) throws IOException {
    Saved lines = new Saved("hq");
    int id = 0;
    for (String run : runs.split(" ")) {
      String[] parts = run.split("[-,]");
      String loss = parts.length < 3 ? "" : parts[2];
      lines.runWith(
          day(0) + "T" + parts[0] + ":00Z",
          day(0) + "T" + parts[1] + ":00Z",
          "run" + id++,
          loss.equals("left_aside")
              ? ",\"left_aside\":{\"connections\":3,\"flagged\":0,\"by\":[\"client\"]}"
              : "",
          loss.equals("lost") ? 30 : 0,
          loss.equals("dropped") ? 30 : 0,
          loss.equals("blind") ? 3 : 0);
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.status(day(0)).coverage().uncovered().isEmpty())
          .isEqualTo(covered.equals("yes"));
    }
  }

  /** What it takes is kept: who asks later need not say it again. */
  @Test
  void whatADayTakesCanBeSaid() throws IOException {
    Saved lines = new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0));
    for (int number = 1; number <= 14; number++) {
      lines.run(day(number), "18:30", "23:30", "half" + number);
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      assertThat(book.status(day(14)).coverage().uncovered()).hasSize(14);
      assertThat(book.states(day(14))).containsExactly("10.0.0.1 below");

      Standard.of(5, 1).keep(book.store);
      assertThat(book.status(day(14)).coverage().uncovered()).isEmpty();
      assertThat(book.states(day(14))).containsExactly("10.0.0.1 quiet");
      assertThat(book.states(day(13))).containsExactly("10.0.0.1 below");
      assertThat(book.status(day(14)).weeks()).extracting(Week::coveredDays).contains(7);
    }
  }

  @Test
  void aWeekWithoutASiteSaysHowManyWereCovered() throws IOException {
    Saved hq = new Saved("hq").client(day(0), new Client("10.0.0.1").old(1));
    for (int number = 0; number < 30; number++) {
      hq.day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(hq);
      book.take(new Saved("lab").day(day(1)));
      book.take(new Saved("oslo").run(day(1), "09:00", "10:00", "hour"));

      // the first of March is a Sunday
      assertThat(book.status(day(40)).weeks())
          .extracting(Week::covered)
          .containsExactly(
              "1 of 7",
              "sampled, 1 h",
              "1 of 3 sites",
              "1 of 3 sites",
              "1 of 3 sites",
              "1 of 3 sites",
              "0 of 7");
      assertThat(book.status(day(40)).weeks())
          .extracting(Week::gap)
          .containsExactly(false, false, false, false, false, false, true);
    }
  }

  /** A site has its last day still, whether or not another one goes on. */
  @ParameterizedTest(name = "closed on day {0}, another site until day {1}")
  @CsvSource({"6, 6", "6, 12", "7, 7", "7, 12"}) // a Saturday and a Sunday
  void aSiteIsClosedFromTheDayAfterItsLastOne(int last, int other) throws IOException {
    Saved rome = new Saved("rome").client(day(0), new Client("10.0.0.1").old(1));
    rome.client(day(last), new Client("10.0.0.2").old(1));
    for (int number = 0; number <= last; number++) {
      rome.day(day(number));
    }
    Saved oslo = new Saved("oslo");
    for (int number = 0; number <= other && other > last; number++) {
      oslo.day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(rome);
      book.take(oslo);
      book.store.write(
          handle -> {
            Sites.close(handle, "i.db", "rome", Times.day(LocalDate.parse(day(last))));
            return true;
          });

      assertThat(book.states(day(last))).containsExactly("10.0.0.1 below", "10.0.0.2 below");
      assertThat(book.states(day(last + 1))).containsExactly("10.0.0.1 quiet", "10.0.0.2 quiet");
      assertThat(book.states(day(20))).containsExactly("10.0.0.1 quiet", "10.0.0.2 quiet");
      assertThat(weeks(book, last)).endsWith(2); // of the week whose last day it is, or before it
      assertThat(weeks(book, last + 1)).endsWith(0);
      assertThat(weeks(book, 20)).containsExactly(1, last == 6 ? 0 : 2, 0, 0);
    }
  }

  private static List<Integer> weeks(Book book, int asOf) throws IOException {
    return book.status(day(asOf)).weeks().stream().map(Week::below).toList();
  }

  @Test
  void lossesMayBeAllowed() throws IOException {
    Saved lines = new Saved("hq");
    lines.runWith(day(0) + "T08:00:00Z", day(0) + "T18:00:00Z", "run", "", 0, 15, 0);
    try (Book book = new Book(folder)) {
      book.take(lines);
      assertThat(book.status(day(0)).coverage().uncovered()).hasSize(1);

      Standard.of(8, 2).keep(book.store);
      assertThat(book.status(day(0)).coverage().uncovered()).isEmpty();
    }
  }

  /** Connections that a loss hit, such as entries of a log without a version, by their share. */
  @ParameterizedTest(name = "{0} of 1000")
  @CsvSource({"0, yes", "10, yes", "11, no"})
  void aDayMayLoseOnePercent(int lost, String covered) throws IOException {
    Saved lines = new Saved("hq");
    lines.runWith(day(0) + "T08:00:00Z", day(0) + "T18:00:00Z", "run", "", lost, 0, 0);
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.status(day(0)).coverage().uncovered().isEmpty())
          .isEqualTo(covered.equals("yes"));
    }
  }
}
