package io.tlsfloor.inventory.derive;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.answer.Status.Week;
import io.tlsfloor.inventory.intake.Forgetting;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weeks that are over are what was known at their end, whatever comes in or goes later. */
class TrendTest {
  private static final int DAYS = 26;
  private static final int DEVICES = 9;

  @TempDir Path folder;

  /**
   * A file a day and sensor: devices that move among a few addresses, each seen with its link
   * address, its name, both or neither.
   */
  private static List<Saved> files(Random random) {
    List<Saved> files = new ArrayList<>();
    for (int number = 0; number < DAYS; number++) {
      for (String site : List.of("hq", "rome")) {
        Saved lines = new Saved(site);
        for (int device = 0; device < DEVICES; device++) {
          if (random.nextInt(3) == 0) {
            continue;
          }
          Client client = new Client("10.0.0." + (1 + (device + number / 9) % 12));
          if (random.nextInt(3) > 0) {
            client.mac("00-00-5E-00-53-0" + device);
          }
          if (random.nextInt(3) == 0) {
            client.name("pc" + device);
          }
          boolean low = number < device * 4 && random.nextInt(4) > 0;
          lines.client(day(number), low ? client.old(1) : client.good(4));
        }
        files.add(lines.day(day(number)));
      }
    }
    return files;
  }

  private static List<Week> weeks(Book book) throws IOException {
    return book.status(day(DAYS - 1)).weeks();
  }

  private static void forget(Book book, int device) throws IOException {
    Derivation.refresh(book.store);
    book.store.write(
        handle -> {
          int today = Times.day(LocalDate.parse(day(DAYS)));
          Forgetting.client(
              handle, ClientStory.find(handle, "mac:00-00-5E-00-53-0" + device), today);
          return true;
        });
    Derivation.refresh(book.store);
  }

  private static void checkEnds(Book book) throws IOException {
    for (Week week : weeks(book)) {
      int end = week.start() + 6 - Times.day(LocalDate.parse(day(0)));
      if (end < DAYS) {
        assertThat(book.status(day(end)).below()).as("as of week %s", week).isEqualTo(week.below());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void factsThatComeLateOrGoChangeWhatTheyConcern(long seed) throws IOException {
    int together = 9;
    if (seed > 1) {
      Requires.time("weeks of other devices, a file at a time");
      together = 1;
    }
    Random random = new Random(seed);
    List<Saved> files = files(random);
    try (Book whole = new Book(folder.resolve("whole").toString());
        Book book = new Book(folder.resolve("book").toString())) {
      whole.takeAll(files);
      Collections.shuffle(files, random);
      for (int from = 0; from < files.size(); from += together) {
        book.takeAll(files.subList(from, Math.min(files.size(), from + together)));
      }
      assertThat(weeks(book)).isEqualTo(weeks(whole)).hasSize(5);
      checkEnds(book);

      for (int device : new int[] {8, 3}) {
        forget(book, device);
        forget(whole, device);
        assertThat(weeks(book)).isEqualTo(weeks(whole));
        checkEnds(book);
      }
    }
  }
}
