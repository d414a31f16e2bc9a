package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each command of the README, the tutorials and the pages of the manual is typed, as it stands and
 * in its order, in a folder that holds the application, the samples and captures of one's own.
 * Programs that change the machine are stand-ins, first on the path: they do what they should to a
 * folder.
 */
@TakesLong("every command of the documents is typed")
class DocumentsIT {
  private static final Path PROJECT = Project.folder();
  private static final Path DIST = PROJECT.resolve("cli/target/dist");
  private static final Path HOUR = PROJECT.resolve("samples/office-hour/capture.pcapng");
  private static final int PATIENCE_SECONDS = 120;

  /** Holds what is not typed here: the build itself, and what would capture. */
  private static final List<String> NOT_TYPED =
      List.of("./mvnw verify", "sudo ./tlsfloor watch -i eth0 --user nobody");

  /** Stands for what captures or serves until it is ended, or needs a cluster. */
  private static final List<String> NOT_HERE =
      List.of("tlsfloor watch", "tlsfloor serve", "tlsfloor archive", "--follow");

  private static final Pattern SYNOPSIS = Pattern.compile("[\\[|…]");

  @TempDir private Path folder;

  @BeforeEach
  void layOut() throws IOException {
    Files.createSymbolicLink(folder.resolve("samples"), PROJECT.resolve("samples"));
    Files.createSymbolicLink(folder.resolve("docs"), PROJECT.resolve("docs"));
    Files.createSymbolicLink(folder.resolve("tlsfloor"), DIST.resolve("tlsfloor"));
    Path dist = Files.createDirectories(folder.resolve("cli/target")).resolve("dist");
    Files.createSymbolicLink(dist, DIST);
    Files.createDirectory(folder.resolve("captures"));
    Files.copy(HOUR, folder.resolve("capture.pcapng"));
    Files.copy(HOUR, folder.resolve("captures/monday.pcapng"));
    Files.createDirectory(folder.resolve("machine"));
    standIn("tcpdump", "cat samples/tls10/capture.pcapng");
    standIn("systemctl", "echo systemctl \"$@\" >>machine/said");
    standIn("journalctl", "echo journalctl \"$@\" >>machine/said");
    standIn("pidof", "cat machine/watch.pid");
    // Paths of the machine become paths below the folder "machine", which gets no group of its own.
    standIn(
        "sudo",
        """
        for word; do
          shift
          [ "$last" != -g ] || { last=; continue; }
          last=$word
          case $word in
            -g) continue ;;
            /etc/*|/usr/*) word=machine$word; mkdir -p "${word%/*}" ;;
          esac
          set -- "$@" "$word"
        done
        case $* in
          'useradd '*) exec echo "$@" ;;
          *' watch '*) exec ./watch-for-a-while "$@" ;;
          *) exec "$@" ;;
        esac
        """);
    Path watch = folder.resolve("watch-for-a-while");
    script(
        watch,
        """
        exec unshare --net --mount sh -c '
          mount -t sysfs none /sys
          ip link add eth0 type veth peer name far
          ip link set eth0 up
          ip link set far up
          "$@" >machine/watched 2>&1 & echo $! >machine/watch.pid
          i=0
          until [ "$(wc -l </proc/net/packet)" -gt 1 ] || [ $i = 300 ]; do sleep 0.1; i=$((i + 1)); done
          sleep 1; kill -TERM $!
          wait $!
        ' sh "$@"
        """);
  }

  private void standIn(String name, String body) throws IOException {
    script(Files.createDirectories(folder.resolve("bin")).resolve(name), body);
  }

  private static void script(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /**
   * What the pages speak of: captures and reports of one's own, logs of a sensor, lists of hosts.
   * What they want of the inventory they bring in their order.
   */
  private void layOutWhatThePagesName() throws Exception {
    for (String capture : List.of("office.pcap", "incident.pcapng", "today/monday.pcapng")) {
      Path file = folder.resolve(capture);
      Files.createDirectories(file.getParent());
      Files.copy(HOUR, file);
    }
    for (String week : List.of("week1.jsonl", "week2.jsonl")) {
      type("./tlsfloor scan --format jsonl office.pcap 2>/dev/null >" + week);
    }
    Path reports = PROJECT.resolve("logs/src/test/resources/reports");
    Files.copy(reports.resolve("entra-graph.json"), folder.resolve("signins.json"));
    Files.copy(reports.resolve("exchange.csv"), folder.resolve("smtpauth 2026-11-02.csv"));
    Files.writeString(
        Files.createDirectories(folder.resolve("machine/opt/zeek/logs/2026-11-02"))
            .resolve("ssl.log"),
        "#separator \\x09\n#path\tssl\n"
            + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tserver_name"
            + "\testablished\n"
            + "1793610000.1\tC1\t10.20.3.41\t40000\t52.96.1.10\t443\tTLSv10\toutlook.office365.com\tT\n");
    Files.writeString(folder.resolve("hosts.csv"), "name,owner\napp01.contoso.com,app-team\n");
    Files.writeString(
        folder.resolve("leases.csv"),
        "address,hwaddr,expire\n10.20.3.41,00:00:5e:00:53:23,1793700000\n");
  }

  /**
   * Commands of a page that show how to type one: in a block of code, or behind a prompt. A line
   * with a choice in brackets says which words there are.
   */
  private static List<String> examples(Path page) throws IOException {
    List<String> examples = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      inside ^= line.startsWith("```");
      String shown = inside ? line : line.startsWith("    ") ? line.strip() : "";
      String command = shown.replaceFirst("^(\\$ )?(\\./)?", "").replaceFirst(" {2,}.*", "");
      if (command.startsWith("tlsfloor ")
          && !SYNOPSIS.matcher(command).find()
          && NOT_HERE.stream().noneMatch(command::contains)) {
        examples.add(command.replace(" /opt/", " machine/opt/"));
      }
    }
    return examples;
  }

