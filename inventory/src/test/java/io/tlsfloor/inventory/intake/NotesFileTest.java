package io.tlsfloor.inventory.intake;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.ClientStory;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.derive.People;
import io.tlsfloor.inventory.people.HostList;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.Note.Scope;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.store.Postgres;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people entered goes from one inventory to another. */
class NotesFileTest {
  private static final String MAC = "00-00-5E-00-53-01";
  private static final String OTHER = "00-00-5E-00-53-02";
  private static final String HEAD = "{\"kind\":\"tlsfloor-notes\",\"version\":\"1\"}\n";

  @TempDir Path folder;

  private static int number(int day) {
    return Times.day(LocalDate.parse(day(day)));
  }

  /** Two clients at two sites. */
  private static void facts(Book book) throws IOException {
    book.take(
        new Saved("hq")
            .client(day(0), new Client("10.0.0.1").mac(MAC).name("pc1").old(1))
            .day(day(0)));
    book.take(
        new Saved("berlin")
            .client(day(0), new Client("10.1.0.1").mac(OTHER).name("pc2").old(1))
            .day(day(0)));
  }

  private static Note note(Field field, String content, long noted) {
    boolean excepts = field == Field.ACCEPT;
    return new Note(
        Scope.CLIENT,
        "mac:" + MAC,
        field,
        content,
        excepts ? "anna" : "",
        excepts ? number(90) : 0,
        "me",
        noted,
        number(0));
  }

  private Book entered() throws IOException {
    Book book = new Book(folder.resolve("first.db").toString());
    facts(book);
    Path hosts = folder.resolve("hosts.csv");
    Files.writeString(
        hosts, "name,address,owner,until\npc1,10.0.0.1,ben,\n,10.0.0.7,carl,2027-01-01\n");
    HostList.read(hosts.toString(), "").keep(book.store);
    Derivation.refresh(book.store);
    book.store.write(
        handle -> {
          NoteBook.add(handle, note(Field.TICKET, "T-1 \u00e4\n\"", 5));
          NoteBook.add(handle, note(Field.ACCEPT, "replaced soon", 6));
          NoteBook.add(handle, note(Field.OWNER, "net", 7).about(Scope.RANGE, "10.1.0.0/16"));
          NoteBook.add(handle, note(Field.COMMENT, "all", 8).about(Scope.STACK, "Java 7"));
          Sites.close(handle, "", "berlin", number(40));
          Sites.open(handle, "paris", OptionalInt.of(number(10)));
          Forgetting.client(handle, ClientStory.find(handle, "pc2"), number(5));
          People.refresh(handle, false);
          return true;
        });
    Derivation.refresh(book.store);
    return book;
  }

  private static String exported(Book book) throws IOException {
    ByteArrayOutputStream lines = new ByteArrayOutputStream();
    book.store.<NotesFile>read(NotesFile::of).write(lines);
    return lines.toString(StandardCharsets.UTF_8);
  }

  private static NotesFile.Change take(Book book, String lines) throws IOException {
    NotesFile notes =
        NotesFile.read(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "n.jsonl");
    NotesFile.Change change =
        book.store.write(
            handle -> {
              NotesFile.Change kept = notes.keep(handle);
              People.refresh(handle, false);
              return kept;
            });
    Derivation.refresh(book.store);
    return change;
  }

  /** Through both databases, before and after the facts, and twice. */
  @Test
  void allOfItComesBack() throws IOException {
    try (Book first = entered();
        Postgres server = new Postgres();
        Book second = new Book(server.url());
        Book third = new Book(folder.resolve("third.db").toString())) {
      String all = exported(first);
      facts(second);

      assertThat(take(second, all)).isEqualTo(new NotesFile.Change(4, 2, 2, 3));
      assertThat(exported(second)).isEqualTo(all);
      assertThat(take(second, all).isNone()).isTrue();
      assertThat(second.answers(day(1))).isEqualTo(first.answers(day(1)));

      take(third, exported(second));
      assertThat(exported(third)).isEqualTo(all);
      facts(third);
      assertThat(third.answers(day(1))).isEqualTo(first.answers(day(1)));
      assertThat(third.rows(day(1)))
          .singleElement()
          .satisfies(
              row -> {
                assertThat(row.ticket()).isEqualTo("T-1 \u00e4\n\"");
                assertThat(row.faring().wholeText()).contains("by anna");
              });
    }
  }

