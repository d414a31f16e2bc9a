package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import java.io.IOException;
import java.nio.file.Path;
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
          packets dropped                  | 08:00-18:00,kernel_drops                      | no
          dropped in another run           | 08:00-18:00 19:00-20:00,kernel_drops          | no
          a loss that hides nothing        | 08:00-18:00,one_sided                         | yes
          a loss of a later version        | 08:00-18:00,gremlins                          | no
          narrowed                         | 08:00-18:00,left_aside                        | no
          narrowed beside a whole one      | 08:00-18:00 09:00-10:00,left_aside            | yes
          blind for seconds                | 08:00-18:00,blind_seconds                     | yes
          blind seconds shorten it         | 08:00-16:00,blind_seconds                     | no
          """)
  void ofADayIsEightHoursWithoutLoss(String what, String runs, String covered) throws IOException {
    Saved lines = new Saved("hq");
    int id = 0;
    for (String run : runs.split(" ")) {
      String[] parts = run.split("[-,]");
      String loss =
          parts.length < 3
              ? ""
              : parts[2].equals("left_aside")
                  ? ",\"left_aside\":{\"connections\":3,\"flagged\":0,\"by\":[\"client\"]}"
                  : ",\"coverage\":{\"" + parts[2] + "\":3}";
      String first = day(0) + "T" + parts[0] + ":00Z";
      lines.runWith(first, day(0) + "T" + parts[1] + ":00Z", "run" + id++, loss);
    }
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.status(day(0)).coverage().uncovered().isEmpty())
          .isEqualTo(covered.equals("yes"));
    }
  }
}