  /** The commands in a page's blocks of code. */
  private static List<String> commands(Path page) throws IOException {
    List<String> commands = new ArrayList<>();
    boolean inside = false;
    for (String line : Files.readAllLines(page)) {
      if (line.startsWith("```")) {
        inside = !inside;
      } else if (inside && !line.isBlank()) {
        commands.add(line);
      }
    }
    return commands;
  }

  private record Typed(int code, String said) {}

  private Typed type(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("sh", "-c", command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(folder.resolve("said").toFile());
    Map<String, String> environment = builder.environment();
    environment.merge("PATH", folder.resolve("bin").toString(), (path, bin) -> bin + ":" + path);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Typed(process.exitValue(), Files.readString(folder.resolve("said")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"README.md", "docs/tutorials/files.md", "docs/tutorials/soc.md"})
  void everyCommandDoesWhatThePageSays(String page) throws Exception {
    int typed = 0;
    for (String command : commands(PROJECT.resolve(page))) {
      if (!NOT_TYPED.contains(command)) {
        Typed answer = type(command);
        assertThat(answer.code()).as(command + "\n" + answer.said()).isIn(0, 1);
        assertThat(answer.said()).as(command).doesNotContain("--help shows");
        typed++;
      }
    }

    assertThat(typed).isGreaterThanOrEqualTo(page.equals("README.md") ? 1 : 4);
  }

  @ParameterizedTest
  @CsvSource({
    "docs/capturing.md, 1",
    "docs/inventory.md, 8",
    "docs/logs.md, 1",
    "docs/microsoft-reports.md, 1",
    "docs/manual/README.md, 4",
    "docs/manual/delivery.md, 3",
    "docs/manual/investigate.md, 2"
  })
  void everyExampleOfAPageWorks(String page, int examples) throws Exception {
    layOutWhatThePagesName();
    script(folder.resolve("bin/tlsfloor"), "exec ./tlsfloor \"$@\"");
    Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
    Files.setPosixFilePermissions(
        folder.resolve("key"), PosixFilePermissions.fromString("rw-------"));
    List<String> commands = examples(PROJECT.resolve(page));
    String inventory = page.contains("inventory") ? "TLSFLOOR_INVENTORY=inventory.db " : "";

    assertThat(commands).hasSize(examples);
    for (String command : commands) {
      Typed answer = type(inventory + command);
      assertThat(answer.code()).as(command + "\n" + answer.said()).isIn(0, 1, 3);
      assertThat(answer.said()).as(command).isNotEmpty();
    }
  }

  @Test
  void theGatewaysCommandsWatchAndInstall() throws Exception {
    Requires.root();
    Requires.libpcap();
    Requires.networkNamespaces();
    Requires.tools("openssl", "setpriv");
    for (String command : commands(PROJECT.resolve("docs/tutorials/gateway.md"))) {
      if (command.startsWith("openssl")) { // there is no Microsoft 365 here
        Typed answer = type(command.replaceFirst("-connect \\S+", "-connect 127.0.0.1:1"));
        assertThat(answer.said()).contains("onnection refused").doesNotContain("nknown option");
      } else if (!command.contains("kill -USR1")) { // WatchServiceIT sends it to a watch
        Typed answer = type(command);
        assertThat(answer.code()).as(command + "\n" + answer.said()).isIn(0, 1, 3);
      }
    }

    Path machine = folder.resolve("machine");
    assertThat(machine.resolve("watched"))
        .content()
        .contains("\"tlsfloor.run\"", "runs as nobody with CAP_NET_RAW")
        .doesNotContain("not there");
    assertThat(machine.resolve("etc/tlsfloor/tlsfloor.conf")).content().contains("interface");
    assertThat(machine.resolve("etc/systemd/system/tlsfloor.service")).exists();
    assertThat(Files.isExecutable(machine.resolve("usr/lib/tlsfloor/tlsfloor"))).isTrue();
    assertThat(Files.isSymbolicLink(machine.resolve("usr/bin/tlsfloor"))).isTrue();
    assertThat(machine.resolve("said"))
        .content()
        .contains("systemctl daemon-reload", "systemctl enable --now tlsfloor");
  }
}
