package io.tlsfloor.inventory.answer;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.parser.observation.ClientNameSource;
import io.tlsfloor.parser.observation.Reported;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How much a client does is said in the words of what counted it. */
class VolumeTest {
  private static final String SENDER = "scanner@contoso.example";

  @TempDir Path folder;

  private static Client account(String name) {
    return new Client(Reported.ofAccount(name).toString()).name(ClientNameSource.USER, name);
  }

  private static String volume(Book book, String asOf, String client) throws IOException {
    Question question = Book.question(asOf);
    return Derivation.ask(
            book.store,
            question.asOf(),
            handle -> ClientStory.of(handle, question, ClientStory.find(handle, client)))
        .volume()
        .words();
  }

  @Test
  void aSenderSendsMessagesAUserSignsInAndAMachineConnects() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").old(3).refusedOld(2))
              .client(day(0), account(SENDER).old(400))
              .client(
                  day(0),
                  account("carol@contoso.example")
                      .area("Common")
                      .service("Sign-in (Microsoft Entra)")
                      .old(1))
              .day(day(0)));
      book.take(new Saved("hq").client(day(20), account(SENDER).old(12)).day(day(20)));

      assertThat(volume(book, day(0), "10.0.0.1"))
          .isEqualTo("5 connections in 30 days, 2 failed; last succeeded on " + day(0));
      assertThat(volume(book, day(20), SENDER))
          .isEqualTo("412 messages in 30 days (about 137 a week); last succeeded on " + day(20));
      assertThat(volume(book, day(20), "carol@contoso.example")).startsWith("1 sign-in in 30 days");
    }
  }

  @Test
  void whatEndedLongAgoIsNothingNow() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").old(3))
              .client(day(0), new Client("10.0.0.2").refusedOld(3))
              .day(day(0)));

      assertThat(volume(book, day(60), "10.0.0.1"))
          .isEqualTo("nothing in 30 days; last succeeded on " + day(0));
      assertThat(volume(book, day(0), "10.0.0.2"))
          .isEqualTo("3 connections in 30 days, 3 failed; never seen to succeed");
    }
  }

  /** The larger count holds, as of everything that two sensors of a site see. */
  @Test
  void whatTwoSensorsSawIsCountedOnce() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").old(3))
              .run(day(0), "08:00", "18:00", "a"));
      book.take(
          new Saved("hq")
              .client(day(0), new Client("10.0.0.1").old(5))
              .run(day(0), "08:00", "18:00", "b"));

      assertThat(volume(book, day(0), "10.0.0.1")).startsWith("5 connections in 30 days");
    }
  }

  @Test
  void anOwnerReadsHowMuchStopsWhen() throws IOException {
    try (Book book = new Book(folder)) {
      book.take(
          new Saved("hq")
              .client(
                  day(0),
                  account(SENDER).old(412).remedy("update its firmware").enforced("2026-12-31"))
              .day(day(0)));
      Question question = Book.question(day(0));

      String text =
          Derivation.ask(
              book.store,
              question.asOf(),
              handle -> OwnersText.of(handle, question, Optional.of(SENDER), Optional.empty()));

      assertThat(text)
          .isEqualTo(
              SENDER
                  + ": 1 system has something to be done\n- "
                  + SENDER
                  + ": Exchange Online, stops on 2026-12-31\n  412 messages in 30 days; last"
                  + " succeeded on "
                  + day(0)
                  + "\nTo do: update its firmware (tlsfloor remedy java-7)\n");
    }
  }
}
