package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Microsoft's exports in each form that browsers, spreadsheets, shells and interfaces give them:
 * resources/reports/forms, and what must be said of each in forms.txt.
 */
class ReportFormsTest {
  private static final Path REPORTS = Path.of("src/test/resources/reports");

  @TempDir Path folder;

  /** A row of the table: file, how it is stored, what is given, what is said. */
  private record Form(String file, String stored, String given, String says) {
    static Form of(String row) {
      String[] cells = row.split(" \\| ", 4);
      return new Form(cells[0], cells[1], cells[2], cells[3]);
    }

    ReportDates dates() {
      return switch (given) {
        case "-" -> ReportDates.NONE;
        case "dmy" -> new ReportDates(Optional.of(DateOrder.DMY), Optional.empty());
        case "mdy" -> new ReportDates(Optional.of(DateOrder.MDY), Optional.empty());
        default -> new ReportDates(Optional.empty(), Optional.of(LocalDate.parse(given)));
      };
    }

    byte[] bytes() throws IOException {
      String text = Files.readString(REPORTS.resolve("forms").resolve(file));
      String mark = stored.endsWith(" with BOM") ? "\uFEFF" : "";
      return (mark + text).getBytes(Charset.forName(stored.replace(" with BOM", "")));
    }

    @Override
    public String toString() {
      return file + ", " + stored + ", " + given;
    }
  }

  static Stream<Form> forms() throws IOException {
    return Files.readAllLines(REPORTS.resolve("forms.txt")).stream().map(Form::of);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void eachIsReadOrNamed(Form form) throws IOException {
    Path file = Files.write(folder.resolve(form.file()), form.bytes());

    LogSet set = LogSet.of(List.of(file));

    assertSaid(said(set, form.dates()), form);
    assertThat(set.knows(file)).isTrue();
  }

  /** The same as a stream, which cannot be read twice. */
  @ParameterizedTest
  @MethodSource("forms")
  void aStreamIsReadAsAFile(Form form) throws IOException {
    if (form.says().startsWith("unread: ")) {
      Optional<Unread> unread = LogLook.at(form.bytes()).unread("-");
      assertThat("unread: " + unread.map(u -> u.reason() + "; " + u.advice()).orElse(""))
          .startsWith(form.says());
      return;
    }
    assertThat(LogLook.at(form.bytes()).mayBe()).isTrue();

    Logged read = Logged.bytes(form.bytes(), form.file(), form.dates());

    assertSaid(said(read), form);
  }

  /** Sentences may go on. */
  private static void assertSaid(String said, Form form) {
    if (form.says().contains(": ")) {
      assertThat(said).startsWith(form.says());
    } else {
      assertThat(said).isEqualTo(form.says());
    }
  }

  /** What people save or download first: it is named, with what to do. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          xl/sharedStrings.xml     | <sst><si><t>Sender address</t></si><si><t xml:space="preserve">TLS 1.0</t></si></sst> | is a workbook
          xl/worksheets/sheet1.xml | <c t="inlineStr"><is><t>Sender address</t></is></c><c><is><t>TLS 1.1</t></is></c>     | is a workbook
          xl/sharedStrings.xml     | <sst><si><t>Name</t></si><si><t>Price</t></si></sst>                                  |
          SignIns.csv              | Date (UTC),Username,Application,IP address                                            | is an archive
          trace.csv                | sender_address,message_id,recipient_status                                            | is an archive
          notes.txt                | Username and IP address                                                               |
          """)
  void workbooksAndArchivesAreNamed(String entry, String text, String says) throws IOException {
    Path file = folder.resolve("download");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry(entry));
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }

    LogSet set = LogSet.of(List.of(file));

    assertThat(set.knows(file)).isEqualTo(says != null);
    assertThat(said(set, ReportDates.NONE)).contains(says == null ? "" : "unread: " + says);
  }

  /** It belongs to the sign-ins of the same download. */
  @Test
  void authenticationDetailsNextToTheirSignInsAreNothingToNeed() throws IOException {
    List<Path> both =
        List.of(
            REPORTS.resolve("forms").resolve("auth-details.csv"),
            REPORTS.resolve("forms").resolve("browser.csv"));

    assertThat(LogSet.of(both).unread()).isEmpty();
    assertThat(LogSet.of(both.subList(0, 1)).unread()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "host,TLS 1.0,TLS 1.1,TLS 1.2\nserver,no,no,yes\n", // a scan of servers
        "Name;Preis\nx;1\n",
        "IP,Port,State\n10.0.0.1,443,open\n",
        "Username,Password\na,b\n",
        "Date,Amount,Subject\n2026-11-02,1,x\n",
        "#separator \\x09\n#path\tssl\nDate\tUsername\tApplication\tIP address\n",
        "[]",
        "{\"a\":[{\"userName\":\"x\"}]}\n",
        "{\"event_type\":\"mqtt\",\"l\":[{\"userPrincipalName\":1,\"appDisplayName\":1,\"ipAddress\":1}]}\n",
        ""
      })
  void othersAreNoExports(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("other.csv"), text);

    assertThat(LogSet.of(List.of(file)).knows(file)).isFalse();
  }

