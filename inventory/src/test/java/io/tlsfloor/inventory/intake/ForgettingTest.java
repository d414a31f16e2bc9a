package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForgettingTest {
  private static final String MAC = "00-00-5E-00-53-01";

  @TempDir Path folder;

  private static List<String> evidence(Book book) throws IOException {
    return book.store.read(
        handle -> handle.createQuery("select address from finding").mapTo(String.class).list());
  }

  private static Saved lines(int number, String ip) {
    return new Saved("hq")
        .client(day(number), new Client(ip).mac(MAC).name("pc1").old(1).remedy("do it"))
        .client(day(number), new Client("10.0.0.9").mac("00-00-5E-00-53-09").good(1))
        .day(day(number));
  }

  @Test
  void whoWasForgottenStaysOutOfLaterImportsOfThatTime() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(lines(0, "10.0.0.1"));
      book.store.write(
          handle -> {
            int today = Times.day(LocalDate.parse(day(5)));
            Forgetting.client(handle, ClientStory.find(handle, MAC), today);
            return true;
          });
      Derivation.refresh(book.store);
      assertThat(book.states(day(1))).containsExactly("10.0.0.9 new");

      LinesImport.Result again = book.take(lines(0, "10.0.0.1"));
      book.take(lines(1, "10.0.0.2")); // another day and address, the same link address
      assertThat(again.receipt().forgotten()).isEqualTo(1);
      assertThat(evidence(book)).isEmpty();
      assertThat(book.states(day(1))).containsExactly("10.0.0.9 new");

      book.take(lines(6, "10.0.0.3")); // and is there again
      assertThat(book.states(day(6))).containsExactly("10.0.0.3 below", "10.0.0.9 new");
    }
  }

  @Test
  void whatWasSeenBeforeADayGoes() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(lines(0, "10.0.0.1"));
      book.take(
          new Saved("hq")
              .client(day(3), new Client("10.0.0.9").mac("00-00-5E-00-53-09").good(1))
              .day(day(3)));
      book.store.write(
          handle -> {
            Forgetting.before(handle, Times.day(LocalDate.parse(day(2))));
            return true;
          });
      Derivation.refresh(book.store);

      assertThat(book.states(day(3))).containsExactly("10.0.0.9 new");
      assertThat(book.status(day(3)).coverage().uncovered()).isEmpty();

      assertThat(book.take(lines(0, "10.0.0.1")).receipt().forgotten()).isEqualTo(2);
      assertThat(evidence(book)).isEmpty();
      assertThat(book.states(day(3))).containsExactly("10.0.0.9 new");
      assertThat(book.status(day(3)).coverage().uncovered()).isEmpty();
    }
  }
}
