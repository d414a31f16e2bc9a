package io.tlsfloor.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every sample has the explanation of one of its connections, {@code explain.txt}, and every byte
 * that explanations of all of them show is in the file where they say. {@code -Dupdate} writes the
 * texts again: review the difference like code.
 */
class ExplainSamplesTest {
  private static final Path SAMPLES = Project.path("samples");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final boolean UPDATE = System.getProperty("update") != null;
  private static final Pattern PLACE =
      Pattern.compile("frame (\\d+) offset (\\d+): ((?:[0-9a-f]{2} ?)+)");

  @TestFactory
  Stream<DynamicTest> tellsTheStoryOfAConnection() throws IOException {
    return forEachSample(ExplainSamplesTest::checkText);
  }

  @TestFactory
  Stream<DynamicTest> showsBytesThatAreInTheFileWhereItSays() throws IOException {
    return forEachSample(ExplainSamplesTest::checkBytes);
  }

  private static Stream<DynamicTest> forEachSample(Consumer<Path> check) throws IOException {
    List<Path> captures;
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      captures = folders.sorted().map(ExplainSamplesTest::capture).filter(Files::exists).toList();
    }
    assertThat(captures).as("samples with a capture").hasSizeGreaterThanOrEqualTo(10);
    return captures.stream()
        .map(
            capture ->
                DynamicTest.dynamicTest(
                    capture.getParent().getFileName().toString(), () -> check.accept(capture)));
  }

  private static Path capture(Path folder) {
    Path pcapng = folder.resolve("capture.pcapng");
    return Files.exists(pcapng) ? pcapng : folder.resolve("capture.pcap");
  }

  private static Said explain(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "explain";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Cli().environment("COLUMNS", "100").with(all);
  }

  private static void checkText(Path capture) {
    try {
      Said said = explain(telling(capture));
      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
      Path expected = capture.resolveSibling("explain.txt");
      if (UPDATE) {
        Files.writeString(expected, said.out());
        return;
      }
      assertThat(expected).as("write it with -Dupdate, and review it").exists();
      assertThat(Cli.layout(said.out())).isEqualTo(Cli.layout(Files.readString(expected)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The first flagged connection, else the first one, else the first frame. */
  private static String telling(Path capture) throws IOException {
    Said scan = Cli.run("scan", "--all", "--format", "jsonl", capture.toString());
    JsonNode best = null;
    for (String text : scan.lines()) {
      JsonNode line = JSON.readTree(text);
      boolean connection = line.at("/event/dataset").asText().equals("tlsfloor.connection");
      boolean alert = line.at("/event/kind").asText().equals("alert");
      if (connection && (best == null || alert && !isAlert(best))) {
        best = line;
      }
    }
    if (best == null) {
      return capture + "#1";
    }
    JsonNode frames = best.at("/tlsfloor/capture/frames");
    long frame = frames.at("/client_hello/0").asLong(frames.at("/server_hello/0").asLong(0));
    return capture + "#" + (frame > 0 ? frame : best.at("/network/community_id").asText());
  }

  private static boolean isAlert(JsonNode line) {
    return line.at("/event/kind").asText().equals("alert");
  }

  private static Said explain(String telling) {
    return explain(telling.split("\n"));
  }

  private static void checkBytes(Path capture) {
    try {
      Said said = explain("--all", capture.toString());
      assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
      List<WireFile.Read> frames = WireFile.read(Files.readAllBytes(capture));
      int places = 0;
      for (Matcher place = PLACE.matcher(said.out()); place.find(); places++) {
        byte[] frame = frames.get(Integer.parseInt(place.group(1)) - 1).frame().bytes();
        int offset = Integer.parseInt(place.group(2));
        byte[] shown = WireBytes.hex(place.group(3));
        String there = HexFormat.of().formatHex(frame, offset, offset + shown.length);
        assertThat(there).as(place.group()).isEqualTo(HexFormat.of().formatHex(shown));
      }
      boolean none = said.out().startsWith("There is no TLS connection");
      if (!none) {
        assertThat(places).as("places shown of " + capture).isPositive();
      }
      String bytes =
          new String(said.out().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      assertThat(bytes).doesNotContain("\u001b");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