  /** Patterns that look for names must not go back and forth. */
  @Test
  @Timeout(600)
  void aHostileBeginningTakesNoTime() throws IOException {
    List<String> beginnings =
        List.of(
            "IP".repeat(100_000) + ";b\n",
            "TLS 1.0,TLS 1.1\n" + "a@" + "x.".repeat(100_000) + " \n",
            "a : ".repeat(60_000) + "\n-- x\n",
            "a\n" + "-- ".repeat(80_000) + "\n",
            "[".repeat(200_000),
            "{\"a\":".repeat(50_000),
            "\"".repeat(200_001) + ",b\n",
            "legacytls,userprincipalname\n" + "legacy tls (".repeat(20_000) + ",b\n");
    for (String beginning : beginnings) {
      Path file = Files.writeString(folder.resolve("hostile"), beginning);

      assertThat(LogSet.of(List.of(file)).folders()).isEmpty();
    }
  }

  @Test
  @Timeout(600)
  void hostileDetailsTakeNoTime() {
    String details = "legacy tls" + " ".repeat(500_000) + "(".repeat(400_000);
    String table =
        "TimeGenerated,UserPrincipalName,AppDisplayName,IPAddress,AuthenticationProcessingDetails\n"
            + "2026-11-02T09:02:11Z,a@b.example,x,203.0.113.9,"
            + details
            + "\n";

    Logged read = Logged.text(table);

    assertThat(read.only().report().orElseThrow().mark()).isEqualTo(Reported.Mark.OLD);
  }

  @Test
  void noFileIsLeftOutOfTheTable() throws IOException {
    List<String> told = forms().map(Form::file).distinct().sorted().toList();
    try (Stream<Path> files = Files.list(REPORTS.resolve("forms"))) {
      assertThat(files.map(file -> file.getFileName().toString()).sorted().toList())
          .isEqualTo(told);
    }
  }

  private static String said(LogSet set, ReportDates dates) {
    List<String> parts = new ArrayList<>();
    for (Unread unread : set.unread()) {
      parts.add("unread: " + unread.reason() + "; " + unread.advice());
    }
    if (!set.folders().isEmpty()) {
      parts.add(said(Logged.set(set, dates)));
    }
    return String.join(", ", parts);
  }

  private static String said(Logged read) {
    List<String> parts = new ArrayList<>();
    count(parts, read, ReportFormsTest::isOld, "old");
    count(parts, read, each -> !isOld(each) && !isUndecided(each), "good");
    count(parts, read, ReportFormsTest::isUndecided, "undecided");
    if (read.connections.isEmpty() && read.tally.unreadable() == 0) {
      return "nothing";
    }
    read.connections.stream()
        .findFirst()
        .ifPresent(
            first ->
                parts.add(
                    first
                        .evidence()
                        .first()
                        .time()
                        .toString()
                        .replaceFirst("(:00)?(\\.[0-9]+)?Z", "")));
    read.connections.stream()
        .flatMap(each -> each.report().flatMap(Reported::user).stream())
        .findFirst()
        .filter(user -> user.startsWith("ä"))
        .ifPresent(parts::add);
    String bad = read.tally.unreadable() > 0 ? "unreadable " + read.tally.unreadable() + ": " : "";
    read.tally.inputs().get(0).damage().ifPresent(damage -> parts.add(bad + damage));
    return String.join(", ", parts);
  }

  private static void count(
      List<String> parts, Logged read, Predicate<TlsConnection> which, String word) {
    long count = read.connections.stream().filter(which).count();
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  private static boolean isOld(TlsConnection each) {
    return each.report().orElseThrow().mark() == Reported.Mark.OLD
        || each.choice()
            .filter(choice -> choice.version().isBefore(TlsVersion.TLS_1_2))
            .isPresent();
  }

  private static boolean isUndecided(TlsConnection each) {
    return each.choice().isEmpty() && each.report().orElseThrow().mark() == Reported.Mark.UNKNOWN;
  }
}
