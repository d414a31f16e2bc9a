package io.tlsfloor.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what {@code explain} looks at, and the forms it tells in. */
class ExplainCommandTest {
  private static final String TLS10 = Project.path("samples/tls10/capture.pcapng").toString();
  private static final String HOST = "outlook.office365.com";
  private static final String HOSTILE = "\u001b[31m|<b>`=x`[a](bc)\u009b"; // 21 characters

  @TempDir Path folder;

  @Test
  void findsTheSameConnectionByFrameByIdAndByClient() {
    String byFrame = Cli.run("explain", TLS10 + "#4").out();
    String story = byFrame.substring(byFrame.indexOf("\n\n") + 2);

    String id = "1:b1qnUxqNG87OzS2GmfGF/lJFWcY=";
    id = story.lines().filter(l -> l.startsWith("Community ID ")).findFirst().orElse(id);
    id = id.substring("Community ID ".length(), id.indexOf(','));
    assertThat(Cli.run("explain", TLS10 + "#" + id).out()).isEqualTo(story);
    assertThat(Cli.run("explain", "--client", "10.20.3.41", TLS10).out()).isEqualTo(story);
  }

  @Test
  void takesAClientBeforeTheFile() {
    assertThat(Cli.run("explain", "10.20.3.41", TLS10).out())
        .isNotEmpty()
        .isEqualTo(Cli.run("explain", "--client", "10.20.3.41", TLS10).out());
  }

  /** What somebody asks who has an alert on TLS 1.0 of another program. */
  @Test
  void saysWhenAVersionWasOnlyThatOfTheRecord() {
    String sentence =
        "It never spoke TLS 1.0: 0x0301 is the version of the record around the hello.";

    assertThat(oneLine(Cli.run("explain", "--all", "samples/tls13/capture.pcapng")))
        .contains(sentence);
    assertThat(oneLine(Cli.run("explain", TLS10))).doesNotContain("It never spoke");
    assertThat(oneLine(Cli.run("explain", "--all", "samples/lists-old-versions/capture.pcapng")))
        .doesNotContain("never spoke TLS 1.0");
  }

  private static String oneLine(Said said) {
    return said.out().replaceAll("\\s+", " ");
  }

  @Test
  void explainsResultsAndSaysWhereTheirPacketsAre() throws IOException {
    Said scan = Cli.run("scan", "--format", "jsonl", TLS10);
    Path results = Files.writeString(folder.resolve("today.jsonl"), scan.out());

    Said said = Cli.run("explain", results.toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    assertThat(oneLine(said))
        .contains("10.20.3.41:33380 to 52.96.1.10:443", "critical: ", "the server chose TLS 1.0")
        .contains("negotiated-below-floor saw ", "What to do: ")
        .contains("For every byte: tlsfloor explain " + TLS10 + "#4");
    assertThat(Cli.run("explain", "10.20.3.41", results.toString()).out()).isEqualTo(said.out());
    assertThat(Cli.run("explain", "10.9.9.9", results.toString()).err())
        .contains("nothing in " + results + " fits");
  }

  /** Lines of clients hold what was found; those of connections need not be kept. */
  @Test
  void explainsResultsOfWhichOnlyTheLinesOfClientsWereKept() throws IOException {
    Said scan = Cli.run("scan", "--format", "jsonl", TLS10);
    String lines =
        String.join(
            "\n",
            scan.lines().stream().filter(line -> !line.contains("tlsfloor.connection")).toList());
    Path results =
        Files.writeString(
            folder.resolve("clients.jsonl"), lines.replace(TLS10, "gateway/monday.pcapng") + "\n");

    assertThat(oneLine(Cli.run("explain", results.toString())))
        .contains("10.20.3.41 to Exchange Online", "the server chose TLS 1.0")
        .contains("gateway/monday.pcapng is not here", "tlsfloor explain gateway/monday.pcapng#4");
  }

  @Test
  void explainsAFrameThatBelongsToNoConnection() throws IOException {
    byte[] arp = new byte[42];
    arp[12] = 0x08;
    arp[13] = 0x06;
    Path file = folder.resolve("arp.pcap");
    Files.write(file, pcap(arp));

    Said said = Cli.run("explain", file + "#1");

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out().replace('\n', ' '))
        .contains("Frame 1 is ARP, which never carries TLS, 42 bytes on the wire.")
        .contains("It belongs to no TLS connection of this capture.");
  }

