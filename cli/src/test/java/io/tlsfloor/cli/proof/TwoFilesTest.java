package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two sides of a NAT, each captured into a file of its own: each connection is told once. */
class TwoFilesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final byte[] OUTSIDE = {(byte) 192, 0, 2, 1};
  private static final long SECOND = 1_000_000_000L;

  @TempDir private Path folder;

  private final List<Packet> all =
      Sample.all().stream()
          .filter(sample -> sample.name().equals("nat-both-sides"))
          .findFirst()
          .orElseThrow()
          .packets();

  @ParameterizedTest
  @ValueSource(longs = {-1_900_000_000L, -300_000_000L, 0, 300_000_000L, 1_900_000_000L})
  void tellEachConnectionOnceFromTheInside(long skew) throws IOException {
    List<String> told = told(side(TwoFilesTest::isInside, 0), side(TwoFilesTest::isOutside, skew));

    assertThat(told)
        .map(line -> line.replaceAll(" as [0-9.]*", ""))
        .containsExactlyInAnyOrder(
            "10.20.3.102 TLS 1.0 established", "10.20.3.103 TLS 1.1 refused");
  }

  @Test
  void nameTheOutsideAddressWhereTheyOverlap() throws IOException {
    List<String> told = told(side(TwoFilesTest::isInside, 0), side(TwoFilesTest::isOutside, 0));

    assertThat(told)
        .containsExactlyInAnyOrder(
            "10.20.3.102 as 192.0.2.1 TLS 1.0 established",
            "10.20.3.103 as 192.0.2.1 TLS 1.1 refused");
  }

  @Test
  void areTwoStoriesWhereTheirTimesAreApart() throws IOException {
    assertThat(told(side(TwoFilesTest::isInside, 0), side(TwoFilesTest::isOutside, 30 * SECOND)))
        .hasSize(4);
  }

  @Test
  void areToldTheSameWithEvidence() throws IOException {
    List<Packet> inside = side(TwoFilesTest::isInside, 0);
    List<Packet> outside = side(TwoFilesTest::isOutside, -SECOND);
    String evidence = folder.resolve("evidence.pcapng").toString();

    assertThat(told(inside, outside, "--evidence", evidence)).isEqualTo(told(inside, outside));
  }

  @Test
  void tellAnotherTapOfTheSameSideOnceToo() throws IOException {
    assertThat(told(all, side(TwoFilesTest::isOutside, 0))).hasSize(2);
  }

  private List<Packet> side(Predicate<Packet> side, long later) {
    return all.stream()
        .filter(side)
        .map(p -> new Packet(p.nanos() + later, p.linkType(), p.bytes(), p.originalLength()))
        .toList();
  }

  private static boolean isOutside(Packet packet) {
    byte[] frame = packet.bytes();
    return frame.length > 34
        && frame[12] == 8
        && frame[13] == 0
        && (Arrays.equals(frame, 26, 30, OUTSIDE, 0, 4)
            || Arrays.equals(frame, 30, 34, OUTSIDE, 0, 4));
  }

  private static boolean isInside(Packet packet) {
    return packet.bytes()[12] == 8 && packet.bytes()[13] == 0 && !isOutside(packet);
  }

  private List<String> told(List<Packet> one, List<Packet> two, String... options)
      throws IOException {
    CaptureWriter form = CaptureWriter.all().get(1);
    List<String> command = new ArrayList<>(List.of("scan", "--all", "--format", "jsonl"));
    command.addAll(List.of(options));
    command.add(Files.write(folder.resolve("one.pcap"), form.write(one)).toString());
    command.add(Files.write(folder.resolve("two.pcap"), form.write(two)).toString());
    List<String> told = new ArrayList<>();
    for (String line : Cli.run(command.toArray(new String[0])).lines()) {
      JsonNode json = JSON.readTree(line);
      if (json.at("/event/dataset").asText().equals("tlsfloor.connection")) {
        told.add(
            json.at("/source/ip").asText()
                + " as "
                + json.at("/tlsfloor/nat/ip").asText()
                + " "
                + json.at("/tlsfloor/offered/max").asText()
                + " "
                + json.at("/tlsfloor/outcome").asText());
      }
    }
    return told;
  }
}
