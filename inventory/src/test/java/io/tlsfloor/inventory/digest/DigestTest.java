package io.tlsfloor.inventory.digest;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.people.Acceptance.Scope;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.Outbox;
import io.tlsfloor.inventory.people.Subscription.Channel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a digest says, and when. */
class DigestTest extends Digests {
  private static final String HOSTILE =
      "<script>alert(1)</script>|[x](javascript:y)\r\nBcc: eve@example.org\u001b[2J\u202E=1+1";

  private void note(String identity, Field field, String content, String owner, int until)
      throws IOException {
    int today = Days.of(LocalDate.parse(day(0)));
    book.store.write(
        handle -> {
          Note note =
              new Note(Scope.CLIENT, identity, field, content, owner, until, "anna", 0, today);
          NoteBook.add(handle, note);
          return true;
        });
  }

  private static String body(String mail) {
    String body = mail.substring(mail.indexOf("\n\n") + 2);
    return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
  }

  private int waiting() throws IOException {
    return book.store.read(handle -> Outbox.waiting(handle).size());
  }

  @Test
  void nobodyIsToldUntilSomebodyWantsIt() throws IOException {
    book.take(seen(0, new Client("10.0.0.1").old(1)));
    subscribe("*", Channel.MAIL, "team@example.org");

    assertThat(send(0)).isEmpty(); // what was before is no change
    assertThat(post(0).preview(Book.question(day(0)))).isEmpty();
  }

  @Test
  void eachOwnerIsToldOnceOfWhatChanged() throws IOException {
    standIn("");
    subscribe("print", Channel.MAIL, "print@example.org");
    subscribe("*", Channel.MAIL, "rest@example.org");
    book.take(
        seen(
            0,
            new Client("10.0.0.1").old(2),
            new Client("10.0.0.2").old(1),
            new Client("10.0.0.3").good(4),
            new Client("10.0.0.4").refusedOld(3)));
    note("address:hq/10.0.0.1", Field.OWNER, "print", "", 0);
    note("address:hq/10.0.0.2", Field.OWNER, "somebody without a digest", "", 0);
    List<String> shown = post(0).preview(Book.question(day(0)));

    assertThat(send(0)).containsExactly("* sent", "print sent");

    assertThat(mails().stream().map(DigestTest::body)).containsExactlyElementsOf(shown);
    assertThat(body(mails().get(0)))
        .startsWith("# Below the TLS floor: clients whose owner has no digest, " + day(0))
        .contains("2 of 3 clients below.", "## New below (2)", "10.0.0.2", "10.0.0.4")
        .doesNotContain("10.0.0.1 ", "10.0.0.3");
    assertThat(body(mails().get(1))).contains("1 of 1 client below.", "10.0.0.1");
    assertThat(Files.readString(folder.resolve("sendmail.1.arguments")))
        .isEqualTo("-i -- print@example.org\n");

    book.take(seen(0, new Client("10.0.0.1").old(2))); // the same again
    book.take(seen(1, new Client("10.0.0.1").old(2))); // still below: no change
    assertThat(send(1)).isEmpty();
  }

  @Test
  void whatComesBackIsToldAsThat() throws IOException {
    standIn("");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    subscribe("*", Channel.MAIL, "rest@example.org");
    book.take(seen(1, new Client("10.0.0.1").good(4)));
    book.take(seen(2, new Client("10.0.0.1").good(4)));
    assertThat(send(2)).isEmpty();
    book.take(seen(3, new Client("10.0.0.1").old(1)));

    assertThat(send(3)).containsExactly("* sent");

    assertThat(body(mails().get(0))).contains("## Back below after they were fixed (1)");
  }

