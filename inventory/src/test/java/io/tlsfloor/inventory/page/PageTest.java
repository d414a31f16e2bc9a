package io.tlsfloor.inventory.page;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.derive.Derivation;
import io.tlsfloor.inventory.derive.People;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.Note.Scope;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final String HOSTILE =
      "<script>alert(1)</script>\u001b[31m\u202Egnp.exe=HYPERLINK(\"x\")\"' onload=x";

  @TempDir Path folder;
  private final HttpClient browser =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NORMAL).build();
  private Book book;
  private PageServer server;

  private void serve(Access access) throws IOException {
    book = new Book(folder);
    book.take(
        new Saved("hq")
            .client(day(0), new Client("10.0.0.1").name("pc1").old(3).remedy(HOSTILE))
            .client(day(0), new Client("10.0.0.2").name(HOSTILE).stack(HOSTILE).old(1))
            .client(day(0), new Client("10.0.0.3").good(4))
            .client(day(0), new Client("10.0.0.4").usedBy("eve@a.example", "Printer").old(1))
            .client(day(0), new Client("10.0.0.5").legacyHost(1).enforced("2026-12-31"))
            .day(day(0)));
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    Clock clock = Clock.fixed(Instant.parse(day(1) + "T08:00:00Z"), ZoneOffset.UTC);
    server = new PageServer(book.store, access, setup, clock, said -> {});
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private void note(Field field, String content, String owner) throws IOException {
    int today = Times.day(LocalDate.parse(day(1)));
    int until = field == Field.ACCEPT ? today + 90 : 0;
    book.store.write(
        handle -> {
          NoteBook.add(
              handle,
              new Note(
                  Scope.CLIENT, "name:hq/pc1", field, content, owner, until, "anna", 1, today));
          People.refresh(handle, false);
          return true;
        });
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  private HttpResponse<String> get(String path, String... headers) throws Exception {
    HttpRequest.Builder request = request(path);
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/clients",
        "/clients?q=10.0.0&sort=-last&state=below",
        "/client?id=10.0.0.2",
        "/fixes",
        "/exceptions",
        "/owners",
        "/owner?name=ben",
        "/nothing"
      })
  void everyPageKeepsToItselfAndShowsNamesAsText(String path) throws Exception {
    serve(Access.local());

    HttpResponse<String> answer = get(path);

    assertThat(answer.statusCode()).isEqualTo(path.equals("/nothing") ? 404 : 200);
    assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(answer.body())
        .startsWith("<!DOCTYPE html>")
        .contains("<h1>")
        .doesNotContain("<script>alert")
        .doesNotContain("' onload=x>")
        .doesNotContainPattern("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]")
        .doesNotContainPattern("(href|src|action)=\"(http|//)");
    assertThat(answer.body().replaceAll("(?s:<bdi\\b.*?</bdi>)", ""))
        .as("what turns text around stays within its place")
        .doesNotContain("\u202E");
  }

  @Test
  void theOverviewFollowsWhatIsBrought() throws Exception {
    serve(Access.local());
    String before = get("/").body();

    book.take(new Saved("hq").client(day(1), new Client("10.0.0.9").old(1)).day(day(1)));

    assertThat(get("/").body()).isNotEqualTo(before);
  }

  @Test
  void allWhoAskForTheOverviewAtOnceAreToldTheSame() throws Exception {
    serve(Access.local());
    for (int host = 1; host <= 3; host++) {
      book.take(new Saved("hq").client(day(0), new Client("10.0.1." + host).old(1)).day(day(0)));
      Derivation.complete(book.store);
      List<CompletableFuture<HttpResponse<String>>> asked = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        asked.add(browser.sendAsync(request("/").build(), BodyHandlers.ofString()));
      }
      String told = asked.get(0).get().body();

      assertThat(told).contains("10.0.1." + host);
      for (CompletableFuture<HttpResponse<String>> each : asked) {
        assertThat(each.get().body()).isEqualTo(told);
      }
    }
  }

  @Test
  void whoUsesAClientStandsBesideIt() throws Exception {
    serve(Access.local());

    assertThat(get("/clients").body()).contains("<bdi>eve@a.example (Printer)</bdi>");
    assertThat(get("/client?id=10.0.0.4").body()).contains("Used by", "eve@a.example (Printer)");
    assertThat(get("/clients.csv").body()).contains("eve@a.example (Printer)");
  }

  @Test
  void listsAreFilesThatNoSpreadsheetRuns() throws Exception {
    serve(Access.local());

    assertThat(get("/clients.csv").body()).contains("\"10.0.0.1\"").doesNotContain("\u001b");
    assertThat(get("/clients.jsonl?state=below").body().lines()).hasSize(3);
    assertThat(get("/fixes.csv").body()).doesNotContain("\u202E");
    assertThat(get("/trend.jsonl").body()).contains("\"start\":\"2026-02-23\"");
    assertThat(get("/exceptions.csv").statusCode()).isEqualTo(200);
  }

  @Test
  void exceptionsAreListedWithTheirEnd() throws Exception {
    serve(Access.local());
    int today = Times.day(LocalDate.parse(day(1)));
    book.store.write(
        handle -> {
          for (Scope scope : List.of(Scope.RANGE, Scope.STACK)) {
            String target = scope == Scope.RANGE ? "10.0.0.0/24" : HOSTILE;
            NoteBook.add(
                handle,
                new Note(
                    scope, target, Field.ACCEPT, "old", "ben", today + 9, "anna", 1, today - 1));
          }
          return true;
        });

    assertThat(get("/exceptions").body()).contains("ends in 9 days").contains("10.0.0.0/24");
  }

  /** Those of the policy stand beside those that people noted, with whom they cover. */
  @Test
  void exceptionsOfThePolicyAreListedWithWhomTheyCoverAndWhetherTheyEnded() throws Exception {
    serve(Access.local());
    note(Field.ACCEPT, "scanner", "cleo");
    book.take(
        new Saved("hq2")
            .client(day(1), new Client("10.0.0.7").name("kiosk").excepted(2).until(day(9)))
            .client(day(1), new Client("10.0.0.8").old(2).expired(day(0)))
            .day(day(1)));

    assertThat(get("/exceptions.jsonl").body().lines())
        .containsExactly(
            "{\"scope\":\"policy\",\"target\":null,\"clients\":[\"10.0.0.8\"],\"reason\":\"replaced"
                + " soon\",\"owner\":\"ben\",\"until\":\"2026-03-01\",\"left\":\"ended\",\"author\":null,\"ids\":[\"address:hq2/10.0.0.8\"]}",
            "{\"scope\":\"policy\",\"target\":null,\"clients\":[\"kiosk\"],\"reason\":\"replaced"
                + " soon\",\"owner\":\"ben\",\"until\":\"2026-03-10\",\"left\":\"ends in 8"
                + " days\",\"author\":null,\"ids\":[\"name:hq2/kiosk\"]}",
            "{\"scope\":\"client\",\"target\":\"pc1\",\"clients\":[\"pc1\"],\"reason\":\"scanner\","
                + "\"owner\":\"cleo\",\"until\":\"2026-05-31\",\"left\":null,\"author\":\"anna\",\"ids\":[\"name:hq/pc1\"]}");
    assertThat(get("/exceptions").body())
        .contains("<bdi>kiosk</bdi></a>", "<strong>ends in 8 days</strong>")
        .contains("<bdi>10.0.0.8</bdi></a>", "<strong>ended</strong>", "<bdi>ben</bdi>");
    assertThat(get("/").body()).contains("<a href=\"/exceptions\">1 with an exc");
    assertThat(get("/clients.jsonl?owner=ben").body()).contains("10.0.0.7").contains("10.0.0.8");
  }

  @Test
  void anOwnerHasAPageWithATextForAMail() throws Exception {
    serve(Access.local());
    note(Field.OWNER, "print & team", "");

    assertThat(get("/").body()).contains("<a href=\"/owner?name=print+%26+team\">");
    assertThat(get("/owner?name=print+%26+team").body())
        .contains("What <bdi>print &amp; team</bdi> has to do")
        .contains("print &amp; team: 1 system has something to be done", "- pc1 ");
  }

  @Test
  void theOverviewSaysWhoseTheyAreAndEachNumberLeadsToItsClients() throws Exception {
    serve(Access.local());
    note(Field.OWNER, "print & team", "");

    String page = get("/").body();

    assertThat(page)
        .contains("Whose they are")
        .contains("no one yet")
        .contains("href=\"/clients?state=below&amp;owner=print+%26+team\"")
        .contains("1 of 1 site covered")
        .doesNotContain("state=quiet"); // there is none
    assertThat(get("/clients?state=below&owner=print+%26+team").body())
        .contains("10.0.0.1")
        .contains("1 row");
  }

  @Test
  void theFirstPageSaysWhoStopsWhenAndHowMuchStopsWithThem() throws Exception {
    serve(Access.local());

    assertThat(get("/").body())
        .contains("3</strong> of 5 clients are below", "1 uses a legacy host until 2026-12-31")
        .containsPattern("<b>1</b> <span>uses a legacy host until 2026-12-31</span> <small>1 conn")
        .containsPattern("(?s)<bdi>10.0.0.5</bdi>.*legacy host, until 2026-12-31.*1 connection<")
        .contains("href=\"/clients?state=other\"");
    assertThat(get("/clients?state=other").body()).contains("10.0.0.5").contains("1 row");
  }

  @Test
  void whoAnswersForAnExceptionOwnsItWhereNoOneElseDoes() throws Exception {
    serve(Access.local());
    note(Field.ACCEPT, "scanner", "ben");

    assertThat(get("/clients.jsonl?owner=ben").body()).contains("10.0.0.1");
    assertThat(get("/").body()).contains("owner=ben\"");

    note(Field.OWNER, "anna", "");
    assertThat(get("/clients.jsonl?owner=ben").body()).isEmpty();
    assertThat(get("/clients.jsonl?owner=anna").body()).contains("10.0.0.1");
  }

  @Test
  void fixesLeadToTheHostsByNameAndToWhatToDoInFull() throws Exception {
    serve(Access.local());

    assertThat(get("/fixes").body())
        .contains("href=\"/client?id=10.0.0.1\"><bdi>pc1</bdi></a>")
        .contains("href=\"/remedy?name=java-7\"");
    assertThat(get("/client?id=10.0.0.1").body()).contains("href=\"/remedy?name=java-7\"");
    assertThat(get("/remedy?name=java-7").body()).contains("Java 7").contains("<h4>");
    assertThat(get("/remedy?name=nothing").statusCode()).isEqualTo(404);
    assertThat(get("/remedy?name=..%2fREADME").statusCode()).isEqualTo(404);
  }

  @Test
  void aLinkToAClientHoldsWhenMoreIsKnownOfIt() throws Exception {
    serve(Access.local());
    book.take(new Saved("hq").client(day(0), new Client("10.0.7.1").old(1)));
    assertThat(get("/client?id=address:hq/10.0.7.1").statusCode()).isEqualTo(200);

    book.take(new Saved("hq").client(day(0), new Client("10.0.7.1").name("pc7").old(1)));

    assertThat(get("/client?id=address:hq/10.0.7.1").body()).contains("name:hq/pc7");
  }

  @Test
  void nothingIsChangedThroughThePage() throws Exception {
    serve(Access.local());
    for (String path : List.of("/", "/note", "/client?id=10.0.0.1")) {
      HttpRequest post = request(path).POST(BodyPublishers.ofString("owner=x")).build();
      assertThat(browser.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
    }
    String page = get("/client?id=10.0.0.1").body();
    assertThat(page).contains("Nothing yet.").doesNotContain("method=\"post\"");
  }

  @Test
  void theFormOfAClientMakesTheCommandThatKeepsTheNote() throws Exception {
    serve(Access.local());
    String inventory = " --inventory " + folder.resolve("inventory.db");

    assertThat(get("/client?id=10.0.0.1").body())
        .contains("note pc1 --owner NAME --ticket TEXT" + inventory + "</bdi></pre>")
        .contains("note pc1 --retired" + inventory + "</bdi></pre>");
    String filled = "/client?id=10.0.0.1&owner=print+team&ticket=T-17&accept=it%27s+old&until=";
    assertThat(get(filled + "2027-05-31").body())
        .contains("--accept 'it'\\''s old' --owner 'print team' --ticket T-17")
        .contains(" --until 2027-05-31" + inventory)
        .doesNotContain("class=\"wrong\"");
    assertThat(get(filled + "2020-01-01").body()).contains("The last day is in the past.");
    assertThat(get(filled + "soon").body()).contains("The last day is a date such as 2026-0");
  }

  @Test
  void whatANoteSaysStandsInItsForm() throws Exception {
    serve(Access.local());
    note(Field.OWNER, "print & team", "");
    note(Field.TICKET, "T-17", "");

    assertThat(get("/client?id=10.0.0.1").body())
        .contains("name=\"owner\" value=\"print &amp; team\"", "name=\"ticket\" value=\"T-17\"")
        .contains("note pc1 --owner 'print &amp; team' --ticket T-17 --inventory");
  }

  /** Any page in a browser can ask for it, though it sees no answer: each day would take room. */
  @ParameterizedTest
  @ValueSource(strings = {"2400-01-01", "%2B999999-12-31"})
  void aDayFromWhichNothingCanBeIsToday(String day) throws Exception {
    serve(Access.local());
    String today = get("/trend.csv").body();

    assertThat(get("/trend.csv?as_of=" + day).body()).isEqualTo(today);
  }

  @Test
  void withoutALoginItIsForThisMachineAlone() throws Exception {
    serve(Access.local());
    PageServer.Setup everywhere =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0),
            14,
            OptionalInt.empty());

    assertThatThrownBy(
            () ->
                new PageServer(
                    book.store, Access.local(), everywhere, Clock.systemUTC(), said -> {}))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("could read the inventory");
  }
}
