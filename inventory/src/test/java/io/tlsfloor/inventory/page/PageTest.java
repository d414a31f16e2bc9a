package io.tlsfloor.inventory.page;

import static io.tlsfloor.inventory.Saved.day;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.page.Access.Proxy;
import io.tlsfloor.inventory.page.Access.Token;
import io.tlsfloor.inventory.people.Acceptance.Scope;
import io.tlsfloor.inventory.people.Note;
import io.tlsfloor.inventory.people.Note.Field;
import io.tlsfloor.inventory.people.NoteBook;
import io.tlsfloor.report.ReportException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {
  private static final String HOSTILE =
      "<script>alert(1)</script>\u001b[31m\u202Egnp.exe=HYPERLINK(\"x\")\"' onload=x";
  private static final Token EDITOR = new Token("anna", true, "0123456789abcdef-edit");
  private static final Token READER = new Token("wall", false, "0123456789abcdef-read");

  @TempDir Path folder;
  private final CookieManager cookies = new CookieManager();
  private final HttpClient browser =
      HttpClient.newBuilder()
          .cookieHandler(cookies)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private Book book;
  private PageServer server;

  private void serve(Access access) throws IOException {
    book = new Book(folder);
    book.take(
        new Saved("hq")
            .client(day(0), new Client("10.0.0.1").name("pc1").old(3))
            .client(day(0), new Client("10.0.0.2").name(HOSTILE).stack(HOSTILE).old(1))
            .client(day(0), new Client("10.0.0.3").good(4))
            .alert(day(0), "10.0.0.1", "abc", HOSTILE)
            .day(day(0)));
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            Optional.empty(),
            14,
            OptionalInt.empty());
    Clock clock = Clock.fixed(Instant.parse(day(1) + "T08:00:00Z"), ZoneOffset.UTC);
    server = new PageServer(book.store, access, setup, clock, said -> {});
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
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

  private HttpResponse<String> post(String path, String form, String... headers) throws Exception {
    HttpRequest.Builder request =
        request(path)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private static String form(String page) {
    Matcher field = Pattern.compile("name=\"form\" value=\"([0-9a-f]+)\"").matcher(page);
    assertThat(field.find()).isTrue();
    return field.group(1);
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
        "/live",
        "/print",
        "/nothing"
      })
  void everyPageKeepsToItselfAndShowsNamesAsText(String path) throws Exception {
    serve(Access.of(Optional.empty(), List.of()));

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
  void listsAreFilesThatNoSpreadsheetRuns() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));

    assertThat(get("/clients.csv").body()).contains("\"10.0.0.1\"").doesNotContain("\u001b");
    assertThat(get("/clients.jsonl?state=below").body().lines()).hasSize(2);
    assertThat(get("/fixes.csv").body()).doesNotContain("\u202E");
    assertThat(get("/trend.jsonl").body()).contains("\"day\":\"" + day(1) + "\"");
    assertThat(get("/exceptions.csv").statusCode()).isEqualTo(200);
  }

  @Test
  void aNoteIsKeptWithWhoWroteIt() throws Exception {
    serve(Access.of(Optional.empty(), List.of(EDITOR, READER)));
    assertThat(get("/").body()).contains("Log in");
    assertThat(post("/login", "token=wrong-wrong-wrong-wrong").statusCode()).isEqualTo(403);
    assertThat(post("/login", "token=" + EDITOR.secret()).body()).contains("anna (may edit)");

    String page = get("/client?id=10.0.0.1").body();
    String answer =
        post(
                "/note",
                "form="
                    + form(page)
                    + "&id=10.0.0.1&owner=print+team&accept=scanner&accept_owner=ben&until=2026-12-31")
            .body();

    assertThat(answer).contains("print team").contains("scanner").contains("anna");
    assertThat(get("/exceptions").body())
        .contains("scanner")
        .contains("2026-12-31")
        .contains("ben");
    assertThat(get("/clients?state=excepted").body()).contains("10.0.0.1");
    String back = get("/exceptions").body();
    post("/note", "form=" + form(back) + "&id=name:hq/pc1&scope=client&take_back=yes");
    assertThat(get("/exceptions").body()).doesNotContain("scanner");
    post("/logout", "form=" + form(back));
    assertThat(get("/").body()).contains("Log in");
  }

  @Test
  void exceptionsOfRangesAndStacksAreTakenBackToo() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));
    int today = Days.of(LocalDate.parse(day(1)));
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
    String page = get("/exceptions").body();
    assertThat(page).contains("ends in 9 days").contains("10.0.0.0/24");

    assertThat(page).contains("id=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8) + "\"");
    String back = "form=" + form(page) + "&take_back=yes&scope=";
    assertThat(post("/note", back + "range&id=10.9.0.0/24").statusCode()).isEqualTo(400);
    post("/note", back + "range&id=10.0.0.0/24");
    post("/note", back + "stack&id=" + URLEncoder.encode(HOSTILE, StandardCharsets.UTF_8));

    assertThat(get("/exceptions").body()).contains("Nothing was accepted");
    assertThat(post("/note", back + "range&id=10.0.0.0/24").statusCode()).isEqualTo(400);
  }

  @Test
  void theOverviewSaysWhoseTheyAreAndEachNumberLeadsToItsClients() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));
    String id = "id=10.0.0.1&form=" + form(get("/client?id=10.0.0.1").body());
    post("/note", id + "&owner=print+%26+team");

    String page = get("/").body();

    assertThat(page)
        .contains("Whose they are")
        .contains("no one yet")
        .contains("href=\"/clients?state=below%2Cback%2Cexcepted&amp;owner=print+%26+team\"")
        .contains("href=\"/clients?state=quiet\"");
    assertThat(get("/clients?state=below,back,excepted&owner=print+%26+team").body())
        .contains("10.0.0.1")
        .contains("1 row");
  }

  @Test
  void whoAnswersForAnExceptionOwnsItWhereNoOneElseDoes() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));
    String id = "id=10.0.0.1&form=" + form(get("/client?id=10.0.0.1").body());
    post("/note", id + "&accept=scanner&accept_owner=ben&until=2027-05-31");

    assertThat(get("/clients.jsonl?owner=ben").body()).contains("10.0.0.1");
    assertThat(get("/").body()).contains("owner=ben\"");

    post("/note", id + "&owner=anna");
    assertThat(get("/clients.jsonl?owner=ben").body()).isEmpty();
    assertThat(get("/clients.jsonl?owner=anna").body()).contains("10.0.0.1");
  }

  @Test
  void fixesLeadToTheHostsByNameAndToWhatToDoInFull() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));

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
    serve(Access.of(Optional.empty(), List.of()));
    book.take(new Saved("hq").client(day(0), new Client("10.0.7.1").old(1)));
    assertThat(get("/client?id=address:hq/10.0.7.1").statusCode()).isEqualTo(200);

    book.take(new Saved("hq").client(day(0), new Client("10.0.7.1").name("pc7").old(1)));

    assertThat(get("/client?id=address:hq/10.0.7.1").body()).contains("name:hq/pc7");
  }

  @Test
  void aFormFromElsewhereAndAReaderChangeNothing() throws Exception {
    serve(Access.of(Optional.empty(), List.of(EDITOR, READER)));
    post("/login", "token=" + READER.secret());
    String page = get("/").body();
    assertThat(page).contains("wall (may read)");
    assertThat(get("/client?id=10.0.0.1").body()).doesNotContain("action=\"/note\"");
    assertThat(post("/note", "form=" + form(page) + "&id=10.0.0.1&owner=x").statusCode())
        .isEqualTo(403);

    post("/login", "token=" + EDITOR.secret());
    String own = form(get("/client?id=10.0.0.1").body());
    assertThat(post("/note", "id=10.0.0.1&owner=x").statusCode()).isEqualTo(403);
    assertThat(post("/note", "form=0&id=10.0.0.1&owner=x").statusCode()).isEqualTo(403);
    assertThat(
            post("/note", "form=" + own + "&id=10.0.0.1&owner=x", "Sec-Fetch-Site", "cross-site")
                .statusCode())
        .isEqualTo(403);
    assertThat(get("/client?id=10.0.0.1").body()).contains("Nothing yet.");
  }

  @Test
  void aProgramShowsItsToken() throws Exception {
    serve(Access.of(Optional.empty(), List.of(READER)));

    assertThat(get("/clients.jsonl", "Authorization", "Bearer " + READER.secret()).body())
        .contains("10.0.0.1");
    assertThat(get("/clients.jsonl", "Authorization", "Bearer wrong").body())
        .doesNotContain("10.0.0.1");
  }

  @Test
  void aHeaderCountsFromItsProxyAlone() throws Exception {
    InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    serve(Access.of(Optional.of(new Proxy(Set.of(here), "X-User", Set.of("anna"))), List.of()));
    assertThat(get("/", "X-User", "anna").body()).contains("anna (may edit)");
    cookies.getCookieStore().removeAll();
    assertThat(get("/", "X-User", "ben").body()).contains("ben (may read)");
    cookies.getCookieStore().removeAll();
    assertThat(get("/").statusCode()).isEqualTo(401);
    server.close();

    InetAddress elsewhere = InetAddress.getByAddress(new byte[] {(byte) 192, 0, 2, 1});
    serve(
        Access.of(Optional.of(new Proxy(Set.of(elsewhere), "X-User", Set.of("anna"))), List.of()));
    assertThat(get("/", "X-User", "anna").statusCode()).isEqualTo(401);
  }

  /** Any page in a browser can ask for it, though it sees no answer: each day would take room. */
  @ParameterizedTest
  @ValueSource(strings = {"2400-01-01", "%2B999999-12-31"})
  void aDayFromWhichNothingCanBeIsToday(String day) throws Exception {
    serve(Access.of(Optional.empty(), List.of()));
    String today = get("/trend.csv").body();

    assertThat(get("/trend.csv?as_of=" + day).body()).isEqualTo(today);
  }

  @Test
  void withoutALoginItIsForThisMachineAlone() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));
    PageServer.Setup everywhere =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getByAddress(new byte[4]), 0),
            Optional.empty(),
            14,
            OptionalInt.empty());

    assertThatThrownBy(
            () ->
                new PageServer(
                    book.store,
                    Access.of(Optional.empty(), List.of()),
                    everywhere,
                    Clock.systemUTC(),
                    said -> {}))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("could read and change");
  }

  @Test
  void aFindingAppearsWithinASecondOfItsTransaction() throws Exception {
    serve(Access.of(Optional.empty(), List.of()));
    HttpResponse<java.io.InputStream> events =
        browser.send(request("/live/events").build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(events.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo(": here");
      book.take(new Saved("hq").alert(day(1), "10.0.0.9", "fresh", "do it"));
      StringBuilder event = new StringBuilder();
      String line = lines.readLine();
      while (line != null && !(line.isEmpty() && event.indexOf("data:") >= 0)) {
        event.append(line).append('\n');
        line = lines.readLine();
      }
      assertThat(event.toString()).contains("event: finding").contains("10.0.0.9");
    }
  }
}
