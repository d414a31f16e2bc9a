package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.store.Postgres;
import io.tlsfloor.testing.Requires;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Imports that say less than all, in both databases: a client that is below stays so. */
class ClosesNothingTest {
  private static Postgres server;

  @TempDir Path folder;

  enum Kind {
    SQLITE,
    POSTGRESQL
  }

  @AfterAll
  static void stop() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  private Book book(Kind kind) throws IOException {
    if (kind == Kind.SQLITE) {
      return new Book(folder);
    }
    Requires.time("the other database is asked the same");
    if (server == null) {
      server = new Postgres();
    }
    Jdbi.create(server.url())
        .useHandle(
            handle ->
                handle.createScript("drop schema public cascade; create schema public").execute());
    return new Book(server.url());
  }

  /** A day on which a client is good, and one is not seen. */
  private static Saved good(int number) {
    Saved lines = new Saved("hq");
    for (int host = 3; host < 9; host++) {
      lines.client(day(number), new Client("10.0.0." + host).good(9));
    }
    return lines.client(day(number), new Client("10.0.0.1").good(9)).day(day(number));
  }

  private static Saved below(int number) {
    return new Saved("hq")
        .client(day(number), new Client("10.0.0.1").old(3))
        .client(day(number), new Client("10.0.0.2").old(3))
        .day(day(number));
  }

  private static List<String> left(Book book, int number) throws IOException {
    return book.states(day(number)).stream()
        .filter(each -> each.startsWith("10.0.0.1 ") || each.startsWith("10.0.0.2 "))
        .toList();
  }

  private static void take(Book book, byte[] bytes) throws IOException {
    new LinesImport(book.store, "here").stream(new ByteArrayInputStream(bytes), "lines");
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyFile(Kind kind) throws IOException {
    try (Book book = book(kind)) {
      book.take(below(0));
      String before = book.dump();
      for (String text : List.of("", "\n", "\n\n \n", "{", "not one of ours\n", "\u0000\u0000")) {
        take(book, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      }

      assertThat(book.dump()).isEqualTo(before);
      assertThat(left(book, 60)).containsExactly("10.0.0.1 below", "10.0.0.2 below");
    }
  }

  @ParameterizedTest
  @EnumSource
  void halfAFileOfEachDay(Kind kind) throws IOException {
    try (Book book = book(kind)) {
      book.take(below(0));
      for (int number = 1; number <= 30; number++) { // cut anywhere before its last line's end
        byte[] whole = good(number).bytes();
        take(book, Arrays.copyOf(whole, number * (whole.length - 2) / 30));
      }

      assertThat(left(book, 30)).containsExactly("10.0.0.1 below", "10.0.0.2 below");
      assertThat(book.status(day(30)).uncovered()).hasSize(30);
      for (int number = 1; number <= 2; number++) {
        book.take(good(number)); // and then all of two of them
      }
      assertThat(left(book, 30)).containsExactly("10.0.0.1 fixed", "10.0.0.2 below");
    }
  }

  @ParameterizedTest
  @EnumSource
  void theSameFileAgainAndAgain(Kind kind) throws IOException {
    try (Book book = book(kind)) {
      book.take(below(0));
      book.take(good(1));
      String before = book.dump();
      for (int time = 0; time < 20; time++) { // one good day stays one
        book.take(good(1));
      }

      assertThat(book.dump()).isEqualTo(before);
      assertThat(left(book, 60)).containsExactly("10.0.0.1 below", "10.0.0.2 below");
    }
  }

  @ParameterizedTest
  @EnumSource
  void oneSensorOfThreeMissing(Kind kind) throws IOException {
    try (Book book = book(kind)) {
      book.take(below(0));
      for (String site : List.of("north", "south")) {
        Saved lines = new Saved(site);
        for (int number = 0; number < 40; number++) {
          lines.client(day(number), new Client("10.9.0.1").good(9)).day(day(number));
        }
        book.take(lines);
      }

      assertThat(left(book, 39)).containsExactly("10.0.0.1 below", "10.0.0.2 below");
      assertThat(book.status(day(39)).uncovered()).hasSize(39);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anOlderFileAfterANewerOne(Kind kind) throws IOException {
    try (Book book = book(kind)) {
      book.take(below(30));
      for (int number = 29; number >= 0; number--) {
        book.take(good(number));
      }

      assertThat(left(book, 30)).containsExactly("10.0.0.1 below", "10.0.0.2 below");
      assertThat(left(book, 29)).containsExactly("10.0.0.1 good");
    }
  }

  @Test
  void eachLeavesAReceipt() throws Exception {
    byte[] first = below(0).bytes();
    try (Book book = book(Kind.SQLITE)) {
      take(book, first);
      take(book, first);
      take(book, new byte[0]);

      List<Map<String, Object>> receipts =
          book.store.read(
              handle -> handle.createQuery("select * from receipt order by id").mapToMap().list());
      assertThat(receipts)
          .extracting(row -> row.get("lines") + " " + row.get("fresh") + " " + row.get("untouched"))
          .containsExactly("3 2 0", "3 0 2", "0 0 0");
      String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(first));
      assertThat(receipts).extracting(row -> row.get("sha256")).contains(hash).startsWith(hash);
    }
  }
}
