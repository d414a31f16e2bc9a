package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.launcher.Script;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each command that the documents show is typed, as it stands and in its page's order, in a folder
 * that holds the application, the samples, and what the pages speak of; what a page shows as output
 * is compared with what comes. Paths of the machine are below the folder "machine". Programs that
 * change the machine are stand-ins, first on the path: they do what they should to that folder.
 */
@TakesLong("every command of the documents is typed")
class DocumentsIT {
  private static final Path PROJECT = Project.folder();
  private static final Path DIST = PROJECT.resolve("cli/target/dist");
  private static final Path HOUR = PROJECT.resolve("samples/office-hour/capture.pcapng");
  private static final Path GATEWAY = PROJECT.resolve("docs/tutorials/gateway.md");
  private static final int PATIENCE_SECONDS = 300;

  /** How commands begin that are not typed here, with the reason, and who runs them instead. */
  private static final Map<String, String> NOT_TYPED =
      Map.of(
          "./mvnw verify", "runs this test",
          "apt install ", "installs on a whole system: dist/src/test/sh/debian-root does",
          "dnf install ", "installs on a whole system: dist/src/test/sh/rpm-root does",
          "podman ", "wants an image that is built later: dist/src/test/sh/container runs it",
          "tar -xzf tlsfloor-0.1.0", "unpacks what is built later: dist/src/test/sh/packages does",
          "tlsfloor-0.1.0/", "is in what is built later: dist/src/test/sh/packages scans with it",
          "tlsfloor.cmd ", "is of Windows: dist/src/test/sh/windows-launcher runs it by Wine",
          "pktmon ", "is a part of Windows",
          "netsh ", "is a part of Windows",
          "spark-submit ", "wants a cluster: ArchiveJobTest and bench/cluster run the job");

  /** What runs until it is ended. */
  private static final Pattern ENDLESS =
      Pattern.compile("tlsfloor (?:watch -i|serve)|tlsfloor scan --follow|(?:tcpdump|dumpcap) -i");

  private static final Pattern OF_THE_MACHINE =
      Pattern.compile("(?<=[\\s='])/(?=(?:etc|opt|usr|var)/)");

  @TempDir private Path folder;
  private final Map<String, String> exported = new HashMap<>();

  @BeforeEach
  void layOut() throws Exception {
    for (String shared : List.of("samples", "docs")) {
      Files.createSymbolicLink(folder.resolve(shared), PROJECT.resolve(shared));
    }
    Files.createSymbolicLink(folder.resolve("tlsfloor"), DIST.resolve("tlsfloor"));
    Path dist = Files.createDirectories(folder.resolve("cli/target")).resolve("dist");
    Files.createSymbolicLink(dist, DIST);
    Files.createDirectory(folder.resolve("machine"));
    programs();
    for (String capture :
        List.of(
            "capture.pcapng",
            "captures/monday.pcapng",
            "office.pcap",
            "incident.pcapng",
            "today/monday.pcapng")) {
      Path file = folder.resolve(capture);
      Files.createDirectories(file.getParent());
      Files.copy(HOUR, file);
    }
    results();
    logs();
    lists();
  }

