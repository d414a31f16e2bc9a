package io.tlsfloor.inventory.answer;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.report.ReportException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoryTextTest {
  @TempDir Path folder;

  private ClientStory story() throws IOException {
    Saved lines = new Saved("hq");
    for (int number = 0; number < 30; number++) {
      lines
          .client(day(number), new Client("10.0.0.1").old(1).remedy("use Java 8"))
          .day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      return book.store.read(
          handle ->
              ClientStory.of(handle, Book.question(day(30)), ClientStory.find(handle, "10.0.0.1")));
    }
  }

  private static String text(ClientStory story, int columns) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoryText.text(story, out, columns);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void aProgramGetsTimesWithTheirZoneAndNullForNothing() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StoryText.json(story(), out);

    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(
            "\"name\":null,\"mac\":null,\"state\":\"below\",\"fares\":\"works\",\"date\":null")
        .contains("\"seen\":\"2026-03-30T16:59:00Z\"")
        .contains("\"last_seen\":\"2026-03-30\"")
        .contains("\"exception\":null")
        .contains("{\"day\":\"2026-03-01\"");
  }

  @Test
  void whereSeveralHaveANameTheirAddressesAreSaid() throws IOException {
    Saved lines = new Saved("hq");
    lines.client(day(0), new Client("10.0.0.2").mac("00-00-5E-00-53-02").name("pc1.b").old(1));
    lines.client(day(0), new Client("10.0.0.1").mac("00-00-5E-00-53-01").name("pc1.a").old(1));
    try (Book book = new Book(folder)) {
      book.take(lines.day(day(0)));

      assertThatThrownBy(() -> book.store.read(handle -> ClientStory.find(handle, "pc1")))
          .hasMessageContaining("2 clients had pc1")
          .isInstanceOfSatisfying(
              ReportException.class,
              e -> assertThat(e.hint()).endsWith("one: pc1.a 10.0.0.1, pc1.b 10.0.0.2"));
    }
  }

  @Test
  void aTerminalGetsTheLatestDaysAndAPipeAll() throws IOException {
    ClientStory story = story();

    assertThat(text(story, 100))
        .contains("2026-03-30", "2026-03-11", "\n and 10 more: --format json\n")
        .doesNotContain("2026-03-10 ");
    assertThat(text(story, Integer.MAX_VALUE))
        .contains("2026-03-10 ")
        .doesNotContain("more: --format");
  }

  /** A program of each day and a job of each Sunday: 1 March 2026 is one. */
  @Test
  void aRhythmIsSaidInWords() throws IOException {
    Saved lines = new Saved("hq");
    for (int number = 0; number < 30; number++) {
      Client client = new Client("10.0.0.1").good(9);
      lines.client(day(number), number % 7 == 0 && number < 22 ? client.old(1) : client);
      lines.day(day(number));
    }
    try (Book book = new Book(folder)) {
      book.take(lines);
      ClientStory story =
          book.store.read(
              handle ->
                  ClientStory.of(
                      handle, Book.question(day(29)), ClientStory.find(handle, "10.0.0.1")));

      String said =
          "ran on 4 Sundays, last on 2026-03-22; quiet for 8 days of 14; no month's end since";
      assertThat(text(story, 300).replace("\n since", " since"))
          .contains("Exchange Online: Java 7 (JSSE) " + said);
      assertThat(book.rows(day(29)).get(0).rhythms()).containsExactly("Java 7 (JSSE) " + said);
    }
  }
}
