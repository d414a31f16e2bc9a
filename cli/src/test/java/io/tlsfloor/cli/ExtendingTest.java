package io.tlsfloor.cli;

import static io.tlsfloor.testing.WirePackets.ACK;
import static io.tlsfloor.testing.WirePackets.PSH;
import static io.tlsfloor.testing.WirePackets.tcpFrame;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireHello;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/dev/extending.md, followed. */
@TakesLong("compiles all modules")
class ExtendingTest {
  private static final Pattern EXAMPLE = Pattern.compile("```diff\n(.*?)```", Pattern.DOTALL);
  private static final List<String> MODULES =
      List.of("parser", "capture", "rules", "logs", "report", "inventory", "cli");
  private static final String CLIENT_TEXT = "10.20.3.41:40000";
  private static final WireEnd CLIENT = WireEnd.of(CLIENT_TEXT);
  private static final WireEnd SERVER = WireEnd.of("198.51.100.7:7000");

  @TempDir Path folder;

  @Test
  void whatTheExamplesAddShowsInAScan() throws IOException {
    Requires.tools("git");
    copySources();
    String page = Files.readString(Project.path("docs/dev/extending.md"));
    int examples = 0;
    for (Matcher each = EXAMPLE.matcher(page); each.find(); examples++) {
      Path patch = Files.writeString(folder.resolve("example.diff"), each.group(1));
      assertThat(run("git", "apply", patch.toString())).isEmpty();
    }
    assertThat(examples).isEqualTo(5);

    Path classes = compile();
    Path capture = Files.write(folder.resolve("relay.pcap"), capture());
    String capturePath = capture.toString();

    assertThat(scanned(classes, "tsv", capturePath).lines())
        .as("the relay's name makes it a service's connection")
        .contains("negotiated-below-floor\t" + CLIENT_TEXT, "rc4-chosen\t" + CLIENT_TEXT);
    assertThat(scanned(classes, "jsonl", capturePath)).contains("\"unflagged\":0");
    assertThat(scanned(classes, "csv", capturePath)).contains("\"ticket\",\"unflagged\",");
  }

  private String scanned(Path classes, String form, String capture) throws IOException {
    String classPath = classes + File.pathSeparator + System.getProperty("java.class.path");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return run(java, "-cp", classPath, Main.class.getName(), "scan", "--format=" + form, capture);
  }

  private void copySources() throws IOException {
    for (String module : MODULES) {
      Path from = Project.path(module + "/src/main/java");
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = folder.resolve(module + "/src/main/java").resolve(from.relativize(file));
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
    }
  }

  /** All sources by hand; what tools made of others is on the class path. */
  private Path compile() throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(folder)) {
      sources =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.endsWith("module-info.java"))
              .toList();
    }
    Path classes = Files.createDirectories(folder.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> problems = new ArrayList<>();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, UTF_8)) {
      boolean done =
          compiler
              .getTask(
                  null,
                  manager,
                  problem -> problems.add(problem.toString()),
                  List.of("-proc:none", "-d", classes.toString()),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(done).as(() -> String.join("\n", problems)).isTrue();
    }
    return classes;
  }

  private static byte[] capture() {
    byte[] request = "RELAY outlook.office365.com 443\r\n".getBytes(US_ASCII);
    byte[] reply = "OK\r\n".getBytes(US_ASCII);
    byte[] hello = WireHello.client(0x0301).suites(0x0005).record();
    byte[] choice = WireHello.server(0x0301).suites(0x0005).record();
    return WireFile.little()
        .pcap(WireFile.MICROS, 1)
        .record(1, 0, tcpFrame(CLIENT, SERVER, 1, 1, PSH | ACK, request))
        .record(1, 1, tcpFrame(SERVER, CLIENT, 1, 1 + request.length, PSH | ACK, reply))
        .record(
            1, 2, tcpFrame(CLIENT, SERVER, 1 + request.length, 1 + reply.length, PSH | ACK, hello))
        .record(
            1,
            3,
            tcpFrame(
                SERVER,
                CLIENT,
                1 + reply.length,
                1 + request.length + hello.length,
                PSH | ACK,
                choice))
        .bytes();
  }

  private String run(String... command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
