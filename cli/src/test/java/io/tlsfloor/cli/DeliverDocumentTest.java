package io.tlsfloor.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.QueuedSink;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.FreePort;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rsyslog as docs/deliver.md configures it, between files of results and a real receiver. */
@TakesLong("rsyslog tries again each second")
class DeliverDocumentTest {
  private static final String NAME = "siem.example.com";

  @TempDir Path folder;
  private final List<Process> running = new ArrayList<>();
  private int relp;
  private int syslog;
  private int plain;

  @BeforeEach
  void prepare() throws Exception {
    Requires.tools("rsyslogd", "openssl");
    Requires.that(
        hasModules(),
        "rsyslog's modules omrelp and lmnsd_ossl",
        "install rsyslog-relp and rsyslog-openssl");
    for (String each : List.of("log", "sender", "receiver")) {
      Files.createDirectory(folder.resolve(each));
    }
    relp = FreePort.next();
    syslog = FreePort.next();
    plain = FreePort.next();
    certificate();
    Files.writeString(folder.resolve("receiver/conf"), receiver());
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : running) {
      process.destroyForcibly().waitFor();
    }
  }

  private void certificate() throws Exception {
    Process openssl =
        new ProcessBuilder(
                "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj"
                    .concat(" /CN=" + NAME + " -addext subjectAltName=DNS:" + NAME)
                    .concat(" -keyout siem.key -out siem.pem")
                    .split(" "))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("openssl.log").toFile())
            .start();
    assertThat(openssl.waitFor()).isZero();
  }

  /** A block of the document, with the places of this test. */
  private String documented(String begins) throws IOException {
    Matcher block =
        Pattern.compile("(?s)```rsyslog\\n(" + Pattern.quote(begins) + ".*?)```")
            .matcher(Files.readString(Project.path("docs/deliver.md")));
    assertThat(block.find()).as(begins).isTrue();
    return block
        .group(1)
        .replace("/var/log/tlsfloor/", folder.resolve("log") + "/")
        .replace("target=\"" + NAME + "\"", "target=\"127.0.0.1\"")
        .replace("port=\"2514\"", "port=\"" + relp + "\"")
        .replace("port=\"6514\"", "port=\"" + syslog + "\"")
        .replace("port=\"6515\"", "port=\"" + plain + "\"")
        .replace("/etc/ssl/certs/ca-certificates.crt", folder.resolve("siem.pem").toString())
        .replace("resumeInterval=\"5\"", "resumeInterval=\"1\"");
  }

  /** The configuration of a sender, with what the document says comes before everything else. */
  private static String first(String configuration) {
    Matcher first = Pattern.compile("(?m)^# .*(global\\(.*\\))$").matcher(configuration);
    assertThat(first.find()).isTrue();
    return first.group(1) + "\n";
  }

  private String receiver() {
    String tls =
        """
              streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon"
              streamDriver.caFile="FOLDER/siem.pem" streamDriver.certFile="FOLDER/siem.pem"
              streamDriver.keyFile="FOLDER/siem.key")
        """;
    return ("""
    global(workDirectory="FOLDER/receiver" maxMessageSize="64k" net.enableDNS="off")
    module(load="imtcp")
    module(load="imrelp" tls.tlslib="openssl")
    template(name="raw" type="string" string="%rawmsg%\\n")
    input(type="imrelp" address="127.0.0.1" port="RELP" maxDataSize="64k" ruleset="keep"
          tls="on" tls.caCert="FOLDER/siem.pem" tls.myCert="FOLDER/siem.pem"
          tls.myPrivKey="FOLDER/siem.key")
    input(type="imtcp" address="127.0.0.1" port="SYSLOG" ruleset="keep"
    """
            + tls
            + """
            input(type="imtcp" address="127.0.0.1" port="PLAIN" ruleset="keep"
            """
            + tls
            + """
            ruleset(name="keep") {
              action(type="omfile" file="FOLDER/kept" template="raw" asyncWriting="off" flushOnTXEnd="on")
            }
            """)
        .replace("FOLDER", folder.toString())
        .replace("\"RELP\"", "\"" + relp + "\"")
        .replace("\"SYSLOG\"", "\"" + syslog + "\"")
        .replace("\"PLAIN\"", "\"" + plain + "\"");
  }

  private Process start(String which) throws IOException {
    Process process =
        new ProcessBuilder(
                "rsyslogd", "-n", "-iNONE", "-f", folder.resolve(which + "/conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(folder.resolve(which + ".log").toFile()))
            .start();
    running.add(process);
    return process;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void startSender(String configuration) throws IOException {
    String places = "global(workDirectory=\"" + folder.resolve("sender") + "\")\n";
    Files.writeString(folder.resolve("sender/conf"), first(configuration) + places + configuration);
    start("sender");
  }

  private Process startReceiver() throws IOException {
    Process receiver = start("receiver");
    Await.until(() -> listens(relp) && listens(syslog) && listens(plain), this::said);
    return receiver;
  }

  private String said() {
    try {
      return Files.readString(folder.resolve("receiver.log"))
          + Files.readString(folder.resolve("sender.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static boolean hasModules() throws IOException {
    try (Stream<Path> all = Files.find(Path.of("/usr/lib"), 3, (file, is) -> isModule(file))) {
      return all.count() == 2;
    }
  }

  private static boolean isModule(Path file) {
    return file.endsWith("rsyslog/omrelp.so") || file.endsWith("rsyslog/lmnsd_ossl.so");
  }

  /** Shows what came, without the header of syslog. */
  private List<String> received() {
    try {
      Path file = folder.resolve("kept");
      return Files.exists(file)
          ? Files.readAllLines(file).stream()
              .map(line -> line.replaceFirst("^<[0-9]+>1 .*? - - - (?=CEF:0|\\{)", ""))
              .toList()
          : List.of();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void await(List<String> json, List<String> cef) {
    Await.until(
        () -> {
          Set<String> received = new HashSet<>(received());
          return received.containsAll(json) && received.containsAll(cef);
        },
        this::said);
  }

  private static void take(QueuedSink file, List<String> lines) throws IOException {
    for (String line : lines) {
      file.take(Chunk.of(line + "\n"));
    }
    file.settle();
  }

  @Test
  void aReceiverThatWasAwayHasEveryLineInTheEnd() throws Exception {
    String[] scan = {"scan", "--all", "samples/office-hour/capture.pcapng", "--format"};
    List<String> json = Cli.run(with(scan, "jsonl")).lines();
    List<String> cef = Cli.run(with(scan, "cef")).lines();
    Path jsonFile = folder.resolve("log/findings.jsonl");
    Path cefFile = folder.resolve("log/findings.cef");
    String configuration = documented("# /etc/rsyslog.d/tlsfloor.conf");
    List<String> events = new ArrayList<>();
    try (QueuedSink jsonSink = QueuedSink.file(jsonFile, events::add);
        QueuedSink cefSink = QueuedSink.file(cefFile, events::add)) {
      Process receiver = startReceiver();
      startSender(configuration);
      take(jsonSink, json.subList(0, 50));
      take(cefSink, cef.subList(0, 50));
      await(json.subList(0, 50), cef.subList(0, 50));

      receiver.destroy(); // SIGTERM
      receiver.waitFor();
      take(jsonSink, json.subList(50, 120));
      take(cefSink, cef.subList(50, 120));
      Files.move(jsonFile, folder.resolve("log/findings.jsonl-1")); // as logrotate does
      jsonSink.reopen();
      take(jsonSink, json.subList(120, json.size()));
      take(cefSink, cef.subList(120, cef.size()));
      startReceiver();

      await(json, cef);
    }
    assertThat(events).isEmpty();
    assertThat(received()).hasSizeLessThan(2 * (json.size() + cef.size()));
    assertThat(new HashSet<>(received())).hasSize(json.size() + cef.size());
  }

  @Test
  void aReceiverWithoutRelpTakesCefWithAHeaderAndJsonWithout() throws Exception {
    String configuration =
        documented("# /etc/rsyslog.d/tlsfloor.conf")
            .replaceFirst(
                "(?s)  action\\(.*?\\n}\\n",
                Matcher.quoteReplacement(documented("  if $msg startswith") + "}\n"));
    Files.writeString(folder.resolve("log/findings.jsonl"), "{\"event\":1}\n{\"event\":2}\n");
    Files.writeString(folder.resolve("log/findings.cef"), "CEF:0|a\nCEF:0|b\n");
    startReceiver();
    startSender(configuration);

    await(List.of("{\"event\":1}", "{\"event\":2}"), List.of("CEF:0|a", "CEF:0|b"));
    assertThat(Files.readAllLines(folder.resolve("kept")))
        .contains("{\"event\":2}")
        .anyMatch(line -> line.matches("<133>1 [^ ]+ [^ ]+ tlsfloor - - - CEF:0\\|b"));
  }

  private static String[] with(String[] words, String last) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(last);
    return all.toArray(String[]::new);
  }
}
