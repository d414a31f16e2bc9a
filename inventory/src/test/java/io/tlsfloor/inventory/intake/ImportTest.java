package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.ReportException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTest {
  @TempDir Path folder;

  private static Saved twoDays() {
    return new Saved("hq")
        .client(day(0), new Client("10.0.0.1").old(3).remedy("use Java 8"))
        .client(day(0), new Client("10.0.0.2").good(4))
        .day(day(0))
        .client(day(1), new Client("10.0.0.1").good(3))
        .day(day(1));
  }

  @Test
  void theSameLinesAgainChangeNothing() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(twoDays());
      String before = book.answers(day(1));

      LinesImport.Result again = book.take(twoDays());

      assertThat(book.answers(day(1))).isEqualTo(before);
      assertThat(again.receipt().replaced()).isEqualTo(2);
    }
  }

  @Test
  void halfAFileAndThenAllOfItIsAllOfIt() throws IOException {
    try (Book whole = new Book(folder.resolve("a").toString());
        Book book = new Book(folder.resolve("b").toString())) {
      whole.take(twoDays());
      Saved half = new Saved("hq");
      twoDays().text().lines().limit(2).forEach(half::line);
      book.take(half);

      book.take(twoDays());

      assertThat(book.states(day(1))).isEqualTo(whole.states(day(1)));
      assertThat(book.status(day(1)).coverage().uncovered()).isEmpty();
      assertThat(book.rows(day(1)).toString()).isEqualTo(whole.rows(day(1)).toString());
    }
  }

  @Test
  void whatAKilledImportLeftGoesAfterAWeek() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(twoDays());
      book.store.write( // as it is before the line of the run
          handle ->
              handle.execute(
                  "update run set name = '', whole = 0, imported = 1 where name = 'hq"
                      + day(0)
                      + "'"));

      book.take(new Saved("hq").day(day(5)));

      assertThat(
              book.store.<List<String>>read(
                  handle ->
                      handle
                          .createQuery(
                              "select distinct r.name from observation o"
                                  + " join run r on r.id = o.run")
                          .mapTo(String.class)
                          .list()))
          .containsExactly("hq" + day(1));
    }
  }

  @Test
  void halfAFileCoversNothing() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(3)).day(day(0)));
      for (int number = 1; number < 30; number++) { // every run was killed before its run line
        book.take(new Saved("hq").client(day(number), new Client("10.0.0.1").good(9)));
      }

      assertThat(book.states(day(29))).containsExactly("10.0.0.1 fixed"); // it was seen whole
      assertThat(book.status(day(29)).coverage().uncovered()).hasSize(29);
    }
  }

  @Test
  void anEmptyFileClosesNothing() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(twoDays());
      String before = book.answers(day(2));

      book.take(new Saved("hq"));

      assertThat(book.answers(day(2))).isEqualTo(before);
    }
  }

  @Test
  void anOlderFileAfterANewerOneClosesNothing() throws IOException {
    Saved newer = new Saved("hq").client(day(9), new Client("10.0.0.1").old(3)).day(day(9));
    Saved older = new Saved("hq");
    for (int number = 0; number < 9; number++) {
      older.client(day(number), new Client("10.0.0.1").good(9)).day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(newer);
      book.take(older);

      assertThat(book.states(day(9))).containsExactly("10.0.0.1 below");
      assertThat(book.states(day(8))).containsExactly("10.0.0.1 good");
    }
  }

  @Test
  void orderDoesNotMatter() throws IOException {
    try (Book one = new Book(folder.resolve("a").toString());
        Book other = new Book(folder.resolve("b").toString())) {
      Saved first = new Saved("hq").client(day(0), new Client("10.0.0.1").old(3)).day(day(0));
      Saved second = new Saved("hq").client(day(1), new Client("10.0.0.1").good(3)).day(day(1));
      one.take(first);
      one.take(second);
      other.take(second);
      other.take(first);

      assertThat(other.rows(day(1)).toString()).isEqualTo(one.rows(day(1)).toString());
    }
  }

  @Test
  void runsThatFollowAddUpAndThoseThatOverlapDoNot() throws IOException {
    for (String second : List.of("12:00", "08:30")) {
      try (Book book = new Book(Files.createDirectory(folder.resolve(second.replace(":", ""))))) {
        Saved lines = new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0));
        lines.client(day(1), "08:00", "09:30", new Client("10.0.0.1").good(2));
        lines.run(day(1), "08:00", "12:00", "one");
        lines.client(day(1), "12:00", "12:30", new Client("10.0.0.1").good(2));
        lines.run(day(1), second, "16:00", "other");
        lines.client(day(2), new Client("10.0.0.1").good(1)).day(day(2));
        book.take(lines);

        assertThat(book.states(day(2)))
            .containsExactly("10.0.0.1 " + (second.equals("12:00") ? "fixed" : "below"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01", "1994-12-31", "2099-01-01"})
  void aLineWithATimeThatNoClockHasShownIsSaidAndKeepsNothing(String day) throws IOException {
    Saved lines = new Saved("hq").client(day, new Client("10.0.0.1").old(1)).day(day);
    lines.client(day(0), new Client("10.0.0.1").old(1));
    try (Book book = new Book(folder);
        Book expected = new Book(folder.resolve("expected").toString())) {
      LinesImport.Result result = book.take(lines.day(day(0)));
      expected.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0)));

      assertThat(result.malformed()).isEqualTo(2);
      assertThat(result.firstMalformed())
          .get()
          .asString()
          .contains("line 1: its time is before 1995");
      assertThat(book.answers(day(0))).isEqualTo(expected.answers(day(0)));
    }
  }

  @Test
  void linesThatAreNoneAreCountedAndSkipped() throws IOException {
    try (Book book = new Book(folder)) {
      LinesImport.Result result =
          book.take(
              new Saved("hq")
                  .line("{\"event\":{\"dataset\":\"tlsfloor.client\"}}")
                  .line("not JSON")
                  .line("{\"event\":{\"dataset\":\"other\"}}")
                  .client(day(0), new Client("10.0.0.1").old(1))
                  .day(day(0)));

      assertThat(result.lines()).isEqualTo(5);
      assertThat(result.malformed()).isEqualTo(3);
      assertThat(result.firstMalformed()).contains("line 1: it has no event.start");
      assertThat(book.states(day(0))).containsExactly("10.0.0.1 below");
    }
  }

  @Test
  void aSiteWhoseNameNoDatabaseTakesIsOneSite() throws IOException {
    Saved lines = new Saved("h\0q");
    for (int number = 0; number < 3; number++) {
      lines
          .client(day(number), new Client("10.0.0.1").name("pc1").old(1).remedy("do it"))
          .day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      String before = book.answers(day(2));
      book.take(lines);

      assertThat(book.answers(day(2))).isEqualTo(before);
      assertThat(book.states(day(2))).containsExactly("10.0.0.1 below");
    }
  }

  @Test
  void anInputThatIsNotThereIsSaid() throws IOException {
    try (Book book = new Book(folder)) {
      LinesImport lines = new LinesImport(book.store, "hq");
      assertThatThrownBy(() -> lines.file(folder.resolve("none").toString()))
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("cannot read");
      assertThatThrownBy(() -> lines.file(folder.toString()))
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("it is a directory");
    }
  }

  /** A pipe may be silent for hours: what has come is taken in. */
  @Test
  void whatCameBeforeAFailureIsTakenIn() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream(twoDays().bytes()),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }

              @Override
              public int read(byte[] to, int at, int length) throws IOException {
                return read();
              }
            });
    try (Book book = new Book(folder)) {
      assertThatThrownBy(() -> new LinesImport(book.store, "hq").stream(broken, "pipe"))
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("the disk is gone");

      assertThat(book.states(day(1))).containsExactly("10.0.0.1 below", "10.0.0.2 new");
    }
  }
}