  /** Those that are typed by their name, and stand-ins. */
  private void programs() throws IOException {
    script("bin/tlsfloor", "exec ./tlsfloor \"$@\"");
    script("bin/systemctl", "echo systemctl \"$@\" >>machine/said");
    script("bin/journalctl", "echo journalctl \"$@\" >>machine/said");
    script("bin/pidof", "cat machine/pid");
    // There is no group of the service's own, and no user is made.
    script(
        "bin/sudo",
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
          *) exec "$@" ;;
        esac
        """);
    // In a network of its own, until it captures, answers or has found something.
    script(
        "for-a-while",
        """
        exec unshare --net --mount sh -c '
          mount -t sysfs none /sys
          ip link set lo up
          ip link add eth0 type veth peer name far
          ip link set eth0 up
          ip link set far up
          "$@" >machine/came 2>&1 & echo $! >machine/pid
          i=0
          until [ "$(wc -l </proc/net/packet)" -gt 1 ] || grep -q outlook.office365.com machine/came ||
              curl -sf -H "X-Remote-User: anna" -o machine/page http://127.0.0.1:8418/ ||
              [ $i = 300 ]; do
            sleep 0.1; i=$((i + 1))
          done
          sleep 1; kill -TERM $!
          wait $!
          code=$?
          cat machine/came
          exit $code
        ' sh "$@"
        """);
  }

  private void script(String name, String body) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Script.write(file, body + "\n");
  }

  private void results() throws Exception {
    type("./tlsfloor scan --all --format jsonl office.pcap 2>/dev/null >today.jsonl");
    for (String week : List.of("week1.jsonl", "week2.jsonl")) {
      Files.copy(folder.resolve("today.jsonl"), folder.resolve(week));
    }
    Path reports = PROJECT.resolve("logs/src/test/resources/reports");
    Files.copy(reports.resolve("entra-graph.json"), folder.resolve("signins.json"));
    Files.copy(reports.resolve("exchange.csv"), folder.resolve("smtpauth 2026-11-02.csv"));
    Path key = Files.writeString(folder.resolve("key"), "0123456789abcdef0123456789abcdef");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  private void logs() throws IOException {
    write(
        "machine/opt/zeek/logs/2026-11-02/ssl.log",
        "#separator \\x09\n#path\tssl\n"
            + "#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tversion\tserver_name"
            + "\testablished\n"
            + "1793610000.1\tC1\t10.20.3.41\t40000\t52.96.1.10\t443\tTLSv10\toutlook.office365.com\tT\n");
    write(
        "ssl.log",
        "{\"ts\":1793610000.1,\"uid\":\"C1\",\"id.orig_h\":\"10.20.3.41\",\"version\":\"TLSv10\"}\n");
    String event =
        "{\"timestamp\":\"2026-11-02T09:00:00.100000+0000\",\"event_type\":\"tls\",\"src_ip\":\"10.20.3.41\","
            + "\"src_port\":40000,\"dest_ip\":\"52.96.1.10\",\"dest_port\":443,\"proto\":\"TCP\",\"tls\":"
            + "{\"sni\":\"outlook.office365.com\",\"version\":\"TLSv1\",\"subject\":\"CN=outlook.com\"}}\n";
    write("eve.json", event);
    write("machine/var/log/suricata/eve.json", event);
  }

  /** Of hosts and leases; a watch's configuration; and the endpoint list of another machine. */
  private void lists() throws Exception {
    write("hosts.csv", "name,owner\napp01.contoso.com,app-team\n");
    write("leases.csv", "address,hwaddr,expire\n10.20.3.41,00:00:5e:00:53:23,1793700000\n");
    write("berlin.conf", "[watch]\nsite = \"berlin\"\n");
    Path bundled =
        PROJECT.resolve("rules/src/main/resources/io/tlsfloor/rules/catalogue/Worldwide.json");
    Typed stored =
        type(
            "XDG_DATA_HOME=$PWD/machine/var/lib ./tlsfloor endpoints update --list-version 2026110200 --from "
                + bundled);
    assertThat(stored.code()).as(stored.said()).isZero();
  }

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
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
    environment.put("HOME", folder.resolve("machine").toString());
    environment.putAll(exported);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).as(command).isTrue();
    } finally {
      process.destroyForcibly();
    }
    return new Typed(process.exitValue(), Files.readString(folder.resolve("said")));
  }

  /** What runs on and on is ended. */
  private Typed typeShown(ShownCommand shown) throws Exception {
    String command = onThisMachine(shown.text());
    if (ENDLESS.matcher(command).find()) {
      Requires.root();
      Requires.networkNamespaces();
      Requires.tools("curl", "ip");
      return type("./for-a-while " + command);
    }
    Typed typed = type(command);
    if (command.startsWith("export ")) {
      String[] variable = command.substring("export ".length()).split("=", 2);
      exported.put(variable[0], variable[1]);
    }
    return typed;
  }

  /**
   * As it stands, but for paths of the machine; in what needs root they are the stand-in's task.
   */
  private String onThisMachine(String command) throws IOException {
    if (command.startsWith("sudo ")) {
      return command;
    }
    Matcher paths = OF_THE_MACHINE.matcher(command);
    while (paths.find()) {
      String path = command.substring(paths.end()).split("[\\s']", 2)[0];
      Files.createDirectories(folder.resolve("machine").resolve(path).getParent());
    }
    return paths.replaceAll("machine/");
  }

  private static boolean isTyped(ShownCommand shown) {
    return NOT_TYPED.keySet().stream().noneMatch(shown.text()::startsWith);
  }

  static Stream<Path> pages() throws IOException {
    return ShownCommand.pages()
        .filter(
            page -> {
              try {
                return !page.equals(GATEWAY)
                    && ShownCommand.of(page).stream().anyMatch(DocumentsIT::isTyped);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyCommandOfAPageDoesWhatItShows(Path page) throws Exception {
    for (ShownCommand shown : ShownCommand.of(page)) {
      if (isTyped(shown)) {
        Typed typed = typeShown(shown);
        assertThat(codes(shown)).as(shown.text() + "\n" + typed.said()).contains(typed.code());
        if (!shown.output().isEmpty()) {
          assertThat(typed.said()).as(shown.text()).containsPattern(asShown(shown.output()));
        }
      }
    }
  }

  /** Exit codes of what goes well here, where no database is. */
  private static List<Integer> codes(ShownCommand shown) {
    return shown.text().contains("jdbc:postgresql:")
        ? List.of(4) // of lines that nobody took
        : shown.text().contains("--follow") ? List.of(130) : List.of(0, 1, 3);
  }

  /** A page leaves out what differs from machine to machine. */
  private static String asShown(List<String> output) {
    return Pattern.quote(String.join("\n", output) + "\n").replace("…", "\\E.*\\Q");
  }

  @Test
  void whatIsNotTypedIsStillThere() throws IOException {
    for (String begin : NOT_TYPED.keySet()) {
      boolean there = false;
      for (Path page : ShownCommand.pages().toList()) {
        there |= ShownCommand.of(page).stream().anyMatch(shown -> shown.text().startsWith(begin));
      }
      assertThat(there).as(begin).isTrue();
    }
  }

  @Test
  void theGatewaysCommandsWatchAndInstall() throws Exception {
    Requires.libpcap();
    Requires.tools("openssl", "setpriv");
    for (ShownCommand shown : ShownCommand.of(GATEWAY)) {
      if (shown.text().startsWith("openssl")) { // there is no Microsoft 365 here
        Typed answer = type(shown.text().replaceFirst("-connect \\S+", "-connect 127.0.0.1:1"));
        assertThat(answer.said()).contains("onnection refused").doesNotContain("nknown option");
      } else {
        Typed answer = typeShown(shown);
        assertThat(answer.code()).as(shown.text() + "\n" + answer.said()).isIn(0, 1, 3);
        if (shown.text().contains(" --user nobody")) {
          assertThat(answer.said())
              .contains("\"tlsfloor.run\"", "runs as nobody with CAP_NET_RAW")
              .doesNotContain("not there");
        }
      }
    }

    Path machine = folder.resolve("machine");
    assertThat(machine.resolve("etc/tlsfloor/tlsfloor.conf")).content().contains("interface");
    assertThat(machine.resolve("etc/systemd/system/tlsfloor.service")).exists();
    assertThat(Files.isExecutable(machine.resolve("usr/lib/tlsfloor/tlsfloor"))).isTrue();
    assertThat(Files.isSymbolicLink(machine.resolve("usr/bin/tlsfloor"))).isTrue();
    assertThat(machine.resolve("said"))
        .content()
        .contains("systemctl daemon-reload", "systemctl enable --now tlsfloor", "kill -s USR1");
  }
}