  /** Sites have other numbers there. */
  @Test
  void whatWasForgottenStaysOutOfAnotherInventory() throws IOException {
    try (Book first = entered();
        Book second = new Book(folder.resolve("second.db").toString())) {
      second.take(new Saved("lab").client(day(0), new Client("10.9.0.1").good(1)).day(day(0)));
      second.take(
          new Saved("berlin")
              .client(day(0), new Client("10.1.0.7").name("pc2").old(1))
              .day(day(0)));
      assertThat(second.states(day(0))).hasSize(2);

      take(second, exported(first));
      assertThat(second.states(day(0))).containsExactly("10.9.0.1 new");

      second.take(
          new Saved("berlin")
              .client(day(2), new Client("10.1.0.8").name("pc2").old(1))
              .day(day(2)));
      assertThat(second.states(day(2))).containsExactly("10.9.0.1 new");
      second.take(
          new Saved("berlin")
              .client(day(6), new Client("10.1.0.8").name("pc2").old(1))
              .day(day(6)));
      assertThat(second.states(day(6))).contains("10.1.0.8 below");
    }
  }

  @Test
  void whatWasSaidLastCountsWhateverCameFirst() throws IOException {
    try (Book first = new Book(folder.resolve("first.db").toString());
        Book second = new Book(folder.resolve("second.db").toString())) {
      for (Book book : new Book[] {first, second}) {
        facts(book);
      }
      first.store.write(
          handle -> {
            NoteBook.add(handle, note(Field.OWNER, "old", 5));
            return true;
          });
      second.store.write(
          handle -> {
            NoteBook.add(handle, note(Field.OWNER, "new", 9));
            return true;
          });
      take(second, exported(first));

      assertThat(second.rows(day(0)))
          .filteredOn(row -> row.id().equals("mac:" + MAC))
          .singleElement()
          .satisfies(row -> assertThat(row.owner()).isEqualTo("new"));
    }
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          nonsense                                                               | it is not JSON
          ["kind"]                                                               | it is not a JSON object
          {"kind":"site","name":"x","opened":"","closed":""} {}                  | it is not one JSON object
          {"kind":"site","kind":"site","name":"x","opened":"","closed":""}       | has a field twice
          {"kind":"sight","name":"x"}                                            | kind cannot be "sight"
          {"kind":"site","name":"x","opened":"","closed":7}                      | closed is not a text
          {"kind":"site","name":"x","opened":""}                                 | it has no closed
          {"kind":"site","name":"x","opened":"","closed":"","note":""}           | a site has no field note
          {"kind":"site","name":"","opened":"","closed":""}                      | name is empty
          {"kind":"site","name":"a\\u0000","opened":"","closed":""}              | name has a character
          {"kind":"site","name":"x","opened":"2026-02-30","closed":""}           | opened is not a day
          {"kind":"forgotten","hash":"12","salt":"s","until":"2026-01-01"}       | hash is not one
          {"kind":"forgotten_before","day":""}                                   | day is not a day
          {"kind":"note","scope":"range","target":"10.0.0.0/99","field":"owner","content":"a","owner":"","until":"","author":"","noted":"2026-01-01T00:00:00Z","day":"2026-01-01","site":"","address":"","seen":""} | 10.0.0.0/99
          {"kind":"note","scope":"stack","target":"x","field":"accept","content":"a","owner":"","until":"2027-01-01","author":"","noted":"2026-01-01T00:00:00Z","day":"2026-01-01","site":"","address":"","seen":""} | owner is empty
          {"kind":"note","scope":"stack","target":"x","field":"owner","content":"a","owner":"","until":"","author":"","noted":"yesterday","day":"2026-01-01","site":"","address":"","seen":""} | noted is not a time
          {"kind":"note","scope":"stack","target":"x","field":"owner","content":"a","owner":"","until":"","author":"","noted":"2026-01-01T00:00:00Z","day":"2026-01-01","site":"rome","address":"","seen":""} | about the site rome
          """)
  void aLineThatIsNoneIsRefusedWithItsNumberAndWhy(String line, String why) {
    String lines = HEAD + "\n" + line + "\n";
    assertThatThrownBy(
            () ->
                NotesFile.read(
                    new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)), "n.jsonl"))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("n.jsonl, line 3: ")
        .hasMessageContaining(why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          '' | n.jsonl is empty
          {"kind":"tlsfloor-notes","version":"2"} | line 1: it is no first line
          {"kind":"forgotten_before","day":"2026-01-01"} | line 1: it is no first line
          """)
  void aFileOfAnotherFormIsRefused(String text, String why) {
    assertThatThrownBy(
            () ->
                NotesFile.read(
                    new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "n.jsonl"))
        .hasMessageContaining(why);
  }
}
