package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImportTest {
  @TempDir Path folder;

  private static Saved twoDays() {
    return new Saved("hq")
        .client(day(0), new Client("10.0.0.1").old(3))
        .client(day(0), new Client("10.0.0.2").good(4))
        .alert(day(0), "10.0.0.1", "abc", "use Java 8")
        .day(day(0))
        .client(day(1), new Client("10.0.0.1").good(3))
        .day(day(1));
  }

  @Test
  void theSameLinesAgainChangeNothing() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(twoDays());
      String before = book.dump();

      LinesImport.Result again = book.take(twoDays());

      assertThat(book.dump()).isEqualTo(before);
      assertThat(again.receipt().fresh()).isZero();
      assertThat(again.receipt().changed()).isZero();
      assertThat(again.receipt().untouched()).isEqualTo(3);
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
      assertThat(book.status(day(1)).uncovered()).isEmpty();
      assertThat(book.rows(day(1)).toString()).isEqualTo(whole.rows(day(1)).toString());
    }
  }

  @Test
  void halfAFileClosesNothing() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(3)).day(day(0)));
      for (int number = 1; number < 30; number++) { // every run was killed before its run line
        book.take(new Saved("hq").client(day(number), new Client("10.0.0.1").good(9)));
      }

      assertThat(book.states(day(29))).containsExactly("10.0.0.1 below");
      assertThat(book.status(day(29)).uncovered()).hasSize(29);
    }
  }

  @Test
  void anEmptyFileClosesNothing() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(twoDays());
      String before = book.dump();

      book.take(new Saved("hq"));

      assertThat(book.dump()).isEqualTo(before);
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
      assertThat(book.states(day(8))).containsExactly("10.0.0.1 new");
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
  void hoursOfADayAddUpAndAnOverlapDoesNot() throws IOException {
    try (Book book = new Book(folder)) {
      Saved hours = new Saved("hq").client(day(0), "08:00", "08:59", new Client("10.0.0.1").old(1));
      hours.client(day(1), "08:00", "08:30", new Client("10.0.0.1").good(2));
      hours.client(day(1), "09:00", "09:30", new Client("10.0.0.1").good(2));
      hours.client(day(2), "09:00", "09:30", new Client("10.0.0.1").good(1)).day(day(0));
      book.take(hours.day(day(1)).day(day(2)));
      assertThat(book.states(day(2))).containsExactly("10.0.0.1 fixed");
    }
    try (Book book = new Book(folder.resolve("again").toString())) {
      Saved twice = new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0));
      twice.client(day(1), "08:00", "08:30", new Client("10.0.0.1").good(2));
      twice.client(day(1), "08:10", "08:40", new Client("10.0.0.1").good(2)); // seen by two runs
      twice.client(day(2), "09:00", "09:30", new Client("10.0.0.1").good(2));
      book.take(twice.day(day(1)).day(day(2)));
      assertThat(book.states(day(2))).containsExactly("10.0.0.1 below");
    }
  }

  @Test
  void partsOfAWatchThatMeetAtASeamAddUp() throws IOException {
    try (Book book = new Book(folder)) {
      Saved hours =
          new Saved("hq").client(day(0), "08:00", "09:01", new Client("10.0.0.1").good(2));
      hours.client(day(0), "09:00", "10:00", new Client("10.0.0.1").good(3));
      book.take(hours);
      book.take(hours);

      assertThat(book.dump()).contains("connections=5");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1970-01-01", "1994-12-31", "2099-01-01"})
  void aLineWithATimeThatNoClockHasShownIsSaidAndKeepsNothing(String day) throws IOException {
    Saved lines = new Saved("hq").client(day, new Client("10.0.0.1").old(1)).day(day);
    lines.alert(day, "10.0.0.1", "id", "update it").client(day(0), new Client("10.0.0.1").old(1));
    try (Book book = new Book(folder);
        Book expected = new Book(folder.resolve("expected").toString())) {
      LinesImport.Result result = book.take(lines.day(day(0)));
      expected.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).day(day(0)));

      assertThat(result.malformed()).isEqualTo(3);
      assertThat(result.firstMalformed())
          .get()
          .asString()
          .contains("line 1: its time is before 1995");
      assertThat(book.dump()).isEqualTo(expected.dump());
    }
  }

  @Test
  void aLineOfTwoDaysIsSeenOnBothAndCountsOnTheLast() throws IOException {
    String line = new Saved("hq").client(day(1), new Client("10.0.0.1").old(2)).text().strip();
    String from = "\"start\":\"" + day(1) + "T09";
    Saved lines = new Saved("hq").line(line.replace(from, "\"start\":\"" + day(0) + "T23"));
    try (Book book = new Book(folder)) {
      book.take(lines);

      assertThat(book.states(day(0))).containsExactly("10.0.0.1 new");
      assertThat(book.states(day(1))).containsExactly("10.0.0.1 below");
      assertThat(book.dump()).contains("days=0b", "connections=2");
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
          .client(day(number), new Client("10.0.0.1").name("pc1").old(1))
          .alert(day(number), "10.0.0.1", "id" + number, "do it")
          .day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      String before = book.dump();
      book.take(lines);

      assertThat(book.dump()).isEqualTo(before);
      assertThat(book.states(day(2))).containsExactly("10.0.0.1 below");
    }
  }

  @Test
  void aFileThatGrowsIsReadOnFromItsEndWhateverItIsCalled() throws IOException {
    Path file = folder.resolve("watch.jsonl");
    byte[] all = twoDays().bytes();
    String text = new String(all, StandardCharsets.UTF_8);
    int torn = text.indexOf('\n', text.indexOf('\n') + 1) + 20; // in the third line
    Store store = Store.open(Location.parse(folder.resolve("i.db").toString()));
    Files.write(file, Arrays.copyOf(all, torn));
    LinesImport lines = new LinesImport(store, "hq");
    LinesImport.Result begun = lines.file(file.toString());
    assertThat(begun.lines()).isEqualTo(2);
    assertThat(begun.torn()).isTrue();

    Files.write(file, Arrays.copyOfRange(all, torn, all.length), StandardOpenOption.APPEND);
    Path moved = Files.move(file, folder.resolve("watch.jsonl.1"));
    LinesImport.Result rest = lines.file(moved.toString());
    assertThat(rest.resumed()).isTrue();
    assertThat(rest.lines()).isEqualTo(4);
    assertThat(rest.malformed()).isZero();
    assertThat(rest.torn()).isFalse();

    Files.write(file, new Saved("hq").day(day(3)).bytes()); // another file at the old path
    LinesImport.Result other = lines.file(file.toString());
    assertThat(other.resumed()).isFalse();
    assertThat(other.lines()).isEqualTo(1);
  }

  @Test
  void aFileThatBeganAgainInPlaceIsReadFromItsStart() throws IOException {
    Path file = folder.resolve("watch.jsonl");
    Store store = Store.open(Location.parse(folder.resolve("i.db").toString()));
    LinesImport lines = new LinesImport(store, "hq");
    Files.write(file, new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)).bytes());
    lines.file(file.toString());

    Files.write(file, twoDays().bytes(), StandardOpenOption.TRUNCATE_EXISTING);

    assertThat(lines.file(file.toString()).resumed()).isFalse();
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
}
