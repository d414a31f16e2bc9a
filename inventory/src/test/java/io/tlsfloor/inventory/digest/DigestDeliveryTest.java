package io.tlsfloor.inventory.digest;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.people.Subscription;
import io.tlsfloor.inventory.people.Subscription.Channel;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Digests on their way: carriers that fail or hang, and processes that send at the same time. */
class DigestDeliveryTest extends Digests {
  private static Set<String> temporary() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files
          .map(Path::toString)
          .filter(name -> name.contains("tlsfloor-digest"))
          .collect(Collectors.toSet());
    }
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
