package io.tlsfloor.cli.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
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
  private static final boolean UPDATE = System.getProperty("update") != null;
  private static final Pattern PLACE =
      Pattern.compile("frame (\\d+) offset (\\d+): ((?:[0-9a-f]{2} ?)+)");

  @TestFactory
  Stream<DynamicTest> tellsTheStoryOfAConnection() {
    return Sample.each(ExplainSamplesTest::checkText);
  }

  @TestFactory
  Stream<DynamicTest> showsBytesThatAreInTheFileWhereItSays() {
    return Sample.each(ExplainSamplesTest::checkBytes);
  }

  private static Said explain(String... args) {
    String[] all = new String[args.length + 1];
    all[0] = "explain";
    System.arraycopy(args, 0, all, 1, args.length);
    return new Cli().environment("COLUMNS", "100").with(all);
  }

  private static void checkText(Sample sample) throws IOException {
    Said said = explain(telling(sample));
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    Path expected = sample.file("explain.txt");
    if (UPDATE) {
      Files.writeString(expected, said.out());
      return;
    }
    assertThat(expected).as("write it with -Dupdate, and review it").exists();
    assertThat(Cli.layout(said.out())).isEqualTo(Cli.layout(Files.readString(expected)));
  }

  /** The first flagged connection, else the first one, else the first frame. */
  private static String telling(Sample sample) {
    JsonNode best = null;
    for (JsonNode line : sample.lines().connections()) {
      if (best == null || isAlert(line) && !isAlert(best)) {
        best = line;
      }
    }
    if (best == null) {
      return sample.capture() + "#1";
    }
    JsonNode frames = best.at("/tlsfloor/capture/frames");
    long frame = frames.at("/client_hello/0").asLong(frames.at("/server_hello/0").asLong(0));
    return sample.capture() + "#" + (frame > 0 ? frame : best.at("/network/community_id").asText());
  }

  private static boolean isAlert(JsonNode line) {
    return line.at("/event/kind").asText().equals("alert");
  }

  private static void checkBytes(Sample sample) throws IOException {
    Said said = explain("--all", sample.capture().toString());
    assertThat(said.code()).as(said.err()).isEqualTo(ExitCode.CLEAN);
    List<WireFile.Read> frames = WireFile.read(Files.readAllBytes(sample.capture()));
    int places = 0;
    for (Matcher place = PLACE.matcher(said.out()); place.find(); places++) {
      byte[] frame = frames.get(Integer.parseInt(place.group(1)) - 1).frame().bytes();
      int offset = Integer.parseInt(place.group(2));
      byte[] shown = WireBytes.hex(place.group(3));
      String there = HexFormat.of().formatHex(frame, offset, offset + shown.length);
      assertThat(there).as(place.group()).isEqualTo(HexFormat.of().formatHex(shown));
    }
    if (!said.out().startsWith("There is no TLS connection")) {
      assertThat(places).as("places shown of " + sample).isPositive();
    }
    assertThat(said.out()).doesNotContain("\u001b");
  }
}
