package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a watch refuses before it captures anything, and in which words. */
class WatchUsageTest {
  @TempDir Path folder;

  /** Libpcap reads the expressions of filters. */
  private static void needsLibpcap(String options, String filter) {
    if (options.contains(filter)) {
      Requires.libpcap();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                              | watch needs an interface
          ''                              | or interface = ["eth0"] below [watch]
          -i eth0 capture.pcap            | watch takes no argument "capture.pcap"
          -i any,eth0                     | --interface any is all interfaces already
          -i eth0 --engine ring           | --engine of watch belongs in its configuration file
          -i eth0 --engine ring           | Write engine = "ring" below [watch] of /etc/tlsfloor/tlsfloor.conf; --config
          -i eth0 --timeout 3             | Write timeout = 3 below [watch]
          -i eth0 --floor 1.3             | Write floor = "1.3" at the top of /etc/tlsfloor/tlsfloor.conf
          -i eth0 --home-net 10.0.0.0/8   | Write [home-net] with own = ["10.0.0.0/8"] at the top of
          --no-promiscuous --config x     | Write no-promiscuous = true below [watch] of x.
          -i nosuch0 --filter prot        | --filter "prot":
          -i eth0 --count 0               | --count cannot be "0"
          -i eth0 --user nosuchuser       | --user nosuchuser: this process runs as
          -i eth0 --output /dev/full      | and /dev/full is a named pipe or a device
          -i eth0 --output /dev/full      | tlsfloor watch -i eth0 --format jsonl >/dev/full
          -i eth0 --write csv=/dev/null   | a watch writes to files and to standard output
          -i eth0 --config x --no-config  | --config and --no-config exclude each other
          """)
  void saysWhatIsWrong(String options, String message) {
    needsLibpcap(options, "--filter");
    String line = "watch " + options;
    Cli.Said said = Cli.run(line.strip().split(" +"));

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(message);
    assertThat(said.out()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          interfase = "eth0"                     | :3:1: unknown key "interfase"; did you mean "interface"?
          buffer = "64X"                         | :3:1: buffer cannot be "64X"
          buffer = "9G"                          | :3:1: buffer cannot be "9G"
          engine = "pf_ring"                     | :3:1: engine cannot be "pf_ring"
          metrics = "127.0.0.1:x"                | :3:1: metrics cannot be "127.0.0.1:x": the port is no number
          metrics = "70000"                      | :3:1: metrics cannot be "70000": the port is too large
          evidence-size = true                   | :3:1: "evidence-size" must be a text
          no-promiscuous = "yes"                 | :3:1: "no-promiscuous" must be true or false
          user = "nobody"                        | :3:1: --user is for the command line only
          quiet = true                           | :3:1: --quiet is for the command line only
          floor = "1.3"                          | :3:1: "floor" is policy: it stands at the top of the file
          home-net = "10.0.0.0/8"                | :3:1: "home-net" is policy: it stands at the top of the file
          filter = "tcp prot 443"                | :3:1: filter "tcp prot 443":
          """)
  void namesTheLineOfTheConfigurationFile(String key, String message) throws IOException {
    needsLibpcap(key, "filter");
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(file, "floor = \"1.2\"\n[watch]\n" + key + "\n");
    Cli.Said said = Cli.run("watch", "-i", "nosuch0", "--config", file.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(file + message);
  }

  @Test
  void letsTheCommandLineOverruleTheFile() throws IOException {
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(file, "[watch]\ninterface = \"nosuch1\"\nno-promiscuous = true\n");
    String config = file.toString();

    assertThat(Cli.run("watch", "--config", config, "--check-config").out())
        .contains(config + ": good: watches nosuch1");
    assertThat(Cli.run("watch", "--config", config, "--check-config", "-i", "nosuch2").out())
        .contains("watches nosuch2")
        .doesNotContain("nosuch1");
  }

  @Test
  void checksAConfigurationWithoutCapturing() throws IOException {
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(file, "[watch]\ninterface = \"nosuch1\"\noutput = \"findings.jsonl\"\n");
    Cli.Said good = Cli.run("watch", "--check-config", "--config", file.toString());

    assertThat(good.out())
        .startsWith(file + ": good: watches nosuch1, writes findings.jsonl\n")
        .contains("options below [watch] need a restart");
    assertThat(good.err()).contains("there is no interface nosuch1: a watch waits for it");
    assertThat(good.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(folder.resolve("findings.jsonl")).doesNotExist();

    Files.writeString(file, "[watch]\ninterface = \"nosuch1\"\nbufer = \"64M\"\n");
    Cli.Said wrong = Cli.run("watch", "--check-config", "--config", file.toString());
    assertThat(wrong.code()).isEqualTo(ExitCode.USAGE);
    assertThat(wrong.err()).contains(file + ":3:1: unknown key \"bufer\"");

    Files.writeString(file, "[watch]\ninterface = \"nosuch1\"\nxyzzy = 1\n");
    assertThat(Cli.run("watch", "--check-config", "--config", file.toString()).err())
        .contains("unknown key \"xyzzy\"; known here: interface, filter, ")
        .doesNotContain("quiet", "color", "min-severity");

    Files.writeString(file, "interface = \"nosuch1\"\n");
    assertThat(Cli.run("watch", "--check-config", "--config", file.toString()).err())
        .contains("unknown key \"interface\"", "options of watch belong below [watch]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          output = "FOLDER/missing/x"     | output: cannot write FOLDER/missing/x: there is no folder FOLDER/missing
          output = "FOLDER"               | output: cannot write FOLDER: it is a folder
          write = "cef=FOLDER/missing/x"  | write: cannot write FOLDER/missing/x: there is no folder FOLDER/missing
          evidence = "FOLDER/taken/x"     | evidence: cannot write FOLDER/taken/x: FOLDER/taken is no folder
          evidence = "/proc/x"            | evidence: cannot write evidence to /proc/x:
          output = "/proc/x"              | output: cannot write /proc/x:
          inventory = "FOLDER/missing/i"  | inventory: inventory FOLDER/missing/i: no such file or directory
          inventory = "FOLDER/text"       | inventory: inventory FOLDER/text: this file is not a SQLite database
          endpoints = "FOLDER/missing"    | endpoints: cannot read FOLDER/missing: no such file
          """)
  void checksThatWhatAConfigurationNamesCanBeUsed(String key, String message) throws IOException {
    Files.createFile(folder.resolve("taken"));
    Files.writeString(folder.resolve("text"), "no database, and longer than a header ".repeat(50));
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(
        file,
        "[watch]\ninterface = \"nosuch1\"\n" + key.replace("FOLDER", folder.toString()) + "\n");

    Cli.Said said = Cli.run("watch", "--check-config", "--config", file.toString());

    assertThat(said.out()).isEmpty();
    assertThat(said.err()).contains(file + ":3:1: " + message.replace("FOLDER", folder.toString()));
    assertThat(said.code())
        .isEqualTo(key.startsWith("endpoints") ? ExitCode.USAGE : ExitCode.FAULT);
  }

  /** What can be used is left as it was. */
  @Test
  void checksWithoutATrace() throws IOException {
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(
        file,
        "[watch]\ninterface = \"lo\"\noutput = \"%s/o\"\nevidence = \"%s/e/f\"\ninventory = \"%s/i\"\n"
            .replace("%s", folder.toString()));

    Cli.Said said = Cli.run("watch", "--check-config", "--config", file.toString());

    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(file);
    }
  }

  /** A server may be away: a watch waits for it. */
  @Test
  void aDatabaseThatDoesNotAnswerIsAWarning() throws IOException {
    Path file = folder.resolve("tlsfloor.conf");
    Files.writeString(
        file,
        "[watch]\ninterface = \"lo\"\ninventory = \"jdbc:postgresql://127.0.0.1:1/x?user=x\"\n");

    Cli.Said said = Cli.run("watch", "--check-config", "--config", file.toString());

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.err())
        .contains("127.0.0.1:1")
        .contains(": a watch tries again until it answers");
  }

  @Test
  void saysThatTheMetricsPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String address = "127.0.0.1:" + taken.getLocalPort();
      Cli.Said said =
          Cli.run("watch", "-i", "nosuch0", ConfigOf.keys("metrics = \"" + address + "\""));

      assertThat(said.code()).isEqualTo(ExitCode.FAULT);
      assertThat(said.err())
          .contains("metrics: cannot listen on " + address + ": Address already in use")
          .contains("Choose another port");
    }
  }
}
