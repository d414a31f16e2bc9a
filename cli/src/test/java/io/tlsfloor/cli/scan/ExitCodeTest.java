package io.tlsfloor.cli.scan;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.WireBytes;
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

/** Every exit status of a scan, with its message. */
class ExitCodeTest {
  @TempDir Path folder;

  private String file(String name, byte[] bytes) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, bytes);
    return file.toString();
  }

  @Test
  void zeroWhenNothingIsFlaggedAndNothingLost() {
    Said said = Cli.run("scan", Captures.CLEAN.toString());

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out())
        .contains("Nothing flagged: 1 TLS connection looked at")
        .containsPattern("Coverage: (no packets|nothing) lost");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void oneWhenSomethingIsFlagged() {
    Said said = Cli.run("scan", Captures.FLAGGED.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).contains("1 of 1 client that speaks to Microsoft 365 is below TLS 1.2");
    assertThat(said.err()).isEmpty();
  }

  @Test
  void zeroForACaptureWithoutPackets() throws IOException {
    Said said =
        Cli.run("scan", file("header.pcap", WireFile.little().pcap(WireFile.MICROS, 1).bytes()));

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.out()).contains("there are no packets to look at");
  }

  @Test
  void twoForAFileThatIsNotThere() {
    Said said = Cli.run("scan", folder.resolve("gone.pcap").toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains("gone.pcap: there is no such file").contains("Check the path.");
  }

  @Test
  void twoForAnEmptyFile() throws IOException {
    Said said = Cli.run("scan", file("empty.pcap", new byte[0]));

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("empty.pcap: is empty").contains("Capture again");
  }

  @Test
  void twoForAFileThatIsNoCapture() throws IOException {
    byte[] text = "Dear colleague,\n\nplease find enclosed".getBytes(StandardCharsets.US_ASCII);

    Said said = Cli.run("scan", file("letter.txt", text));

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("letter.txt").hasLineCount(2);
  }

  @Test
  void twoForADirectoryWithoutCaptures() throws IOException {
    file("notes.txt", "no packets here".getBytes(StandardCharsets.US_ASCII));

    Said said = Cli.run("scan", folder.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no captures in " + folder).contains("1 other file");
  }

  @Test
  void twoForAnEmptyDirectory() {
    Said said = Cli.run("scan", folder.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no captures in " + folder);
  }

  @Test
  void twoWhenNoneOfSeveralInputsCanBeRead() throws IOException {
    Said said =
        Cli.run("scan", file("a.pcap", new byte[0]), folder.resolve("gone.pcap").toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .contains("a.pcap: is empty")
        .contains("gone.pcap: there is no such file")
        .contains("none of the 2 inputs can be read");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          scan                          | scan needs a capture              | Give files
          scan --format xml x           | --format cannot be "xml"          | Use one of: table, lines, jsonl, csv, cef.
          scan --format tabel x         | --format cannot be "tabel"        | Did you mean table?
          scan --frmat table x          | scan has no option --frmat        | Did you mean --format?
          scan --min-severity heigh x   | --min-severity cannot be "heigh"  | Did you mean high?
          scan --min-confidence sure x  | --min-confidence cannot be "sure" | low, medium, high
          scan --rule downgrad x        | --rule cannot be "downgrad"       | Did you mean downgrade?
          scan --floor 1.4 x            | --floor cannot be "1.4"           | 1.0, 1.1, 1.2, 1.3
          scan --floor tls x            | --floor cannot be "tls"           | 1.0, 1.1, 1.2, 1.3
          scan --timeout 0 x            | --timeout cannot be "0"           | above 0 and up to 3600
          scan --timeout -3 x           | --timeout cannot be "-3"          | above 0
          scan --timeout ten x          | --timeout cannot be "ten"         | a number of seconds
          scan --timeout 3601 x         | --timeout cannot be "3601"        | up to 3600
          scan --home-net 10.0.0.0/33 x | --home-net cannot be "10.0.0.0/33" | Give a range such as
          scan --home-net office x      | --home-net cannot be "office"     | Give a range such as
          scan --direction outbond x    | --direction cannot be "outbond"   | Did you mean outbound?
          scan --instance wrld x        | --instance cannot be "wrld"       | Worldwide
          scan --endpoints gone.json x  | cannot read gone.json             | Give a saved answer
          scan --color yes x            | --color cannot be "yes"           | auto, always, never
          scan --output                 | option --output needs a value     | scan --help
          scan --rule downgrade, x      | --rule has an empty value         | Give one
          scna x                        | there is no command "scna"        | Did you mean scan?
          --format jsonl gone           | unknown option --format           | The command comes first
          """)
  void twoForWrongUsage(String words, String what, String hint) {
    String[] args =
        Arrays.stream(words.split(" +"))
            .map(word -> word.equals("x") ? Captures.CLEAN.toString() : word)
            .toArray(String[]::new);

    Said said = Cli.run(args);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith("tlsfloor: ").contains(what).contains(hint);
  }

  @Test
  void twoWithoutACommand() {
    Said said = Cli.run();

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("no command given").contains("tlsfloor scan capture.pcapng");
  }

  @Test
  void threeForACaptureCutInAPacket() throws IOException {
    byte[] whole = Captures.bytes(Captures.CLEAN);

    Said said = Cli.run("scan", file("cut.pcapng", Arrays.copyOf(whole, whole.length - 5)));

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.err())
        .contains("cut.pcapng: damaged at byte ")
        .contains("before that were read");
    assertThat(said.out()).contains("Coverage: not complete, findings may be hidden:");
  }

  @Test
  void oneWhenFindingsStandBeforeTheDamage() throws IOException {
    byte[] garbage = new byte[64];

    Said said =
        Cli.run(
            "scan", file("tail.pcapng", WireBytes.join(Captures.bytes(Captures.FLAGGED), garbage)));

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.err()).contains("damaged at byte ");
    assertThat(said.out()).contains("critical").contains("damaged at byte ");
  }

  @Test
  void threeForALinkTypeThatIsNotRead() throws IOException {
    byte[] bluetooth =
        WireFile.little().pcap(WireFile.MICROS, 187).record(1, 0, new byte[40]).bytes();

    Said said =
        new Cli().environment("COLUMNS", "200").with("scan", file("bluetooth.pcap", bluetooth));

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.out()).contains("1 frame of a link type that is not read").contains("187");
  }

  @Test
  void twoWhenNothingCanBeReadAfterAll() throws IOException {
    Said said =
        Cli.run("scan", "/dev/null", file("empty.pcap", new byte[0])); // a device is opened late

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err())
        .contains("/dev/null: is empty")
        .contains("empty.pcap: is empty")
        .contains("none of the 2 inputs can be read")
        .doesNotContain("warning");
  }

  @Test
  void threeForOneBadFileAmongGoodOnes() throws IOException {
    String bad = file("empty.pcap", new byte[0]);

    Said said = Cli.run("scan", Captures.CLEAN.toString(), bad);

    assertThat(said.code()).isEqualTo(ExitCode.LOSS);
    assertThat(said.err()).contains("warning: " + bad + ": is empty");
    assertThat(said.out()).contains("1 TLS connection looked at").contains(bad + ": is empty");
  }

  @Test
  void fourForAnOutputThatCannotBeMade() {
    Said said =
        Cli.run(
            "scan",
            "--output",
            folder.resolve("no/such/out").toString(),
            Captures.CLEAN.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err())
        .contains("cannot write")
        .contains("Name a file in a folder that is there");
  }

  @Test
  void fourForAnOutputThatIsADirectory() {
    Said said = Cli.run("scan", "--output", folder.toString(), Captures.CLEAN.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains("it is a directory");
  }

  @Test
  void fourForAnOutputThatFails() {
    Said said =
        new Cli()
            .output(
                Cli.failing(
                    new io.tlsfloor.report.sink.OutputException(
                        "standard output", new IOException("No space left on device"))))
            .with("scan", "--format", "jsonl", Captures.FLAGGED.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains("cannot write standard output: No space left on device");
  }

  @Test
  void fourForAFaultOfOurs() {
    Said said =
        new Cli()
            .interrupted(
                () -> {
                  throw new IllegalStateException("made by a test");
                })
            .with("scan", Captures.CLEAN.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err())
        .contains("internal error: java.lang.IllegalStateException: made by a test at ")
        .contains("--debug for the stack trace")
        .hasLineCount(2);
  }

  @Test
  void fourForAnotherFaultWithItsTraceWhenAskedFor() {
    Said said =
        new Cli()
            .interrupted(
                () -> {
                  throw new OutOfMemoryError("made by a test");
                })
            .with("scan", "--debug", Captures.CLEAN.toString());

    assertThat(said.code()).isEqualTo(ExitCode.FAULT);
    assertThat(said.err()).contains("out of memory: the heap is limited to").contains("\tat ");
  }

  @Test
  void oneThirtyForAnInterruptedScanAfterItsRunLine() {
    Said said =
        new Cli()
            .interrupted(() -> true)
            .with("scan", "--format", "jsonl", Captures.FLAGGED.toString());

    assertThat(said.code()).isEqualTo(ExitCode.INTERRUPTED);
    assertThat(said.lines()).last().asString().contains("\"tlsfloor.run\"");
  }

  @Test
  void readsStandardInput() {
    Said said = new Cli().input(Captures.bytes(Captures.FLAGGED)).with("scan", "-");

    assertThat(said.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(said.out()).startsWith("standard input · 1 capture");
  }

  @Test
  void twoForStandardInputThatIsNoCapture() {
    Said said = new Cli().input("hello".getBytes(StandardCharsets.US_ASCII)).with("scan", "-");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out()).isEmpty();
    assertThat(said.err()).startsWith("tlsfloor: -: looks like text").hasLineCount(2);
  }

  @Test
  void failsOnlyOnWhatItIsToldToFailOn() {
    String capture = "samples/refused-alert/capture.pcapng"; // high

    assertThat(Cli.run("scan", "--fail-on", "high", capture).code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(Cli.run("scan", "--fail-on", "critical", capture).code()).isEqualTo(ExitCode.CLEAN);
  }
}
