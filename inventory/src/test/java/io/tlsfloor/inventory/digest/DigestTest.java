package io.tlsfloor.inventory.digest;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.people.Acceptance.Scope;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.people.Outbox;
import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.people.Subscription.Channel;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {
  private static final String HOSTILE =
      "<script>alert(1)</script>|[x](javascript:y)\r\nBcc: eve@example.org\u001b[2J\u202E=1+1";

  @TempDir Path folder;
  private Book book;

  @BeforeEach
  void open() throws IOException {
    book = new Book(folder);
  }

  @AfterEach
  void close() {
    book.close();
  }

  private void subscribe(String owner, Channel channel, String target) throws IOException {
    book.store.write(
        handle -> {
          new Subscription(owner, channel, target).keep(handle, "anna", Instant.EPOCH);
          return true;
        });
  }

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

  private DigestPost post(int day) {
    return post(day, folder.resolve("sendmail"));
  }

  private static Clock clock(int day) {
    return Clock.fixed(Instant.parse(day(day) + "T20:00:00Z"), ZoneOffset.UTC);
  }

  private DigestPost post(int day, Path sendmail) {
    return new DigestPost(book.store, clock(day), sendmail);
  }

  private static Saved seen(int number, Client... clients) {
    Saved lines = new Saved("hq");
    for (Client client : clients) {
      lines.client(day(number), client);
    }
    return lines.day(day(number));
  }

  private List<String> send(int day) throws IOException {
    return post(day).send(Book.question(day(day))).stream()
        .map(fate -> fate.owner() + " " + (fate.failure().isEmpty() ? "sent" : fate.failure()))
        .toList();
  }

  /** A stand-in for sendmail: it keeps what it is given, and its arguments. */
  private void standIn(String more) throws IOException {
    Path script = folder.resolve("sendmail");
    Files.writeString(
        script,
        "#!/bin/sh\n"
            + more
            + "n=$(ls \"$0\".*.mail 2>/dev/null | wc -l)\n"
            + "echo \"$@\" >\"$0.$n.arguments\"\ncat >\"$0.$n.mail\"\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private List<String> mails() throws IOException {
    List<String> mails = new ArrayList<>();
    for (int at = 0; Files.exists(folder.resolve("sendmail." + at + ".mail")); at++) {
      mails.add(Files.readString(folder.resolve("sendmail." + at + ".mail")));
    }
    return mails;
  }

  private static String body(String mail) {
    String body = mail.substring(mail.indexOf("\n\n") + 2);
    return new String(Base64.getMimeDecoder().decode(body), StandardCharsets.UTF_8);
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

  private int waiting() throws IOException {
    return book.store.read(handle -> Outbox.waiting(handle).size());
  }

  @Test
  void aWebhookThatFailsIsAskedAgainAndWhatComesWaits() throws IOException {
    AtomicInteger status = new AtomicInteger(503);
    List<String> bodies = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            bodies.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
            exchange.sendResponseHeaders(status.get(), -1);
          }
        });
    server.start();
    try {
      subscribe("*", Channel.WEBHOOK, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
      book.take(seen(0, new Client("10.0.0.1").old(2)));
      assertThat(send(0)).containsExactly("* the webhook answered 503");
      book.take(seen(1, new Client("10.0.0.2").old(2)));
      assertThat(send(1)).containsExactly("* the webhook answered 503");
      status.set(302); // is not followed
      assertThat(send(1)).containsExactly("* the webhook answered 302");
      status.set(204);
      assertThat(send(1)).containsExactly("* sent");
      assertThat(send(1)).containsExactly("* sent");
      assertThat(send(1)).isEmpty();
    } finally {
      server.stop(0);
    }
    assertThat(bodies).hasSize(5);
    assertThat(bodies.get(3)).isEqualTo(bodies.get(0)).contains("10.0.0.1", "\"below\":1");
    assertThat(bodies.get(4)).contains("10.0.0.2");
    assertThat(keys.subList(0, 4)).containsOnly(keys.get(0));
    assertThat(keys.get(4)).isNotEqualTo(keys.get(0));
    subscribe("*", Channel.WEBHOOK, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
    book.take(seen(2, new Client("10.0.0.3").old(2)));
    assertThat(send(2)).hasSize(1).noneMatch(each -> each.endsWith("sent")); // nobody listens
  }

  @Test
  void aSendmailThatFailsIsSaid() throws IOException {
    subscribe("*", Channel.MAIL, "team@example.org");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    assertThat(send(0)).hasSize(1).allMatch(each -> each.contains("sendmail")); // there is none
    standIn("echo 'no \u001b[31mqueue'; exit 75\n");
    assertThat(send(0)).hasSize(1).allMatch(each -> each.contains("ended with 75 no"));
    standIn("");
    assertThat(send(0)).containsExactly("* sent");
  }

  private DigestPost within(Duration time) {
    return new DigestPost(
        book.store,
        clock(0),
        new DigestMail(folder.resolve("sendmail"), time),
        new DigestHook(time));
  }

  @Test
  void aSendmailThatHangsIsEndedAndLeavesNoFiles() throws IOException {
    standIn("sleep 600\n");
    subscribe("*", Channel.MAIL, "team@example.org");
    Saved lines = new Saved("hq");
    for (int host = 1; host < 60; host++) { // more than a pipe holds
      lines.client(day(0), new Client("10.0.0." + host).stack("x".repeat(1900)).old(2));
    }
    book.take(lines);
    Set<String> before = temporary();

    assertThat(within(Duration.ofMillis(400)).send(Book.question(day(0))))
        .singleElement()
        .matches(fate -> fate.failure().endsWith("does not end"));

    assertThat(temporary()).isEqualTo(before);
    standIn("");
    assertThat(send(0)).containsExactly("* sent");
  }

  private static Set<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(Path::toString)
          .filter(name -> name.contains("tlsfloor-digest"))
          .collect(Collectors.toSet());
    }
  }

  /** One that never answers, and one whose answer never ends. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aWebhookThatHangsHoldsNothingUp(boolean answers) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    CountDownLatch over = new CountDownLatch(1);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            if (answers) {
              exchange.sendResponseHeaders(200, 0);
              exchange.getResponseBody().write('x');
              exchange.getResponseBody().flush();
            }
            over.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    server.setExecutor(Executors.newCachedThreadPool());
    server.start();
    try {
      subscribe("*", Channel.WEBHOOK, "http://127.0.0.1:" + server.getAddress().getPort() + "/");
      book.take(seen(0, new Client("10.0.0.1").old(2)));

      assertThat(
              within(answers ? DigestHook.TIMEOUT : Duration.ofMillis(400))
                  .send(Book.question(day(0))))
          .singleElement()
          .matches(fate -> fate.failure().isEmpty() == answers);
    } finally {
      over.countDown();
      server.stop(0);
    }
  }

  @Test
  void twoThatSendAtATimeSendEachDigestOnce() throws Exception {
    standIn("sleep 0.2\n");
    subscribe("*", Channel.MAIL, "team@example.org");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    post(0).make(Book.question(day(0)));
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      List<Future<List<String>>> sent =
          both.invokeAll(List.<Callable<List<String>>>of(() -> send(0), () -> send(0)));

      assertThat(Stream.concat(sent.get(0).get().stream(), sent.get(1).get().stream()))
          .containsExactly("* sent");
    } finally {
      both.shutdownNow();
    }
    assertThat(mails()).hasSize(1);
  }

  @Test
  void aDigestThatAProcessClaimedAndNeverSentGoesLater() throws IOException {
    standIn("");
    subscribe("*", Channel.MAIL, "team@example.org");
    book.take(seen(0, new Client("10.0.0.1").old(2)));
    post(0).make(Book.question(day(0)));
    Digest digest = book.store.read(Digest::unsent).get(0);
    assertThat(book.store.<Boolean>write(handle -> digest.claimed(handle, clock(0).instant())))
        .isTrue(); // and dies here

    assertThat(send(0)).isEmpty();
    assertThat(send(1)).containsExactly("* sent");
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

  @ParameterizedTest
  @ValueSource(strings = {"", "-oQ/tmp", "a b@c", "a@b\nBcc: c@d", "a@b,c@d", "<a@b>", "\u00e4@b"})
  void mailGoesToOneAddress(String address) {
    assertThatThrownBy(() -> DigestPost.checked(new Subscription("x", Channel.MAIL, address)))
        .isInstanceOf(ReportException.class);
  }

  @ParameterizedTest
  @CsvSource({"http://192.0.2.1/x", "ftp://localhost/", "file:///etc/passwd", "hook", "https://"})
  void aWebhookIsHttpsOrOnLoopback(String url) {
    assertThatThrownBy(() -> DigestPost.checked(new Subscription("x", Channel.WEBHOOK, url)))
        .isInstanceOf(ReportException.class);
  }
}
