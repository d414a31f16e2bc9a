package io.tlsfloor.inventory.derive;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes that count the same weeks: what the later one claimed counts. */
class TrendTest {
  private static final int LAST = 40;

  @TempDir Path folder;
  private Book book;

  private static Saved seen(int number, String ip) {
    return new Saved("hq").client(day(number), new Client(ip).old(1)).day(day(number));
  }

  @BeforeEach
  void fill() throws IOException {
    book = new Book(folder.resolve("book").toString());
    book.take(seen(0, "10.0.0.1"));
    book.take(seen(LAST, "10.0.0.1"));
  }

  /** Claims all weeks, as after an import. */
  private Trend.Claim claim() throws IOException {
    return book.store.write(
        handle -> {
          handle.execute(
              "delete from week where covered_since <> -2" // but for those claimed
                  + " and start < (select max(start) from week)");
          return Trend.claim(handle);
        });
  }

  @Test
  void aClaimThatAnotherTookOverCountsNothing() throws IOException {
    String expected = book.answers(day(LAST));
    Trend.Claim first = claim();
    Trend.Claim second = claim();

    Trend.replay(book.store, first);
    assertThat(book.store.<Boolean>read(Trend::isOpen)).isTrue();

    Trend.replay(book.store, second);
    assertThat(book.store.<Boolean>read(Trend::isOpen)).isFalse();
    assertThat(book.answers(day(LAST))).isEqualTo(expected);
  }

  @Test
  void aClaimIsGoneWhereFactsChangedMeanwhile() throws IOException {
    Trend.Claim late = claim();
    book.take(seen(3, "10.0.0.2"));
    String expected = book.answers(day(LAST));

    Trend.replay(book.store, late);

    assertThat(book.answers(day(LAST))).isEqualTo(expected);
    assertThat(book.status(day(LAST)).weeks()).extracting(week -> week.below()).contains(2);
  }
}
