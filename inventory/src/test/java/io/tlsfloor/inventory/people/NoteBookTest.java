package io.tlsfloor.inventory.people;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Clients.ClientRow;
import io.tlsfloor.inventory.derive.People;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.Note.Scope;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.model.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoteBookTest {
  private static final String MAC = "00-00-5E-00-53-01";

  @TempDir Path folder;

  private static void note(Book book, Field field, String content) throws IOException {
    int today = Times.day(LocalDate.parse(day(0)));
    String id = book.rows(day(0)).get(0).id();
    Note note = new Note(Scope.CLIENT, id, field, content, "anna", today + 30, "me", 1, today);
    book.store.write(
        handle -> {
          NoteBook.add(handle, note);
          People.refresh(handle, false);
          return true;
        });
  }

  private static void holds(Book book, String day, String id) throws IOException {
    ClientRow row = book.rows(day).get(0);
    assertThat(row.id()).isEqualTo(id);
    assertThat(row.ticket()).isEqualTo("T-1");
    assertThat(row.owner()).isEqualTo("anna");
    assertThat(row.state()).isEqualTo(State.BELOW);
    assertThat(row.faring().wholeText()).isEqualTo("excepted until " + day(30) + " by anna");
  }

  @Test
  void whatWasSaidOfAClientStaysWithItWhenItIsKnownBetter() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").name("pc1").old(1)));
      note(book, Field.TICKET, "T-1");
      note(book, Field.ACCEPT, "replaced soon");
      holds(book, day(0), "name:hq/pc1");

      book.take(
          new Saved("hq")
              .client(day(1), new Client("10.0.0.2").name("pc1").mac(MAC).old(1))
              .day(day(1)));
      holds(book, day(1), "mac:" + MAC);

      Path hosts = folder.resolve("hosts.csv");
      Files.writeString(hosts, "name,mac\r\ndock,00005E005301\r\n");
      HostList.read(hosts.toString(), "").keep(book.store);
      holds(book, day(1), "host:dock");
    }
  }

  /** It stays with who had the address then, not with who has it now. */
  @Test
  void whatWasSaidOfAClientDoesNotGoToWhoGetsItsAddress() throws IOException {
    String other = "00-00-5E-00-53-02";
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").mac(MAC).old(1)));
      note(book, Field.TICKET, "T-1");
      book.take(
          new Saved("hq")
              .client(day(9), new Client("10.0.0.1").mac(other).old(1))
              .client(day(9), new Client("10.0.0.2").mac(MAC).old(1))
              .day(day(9)));

      assertThat(book.rows(day(9)))
          .extracting(row -> row.id() + " " + row.ticket())
          .containsExactlyInAnyOrder("mac:" + MAC + " T-1", "mac:" + other + " ");
    }
  }
}