  @Test
  void theEndOfAnExceptionIsToldTwoWeeksBefore() throws IOException {
    standIn("");
    subscribe("ben", Channel.MAIL, "ben@example.org");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    int until = Days.of(LocalDate.parse(day(20)));
    note("address:hq/10.0.0.1", Field.ACCEPT, "scanner", "ben", until);

    assertThat(send(5)).isEmpty();
    assertThat(send(6)).containsExactly("ben sent");
    assertThat(send(7)).isEmpty();

    assertThat(body(mails().get(0)))
        .contains("Exceptions that end within two weeks (1)", "scanner", day(20));
    note("address:hq/10.0.0.1", Field.ACCEPT, "scanner", "ben", until + 10); // prolonged
    assertThat(send(8)).isEmpty();
    assertThat(send(16)).containsExactly("ben sent");
  }

  @Test
  void aDigestThatWasWrittenAndNotSentIsSentNextTime() throws IOException {
    standIn("");
    subscribe("*", Channel.MAIL, "team@example.org");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    post(0).make(Book.question(day(0))); // the process dies here
    book.close();
    book = new Book(folder);

    assertThat(send(0)).containsExactly("* sent");
    assertThat(send(0)).isEmpty();
    assertThat(mails()).hasSize(1);
  }

  @Test
  void aDigestThatWasSentAndNotWrittenDownIsSentAgainAsTheSame() throws IOException {
    standIn("");
    subscribe("*", Channel.MAIL, "team@example.org");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    post(0).make(Book.question(day(0)));
    List<Digest> unsent = book.store.read(Digest::unsent);
    new DigestMail(folder.resolve("sendmail"), DigestMail.TIMEOUT)
        .send(unsent.get(0)); // the process dies here

    assertThat(send(0)).containsExactly("* sent");

    assertThat(mails()).hasSize(2);
    assertThat(mails().get(1)).isEqualTo(mails().get(0)).contains("Message-ID: <digest-1-");
  }

  @Test
  void aChangeThatIsNotCommittedIsNotTold() throws IOException {
    subscribe("*", Channel.MAIL, "team@example.org");
    Saved lines = seen(0, new Client("10.0.0.1").old(2));
    book.store.write( // fails with what it counts: after the writing of days, before the commit
        handle -> {
          handle.execute(
              "create trigger full before insert on site_day begin select raise(abort, 'full'); end");
          return true;
        });
    assertThatThrownBy(() -> book.take(lines)).hasMessageContaining("full");
    assertThat(waiting()).isZero();
    book.store.write(handle -> handle.execute("drop trigger full"));

    book.take(lines);

    assertThat(waiting()).isOne();
  }

  @Test
  void hostileNamesStayText() throws IOException {
    standIn("");
    subscribe(HOSTILE, Channel.MAIL, "team@example.org");
    book.take(seen(0, new Client("10.0.0.1").name(HOSTILE).stack(HOSTILE).old(2)));
    String identity = book.rows(day(0)).get(0).id();
    note(identity, Field.OWNER, HOSTILE, "", 0);
    note(identity, Field.ACCEPT, HOSTILE, HOSTILE, Days.of(LocalDate.parse(day(3))));

    assertThat(send(0)).hasSize(1).allMatch(each -> each.endsWith("sent"));

    String mail = mails().get(0);
    String head = mail.substring(0, mail.indexOf("\n\n"));
    assertThat(head.lines().map(line -> line.replaceAll(":.*", "")).filter(l -> !l.startsWith(" ")))
        .containsExactly(
            "To",
            "Subject",
            "Date",
            "Message-ID",
            "Auto-Submitted",
            "MIME-Version",
            "Content-Type",
            "Content-Transfer-Encoding");
    assertThat(mail).matches("[\\x20-\\x7e\\n]*").doesNotContain("Bcc");
    assertThat(mail.lines()).allMatch(line -> line.length() <= 200);
    assertThat(body(mail)).doesNotContain("<script>", "\u001b", "\u202E", "](javascript", "\r");
    assertThat(body(mail).lines().filter(line -> line.startsWith("Bcc"))).isEmpty();
  }
}