  @Test
  void explainsAConnectionWithoutAFinding() {
    Said said = Cli.run("explain", "--all", "samples/tls13/capture.pcapng");

    assertThat(said.out())
        .contains("No rule found anything wrong with it.")
        .contains("negotiated-below-floor found nothing: the server chose TLS 1.3")
        .contains("It is not flagged: no rule found anything.");
    assertThat(Cli.run("explain", "samples/tls13/capture.pcapng").out())
        .contains("Nothing in samples/tls13/capture.pcapng is flagged");
  }

  @Test
  void saysThatThereIsNothingAndWhatCouldNotBeSeen() throws IOException {
    byte[] whole = Files.readAllBytes(Path.of(TLS10));
    Path file = folder.resolve("damaged.pcapng");
    Files.write(file, Arrays.copyOf(whole, 700));

    String said = Cli.run("explain", "--all", file.toString()).out().replace('\n', ' ');

    assertThat(said).contains("There is no TLS connection in ").contains("damaged at byte ");
  }

  @Test
  void tellsTheSameInJson() throws IOException {
    JsonNode told = new ObjectMapper().readTree(Cli.run("explain", "--format=json", TLS10).out());

    JsonNode connection = told.at("/connections/0");
    assertThat(connection.at("/severity").asText()).isEqualTo("critical");
    assertThat(connection.at("/rules")).hasSize(2);
    assertThat(connection.at("/rules/0/found").asBoolean()).isTrue();
    assertThat(connection.findValuesAsText("meaning")).contains(HOST, "0x0301 (TLS 1.0)");
    assertThat(connection.at("/service/tried/0/chosen").asBoolean()).isTrue();
  }

  @Test
  void coloursForATerminalOnly() {
    assertThat(Cli.run("explain", TLS10).out()).doesNotContain("\u001b");
    assertThat(new Cli().terminals(true, true, 100).with("explain", TLS10).out())
        .contains("\u001b[1;31m");
    assertThat(Cli.run("explain", "--color=always", TLS10).out()).contains("\u001b[1mPACKETS");
  }

  @Test
  void letsNoNameActOnATerminalATicketOrAProgram() throws IOException {
    Path file = folder.resolve("hostile.pcapng");
    String bytes = Files.readString(Path.of(TLS10), StandardCharsets.ISO_8859_1);
    Files.writeString(file, bytes.replace(HOST, HOSTILE), StandardCharsets.ISO_8859_1);

    String text = Cli.run("explain", "--all", file.toString()).out();
    String markdown = Cli.run("explain", "--all", "--format=markdown", file.toString()).out();
    String json = Cli.run("explain", "--all", "--format=json", file.toString()).out();

    assertThat(text)
        .contains("\\u001b[31m|<b>`=x`[a](bc)\\u009b")
        .doesNotContain("\u001b", "\u009b");
    assertThat(markdown)
        .contains("\\|\\<b\\>\\`=x\\`\\[a\\]\\(bc\\)")
        .doesNotContain("\u001b", "\u009b", "|<b>", "[a](bc)");
    assertThat(json).doesNotContain("\u001b", "\u009b");
    assertThat(new ObjectMapper().readTree(json).findValuesAsText("meaning")).contains(HOSTILE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          explain                                                | needs one capture file
          explain a b                                            | needs one capture file
          explain missing.pcap#1                                 | missing.pcap: cannot be read
          explain samples/tls10/README.md                        | README.md: looks like text
          explain samples/tls10/capture.pcapng#999               | has no frame 999
          explain samples/tls10/capture.pcapng#0                 | a frame cannot be "0"
          explain --client me samples/tls10/capture.pcapng       | no client calls itself me
          explain --client 10.0.0.1 samples/tls10/capture.pcapng | no TLS connection of client
          explain samples/tls10/capture.pcapng#1:x=              | no TLS connection with Community
          explain --client ::1 samples/tls10/capture.pcapng#1    | looks at one thing
          """)
  void saysWhatIsWrong(String command, String message) {
    Said said = Cli.run(command.trim().split(" "));

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(message);
  }

  private static byte[] pcap(byte[] frame) {
    return WireFile.little().pcap(WireFile.MICROS, 1).record(1_000_000, 0, frame).bytes();
  }
}
