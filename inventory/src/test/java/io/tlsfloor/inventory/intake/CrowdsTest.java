package io.tlsfloor.inventory.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an import reads to find routers and shared names grows by what it brings, not by what is
 * stored.
 */
class CrowdsTest {
  @TempDir Path folder;

  /** An index of days alone leads to all that was ever seen on them. */
  @Test
  void readTheDaysOfEndpointsNotTheEndpointsOfDays() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(Saved.day(0), new Client("10.0.0.1").good(1)));
      for (String query :
          List.of(Crowds.MANY_OF_LINKS, Crowds.MANY_OF_NAMES, Crowds.TWO_AT_A_TIME)) {
        List<String> plan =
            book.store.read(
                handle ->
                    handle
                        .createQuery("explain query plan " + query)
                        .bind("site", 1)
                        .bind("first", 1)
                        .bind("last", 2)
                        .bind("from", 1L)
                        .bind("until", 2L)
                        .bindList("words", List.of("a", "b"))
                        .map((r, c) -> r.getString("detail"))
                        .list());

        assertThat(plan).as(query).anyMatch(step -> step.startsWith("SEARCH d USING"));
        assertThat(plan)
            .as(query)
            .noneMatch(step -> step.startsWith("SCAN ") || step.contains("client_day_day"));
      }
    }
  }
}
