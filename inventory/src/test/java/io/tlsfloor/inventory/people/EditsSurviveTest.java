package io.tlsfloor.inventory.people;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.identity.Identities;
import io.tlsfloor.inventory.people.Acceptance.Scope;
import io.tlsfloor.inventory.people.Note.Field;
import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people decide stays with a client, whatever is learned of it later. */
class EditsSurviveTest {
  private static final String MAC = "00-00-5E-00-53-01";

  @TempDir Path folder;

  private static void note(Book book, String client, Field field, String content)
      throws IOException {
    int today = Days.of(LocalDate.parse(day(0)));
    book.store.write(
        handle -> {
          String identity = Identities.of(handle, ClientStory.find(handle, client));
          int until = field == Field.ACCEPT ? today + 400 : 0;
          String owner = field == Field.ACCEPT ? "ben" : "";
          NoteBook.add(
              handle,
              new Note(Scope.CLIENT, identity, field, content, owner, until, "anna", 7, today));
          return true;
        });
  }

  private static List<Note> notes(Book book) throws IOException {
    return book.store.read(
        handle -> NoteBook.load(handle, Days.of(LocalDate.parse(day(99)))).all());
  }

  @Test
  void aClientThatGetsANameKeepsItsNotes() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").old(1)));
      note(book, "10.0.0.1", Field.OWNER, "print-team");
      note(book, "10.0.0.1", Field.ACCEPT, "replaced in May");

      book.take(new Saved("hq").client(day(1), new Client("10.0.0.1").name("pc1").old(1)));

      assertThat(book.rows(day(1)))
          .singleElement()
          .matches(row -> row.id().equals("name:hq/pc1"))
          .matches(row -> row.owner().equals("print-team"))
          .matches(row -> row.state().word().equals("excepted"));
      assertThat(notes(book))
          .hasSize(2)
          .allMatch(note -> note.author().equals("anna") && note.noted() == 7);
    }
  }

  @Test
  void aNamedClientWhoseLinkAddressIsSeenKeepsItsNotes() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").name("pc1").old(1)));
      note(book, "pc1", Field.OWNER, "print-team");

      book.take(new Saved("hq").client(day(1), new Client("10.0.0.2").name("pc1").mac(MAC).old(1)));

      assertThat(book.rows(day(1)))
          .singleElement()
          .matches(row -> row.id().equals("mac:" + MAC))
          .matches(row -> row.owner().equals("print-team"));
    }
  }

  @Test
  void clientsOfARouterAllKeepWhatWasNotedOfIt() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.0.1").mac(MAC).old(1)));
      note(book, "10.0.0.1", Field.OWNER, "branch");
      Saved others = new Saved("hq");
      for (int host = 2; host <= 5; host++) {
        others.client(day(0), new Client("10.0.0." + host).mac(MAC).old(1));
      }

      book.take(others);

      assertThat(book.rows(day(0))).hasSize(5);
      assertThat(book.rows(day(0)).stream().filter(row -> row.owner().equals("branch")))
          .extracting(row -> row.client())
          .contains("10.0.0.1");
    }
  }
}
