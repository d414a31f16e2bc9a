package io.tlsfloor.cli.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.serve.Served;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people say of clients, by the names that they read. */
class PeopleTest {
  @TempDir private static Path scanned;
  @TempDir private Path folder;

  @BeforeAll
  static void scanTheSample() {
    String database = scanned.resolve("i.db").toString();
    Cli.run("scan", "-q", "--inventory", database, "--site", "hq", "samples/office-hour");
  }

  @BeforeEach
  void beginWithTheSample() throws IOException {
    Files.copy(scanned.resolve("i.db"), folder.resolve("i.db"));
  }

  private String database() {
    return folder.resolve("i.db").toString();
  }

  private Said inventory(String... words) {
    List<String> all = new ArrayList<>(List.of("inventory"));
    all.addAll(List.of(words));
    all.addAll(List.of("--inventory", database()));
    return Cli.run(all.toArray(new String[0]));
  }

  private String clients(String... words) {
    List<String> all = new ArrayList<>(List.of("clients", "--as-of", "2026-11-03"));
    all.addAll(List.of(words));
    return inventory(all.toArray(new String[0])).out();
  }

  @Test
  void theFirstLabelOfANameIsEnough() {
    assertThat(inventory("note", "app01", "--owner", "anna").out()).isEqualTo("1 note kept.\n");

    assertThat(inventory("client", "APP01", "--as-of", "2026-11-03").out())
        .contains("10.20.3.41 app01.contoso.com: below", "anna")
        .doesNotContain("name:hq/app01.contoso.com  owner");
  }

