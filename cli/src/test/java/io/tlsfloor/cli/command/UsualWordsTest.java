package io.tlsfloor.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests what people type who know other programs, and names as they are in use. */
class UsualWordsTest {
  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scan -r x.pcap                | scan has no option -r         | tlsfloor scan FILE
          report -r x.pcap              | report has no option -r       | tlsfloor report FILE
          -r x.pcap                     | unknown option -r             | tlsfloor scan FILE
          scan -nr x.pcap               | scan has no option -nr        | Leave it out: no name is ever looked up. Captures are named without an option
          -r samples/tls10/capture.pcapng | scan has no option -r       | tlsfloor scan FILE
          --client app01 samples/tls10  | no client calls itself app01    | use its address
          explain --client 1:2 samples/tls10 | --client cannot be "1:2" | MAC address
          scan -n samples/tls10         | scan has no option -n         | Leave it out: no name is ever looked up
          watch -Y tls                  | watch has no option -Y        | --client
          scan -i eth0                  | scan has no option -i         | tlsfloor watch -i IFACE
          scan -T json samples/tls10    | scan has no option -T         | --format jsonl
          scan -z samples/tls10         | scan has no option -z         | --group fix
          scan -Z samples/tls10         | scan has no option -Z         | tlsfloor scan --help-all lists the options
          scan -k none -r x.pcap        | scan has no option -k         | wrong checksums
          scan -c 10 samples/tls10      | scan has no option -c         | --count N of watch
          watch -i lo -c 10             | watch has no option -c        | Use --config FILE or --count N of watch.
          watch -i lo -a duration:60    | watch has no option -a        | Use --duration SECONDS or --count N of watch.
          -c suricata.yaml -r x.pcap    | unknown option -c             | --count N of watch
          -v                            | unknown option -v             | tlsfloor --version
          -i eth0                       | unknown option -i             | tlsfloor watch -i IFACE. tlsfloor --help
          scan --pcap-file x.pcap       | scan has no option --pcap-file | tlsfloor scan FILE
          scan --af-packet=eth0         | scan has no option --af-packet=eth0 | tlsfloor watch -i IFACE
          --list-interfaces             | unknown option --list-interfaces | tlsfloor watch --list
          scan --json samples/tls10     | scan has no option --json     | --format jsonl.
          scan --since 2026-11-02 x     | scan has no option --since    | Use --from TIME.
          scan --host 10.0.0.1 x        | scan has no option --host     | Use --client or --server.
          watch --client 10.0.0.1       | watch has no option --client  | --filter 'host ADDRESS'
          inventory clients --client ::1 | inventory has no option --client | inventory client ADDRESS
          scan --severity high x        | scan has no option --severity | --min-severity
          scan --tls-version 1.2 x      | scan has no option --tls-version | --floor
          report -o page.pdf x          | page.pdf does not end         | Use -o report.html; for PDF, print
          diff -o x a b                 | diff has no option -o         | standard output
          version                       | there is no command "version" | tlsfloor --version
          monitor -i eth0               | there is no command "monitor" | tlsfloor watch -i IFACE
          lookup outlook.office365.com  | there is no command "lookup"  | tlsfloor endpoints lookup
          nosuch.pcap                   | there is no file "nosuch.pcap" | Check the path
          scan host 10.0.0.1 samples/tls10 | there is no file "host"    | --filter 'host 10.20.3.41'
          scan samples/tls10 tls.handshake.version==0x0301 | there is no file "tls.handshake.version==0x0301" | display filters are Wireshark's
          watch -i lo port 443          | watch takes no argument "port" | --filter 'host
          endpoints outlook.office365.com | endpoints cannot            | tlsfloor endpoints lookup outlook.office365.com
          endpoints show Temas          | no endpoint set is called "Temas" | Did you mean Teams?
          explain samples/tls10/capture.pcapng 4 | the frame follows the file name | tlsfloor explain samples/tls10/capture.pcapng#4
          explain x.pcap:4              | the frame follows the file name | tlsfloor explain x.pcap#4
          remedy jva                    | there is no remedy for "jva"  | Did you mean tlsfloor remedy java?
          scan --Foramt=jsonl x         | scan has no option --Foramt=jsonl | Did you mean --format?
          Scna x                        | there is no command "Scna"    | Did you mean scan?
          scan --service Temas samples/turn | --service cannot be "Temas" | Did you mean Teams?
          scan --instance GCCHgih samples/turn | --instance cannot be "GCCHgih" | USGovGCCHigh
          """)
  void saysWhatToTypeInsteadAndEchoesWhatWasTyped(String typed, String what, String hint)
      throws IOException {
    Said said = Cli.run(typed.split(" "));

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(what).contains(hint).doesNotContain("Did you mean -q");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "scan --service Teams samples/turn",
        "scan --service Skype samples/turn",
        "scan --service MicrosoftTeams samples/turn",
        "scan --service exo samples/tls10",
        "scan --service Outlook samples/tls10",
        "scan --service worldwide samples/tls10",
        "scan --service GCC samples/tls10",
        "scan --instance gcc samples/tls10",
        "scan --service GCC-High samples/national-clouds",
        "scan --service DoD samples/national-clouds",
        "scan --service SharePoint samples/office-hour",
        "scan --service MIP samples/office-hour",
      })
  void takesAreasAndInstancesByEveryNameInUse(String typed) throws IOException {
    assertThat(Cli.run(typed.split(" ")).code()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "samples/tls10",
        "samples/tls10 --quiet",
        "--quiet samples/tls10",
        "--top 1 samples/tls10",
        "--format=lines --debug samples/tls10/capture.pcapng",
        "--debug --color never samples/tls10 samples/tls11",
        "scan samples/tls10 -q --top 1 samples/tls11",
      })
  void scansWhatIsNamedWithOptionsBeforeOrBehind(String typed) throws IOException {
    Said said = Cli.run(typed.split(" "));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).contains("10.20.3.41").contains("critical");
  }

  /** One of two clients, by each way to say who it is. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.20.3.41",
        "10.20.3.41/32",
        "02:00:0a:14:03:29",
        "02-00-0A-14-03-29",
        "0200.0a14.0329"
      })
  void takesAClientInEachWay(String client) throws IOException {
    assertThat(Cli.run("scan", "--client", client, "samples/tls10", "samples/tls11").out())
        .contains("10.20.3.41", "1 of 1 client")
        .doesNotContain("10.20.3.42");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "explain --client=MAC FOLDER",
        "report -o- --client=MAC FOLDER",
        "explain --filter --client=MAC LINES",
        "diff --client=MAC NONE LINES"
      })
  void takesAClientInTheSameWaysEverywhere(String command) throws IOException {
    for (String sample : List.of("tls10", "tls11")) {
      Path capture = Project.path("samples/" + sample + "/capture.pcapng");
      Files.copy(capture, folder.resolve(sample + ".pcapng"));
    }
    String lines = folder.resolve("lines.jsonl").toString();
    String none = folder.resolve("none.jsonl").toString();
    Cli.run("scan", "-o", lines, "samples/tls10", "samples/tls11");
    Cli.run("scan", "-o", none, "samples/tls13");

    String typed =
        command
            .replace("MAC", "0200.0a14.0329")
            .replace("FOLDER", folder.toString())
            .replace("LINES", lines)
            .replace("NONE", none);

    assertThat(Cli.run(typed.split(" ")).out()).contains("10.20.3.41").doesNotContain("10.20.3.42");
  }

  @ParameterizedTest
  @CsvSource({
    "21Vianet, China",
    "DoD, USGovDoD",
    "gcc-high, USGovGCCHigh",
    "GCC, Worldwide",
  })
  void showsTheListOfAnInstance(String name, String known) throws IOException {
    Said said = Cli.run("endpoints", "show", "--instance", name);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).startsWith(known);
  }

  @ParameterizedTest
  @CsvSource({"Teams, Skype", "OneDrive, SharePoint", "MIP, Common", "EXO, Exchange"})
  void showsTheSetsOfAnArea(String name, String known) throws IOException {
    assertThat(Cli.run("endpoints", "show", name).out()).contains(known);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://outlook.office365.com/owa/?path=/mail#x",
        "HTTPS://user:secret@outlook.office365.com:443/",
        "outlook.office365.com:443",
        "https://[2603:1006::1]/",
      })
  void looksUpTheHostOfAUrl(String url) throws IOException {
    Said said = Cli.run("endpoints", "lookup", url);

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("TCP port 443").contains("Exchange").doesNotContain("secret");
  }

  @Test
  void saysOfAFormBehindTheLetterOfFiltersWhichOptionIsMeant() throws IOException {
    Requires.libpcap();

    Said said = Cli.run("scan", "-f", "json", "samples/tls10");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("--filter \"json\"").contains("--format jsonl");
  }

  @Test
  void readsAFileWhoseNameIsAWordOfFilters() throws IOException {
    Path file = folder.resolve("tcp");
    Files.copy(Project.path("samples/tls10/capture.pcapng"), file);

    assertThat(Cli.run("scan", file.toString()).code()).isEqualTo(ExitCode.FLAGGED);
  }

  @Test
  void countsTheCapturesThatWereRead() throws IOException {
    assertThat(Cli.run("scan", "samples/tls10", "no-such.pcap").out())
        .contains("1 of 2 captures, 20 packets")
        .contains("1 capture could not be read");
  }

  @Test
  void writesToAFileByTheShortOption() throws IOException {
    Path file = folder.resolve("out.jsonl");

    assertThat(Cli.run("scan", "-o", file.toString(), "samples/tls10").out()).isEmpty();

    assertThat(file).content().startsWith("{\"@timestamp\"");
  }

  @Test
  void explainsTheConnectionsOfAClientInAFolder() throws IOException {
    Files.copy(Project.path("samples/tls10/capture.pcapng"), folder.resolve("a.pcapng"));
    Files.copy(Project.path("samples/tls11/capture.pcapng"), folder.resolve("b.pcapng"));
    Files.writeString(folder.resolve("notes.txt"), "not a capture");
    String in = folder.toString();

    assertThat(Cli.run("explain", in).out()).contains("a.pcapng#4").contains("b.pcapng#4");
    assertThat(Cli.run("explain", "--client", "10.20.3.0/24", in).out())
        .contains("a.pcapng#4")
        .contains("b.pcapng#4");
    Said none = Cli.run("explain", "--client", "192.0.2.1", in);
    assertThat(none.err()).contains("no TLS connection of client 192.0.2.1 in " + in);
    assertThat(none.code()).isEqualTo(ExitCode.USAGE);
    assertThat(Cli.run("explain", in + "#4").err()).contains("each file counts its own frames");
  }

  @Test
  void takesARangeOfClientsForFilters() throws IOException {
    Path file = folder.resolve("out.jsonl");
    Cli.run("scan", "-o", file.toString(), "samples/tls10");

    assertThat(Cli.run("explain", "--filter", "--client", "10.20.0.0/16", file.toString()).out())
        .contains("host 10.20.3.41");
  }
}