  /** What the page's form makes, typed as it stands there. */
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          owner=&ticket=T-7                                      | "field":"ticket","content":"T-7"
          owner=Anna+O%27Neil&ticket=                             | "field":"owner","content":"Anna O'Neil"
          owner=anna&accept=%22old%22+%24HOME%3B&until=2027-01-31 | "field":"accept","content":"\\"old\\" $HOME;","owner":"anna","until":"2027-01-31"
          """)
  void theCommandOfThePagesFormKeepsTheNote(String filled, String kept) throws IOException {
    String page = Served.page(database(), "2026-11-03", "/client?id=app01.contoso.com&" + filled);
    Matcher shown =
        Pattern.compile("<pre class=\"command\"><bdi>tlsfloor (.*?)</bdi>").matcher(page);
    assertThat(shown.find()).as(page).isTrue();
    String command = shown.group(1).replace("&#39;", "'").replace("&#34;", "\"");

    Said said = Cli.run(words(command));

    assertThat(said.out()).as(command + said.err()).isEqualTo("1 note kept.\n");
    assertThat(inventory("client", "app01", "--as-of", "2026-11-03", "--format", "json").out())
        .contains(kept);
  }

  /** Words of a command, as a shell takes them apart. */
  private static String[] words(String command) throws IOException {
    Process shell =
        new ProcessBuilder("sh", "-c", "printf '%s\\n' " + command)
            .redirectErrorStream(true)
            .start();
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return out.split("\n");
  }

  @Test
  void aMailToAnOwnerHasALinkToTheirPage() {
    inventory("note", "app01", "--owner", "Anna & Ben");
    String[] owners = {"owners", "--owner", "Anna & Ben", "--as-of", "2026-11-03"};

    assertThat(inventory(with(owners, "https://tls.example.org/")).out())
        .startsWith("Anna & Ben: 1 system has something to be done\n- app01.contoso.com")
        .endsWith("\nDetails: https://tls.example.org/owner?name=Anna+%26+Ben\n");
    assertThat(inventory(with(owners, "https://example.org/tls/w9.html")).out())
        .endsWith("\nDetails: https://example.org/tls/w9.html#owner-Anna+%26+Ben\n");
    assertThat(inventory(owners).out()).doesNotContain("Details");
    assertThat(Served.page(database(), "2026-11-03", "/owner?name=Anna+%26+Ben"))
        .contains("<h1>What <bdi>Anna &amp; Ben</bdi> has to do</h1>");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tls.example.org",
        "tls.example.org:8418",
        "javascript:alert(1)",
        "https://",
        "https://anna@tls.example.org/",
        "https://tls.example.org/?a=b",
        "https://tls.example.org/#a",
        "https://tls.example.org/a b"
      })
  void whatIsNoAddressOfAPageIsRefused(String url) {
    Said said = inventory("owners", url);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("inventory owners ", "address of serve or of a report");
  }

  @Test
  void howMuchAClientDoesStandsInFields() {
    assertThat(inventory("client", "app01", "--as-of", "2026-11-03", "--format", "json").out())
        .containsPattern(
            "\"volume\":\\{\"connections\":[1-9][0-9]*,\"failed\":0,\"days\":[1-9],"
                + "\"last_succeeded\":\"2026-11-02\"}");
  }

  private static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void whatIsRetiredIsNotCounted() {
    String before = inventory("status", "--as-of", "2026-11-03", "--format", "json").out();
    assertThat(before).contains("\"clients\":51,\"below\":5");

    inventory("note", "app01", "--retired", "--as-of", "2026-11-03");

    String after = inventory("status", "--as-of", "2026-11-03", "--format", "json").out();
    assertThat(after).contains("\"clients\":50,\"below\":4", "\"retired\":1");
    assertThat(inventory("status", "--as-of", "2026-11-03").out()).contains("1 retired");
    assertThat(clients("--state", "retired")).contains("app01.contoso.com");
    assertThat(clients("--state", "below")).doesNotContain("app01.contoso.com");
    assertThat(inventory("status", "--as-of", "2026-11-02").out()).doesNotContain("retired");
  }

  @Test
  void whatIsSeenAgainIsNotRetired() {
    inventory("note", "app01", "--retired", "--as-of", "2026-11-01");

    assertThat(clients("--state", "below")).contains("app01.contoso.com");
  }

  @Test
  void statesAndFlagsAreAskedForTogether() {
    inventory("note", "app01", "--retired", "--as-of", "2026-11-03");
    String until = "2026-12-31";
    inventory("note", "10.20.3.62", "--accept", "old", "--owner", "anna", "--until", until);

    assertThat(clients("--state", "retired,excepted").lines().skip(1))
        .hasSize(2)
        .anyMatch(line -> line.contains("app01"))
        .anyMatch(line -> line.contains("10.20.3.62"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          a directory, in UTF-8 with a mark | UTF-8 | 1 | Name,DNSHostName,IPv4Address,ManagedBy,SID~APP01,app01.contoso.com,10.20.3.41,"CN=Anna Berg,OU=IT",S-1~pc-9,,10.9.9.9,,S-2
          a directory, in UTF-16            | UTF-16 | 0 | Name;DNSHostName;IPv4Address;ManagedBy;SID~APP01;app01.contoso.com;;CN=Anna Berg;S-1~pc-9;;10.9.9.9;;S-2
          an asset database                 | UTF-8 | 0 | mac;owner;SID~02000A140329;Anna Berg;1~00-00-5E-00-53-09;Ben;2
          addresses, with tabs              | UTF-8 | 0 | address\\towner\\tSID~10.20.3.41\\tAnna Berg\\t1~10.9.9.9\\tBen\\t2
          """)
  void aListOfOwnersSaysWhatMatched(String what, String charset, int mark, String csv)
      throws IOException {
    String text = (mark > 0 ? "\uFEFF" : "") + csv.replace("~", "\r\n").replace("\\t", "\t");
    Path list = folder.resolve("hosts.csv");
    Files.writeString(list, text, Charset.forName(charset));

    Said said = inventory("owners", "import", list.toString());

    assertThat(said.out())
        .as(said.err())
        .contains("2 hosts: 1 matches a client; ", " matches none, because no client had ")
        .contains("Columns not used: SID. Known are name, mac");
    assertThat(clients("--owner", "Anna Berg")).contains("app01.contoso.com");
  }

  @Test
  void aListThatSaysNothingOfHostsIsRefusedWithItsColumns() throws IOException {
    Path list = folder.resolve("hosts.csv");
    Files.writeString(list, "color,size\nred,1\n", StandardCharsets.UTF_8);

    assertThat(inventory("owners", "import", list.toString()).err())
        .contains("does not say which host has which name", "it has color, size");
  }

  @Test
  void whatPeopleEnteredGoesToAnotherInventory() throws IOException {
    Path file = folder.resolve("notes.jsonl");
    inventory("note", "app01", "--owner", "anna", "--as-of", "2026-11-03");

    assertThat(inventory("notes", "export", file.toString()).err()).isEmpty();

    Path other = folder.resolve("other.db");
    String[] words = {"inventory", "notes", "import", file.toString(), "--inventory", "" + other};
    assertThat(Cli.run(words).out()).startsWith("Kept: 1 note, 0 hosts, 1 site, 0 marks");
    assertThat(Cli.run(words).out()).isEqualTo("All of it was there already.\n");
    assertThat(inventory("notes", "export", "-").out()).isEqualTo(Files.readString(file));
    assertThat(Cli.run("inventory", "notes", "export", "-", "--inventory", "" + other).out())
        .isEqualTo(Files.readString(file));
    Files.writeString(file, "{}\n");
    assertThat(Cli.run(words).err()).contains("line 1: it is no first line");
  }
}
