package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The form of a capture file makes no difference, nor that it was rotated: the whole command says
 * the same of every sample.
 */
@TakesLong("every sample is written again in several formats")
class OtherFilesTest {
  private static final String[] SCAN = {"--all", "--direction", "any", "--format", "jsonl"};
  private static final int ROTATIONS = Rounds.count(4);
  private static final int MAX_PARTS = 5;

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everyFormOfAFile() {
    return Sample.each(this::checkForms);
  }

  private void checkForms(Sample sample) throws IOException {
    List<String> expected = told(sample.scan(SCAN));
    for (WireFile.Form form : WireFile.Form.all()) {
      if (form.fits(sample.packets())) {
        Path file = folder.resolve("form");
        Files.write(file, form.write(sample.packets()));
        assertThat(scanned(file)).as("%s as %s", sample, form).containsExactlyElementsOf(expected);
      }
    }
  }

  @TestFactory
  Stream<DynamicTest> rotatedFiles() {
    return Sample.tests(
        Sample.all().stream().filter(sample -> isInOrder(sample.packets())), this::checkRotated);
  }

  /** A rotated set goes on where the file before ended; packets out of time order begin another. */
  private static boolean isInOrder(List<WireFrame> packets) {
    for (int i = 1; i < packets.size(); i++) {
      if (packets.get(i).nanos() < packets.get(i - 1).nanos()) {
        return false;
      }
    }
    return packets.size() >= MAX_PARTS;
  }

  private void checkRotated(Sample sample) throws IOException {
    List<String> expected = told(sample.scan(SCAN));
    for (int round = 0; round < ROTATIONS; round++) {
      Random random = Rounds.random(round);
      TreeSet<Integer> cuts = new TreeSet<>(List.of(0, sample.packets().size()));
      int parts = 2 + random.nextInt(MAX_PARTS - 1);
      while (cuts.size() <= parts) {
        cuts.add(random.nextInt(sample.packets().size()));
      }
      Path set = Files.createDirectory(folder.resolve(sample.name() + round));
      WireFile.Form form = WireFile.Form.all().get(random.nextInt(WireFile.Form.all().size()));
      WireFile.Form fitting = form.fits(sample.packets()) ? form : WireFile.Form.all().get(7);
      int from = cuts.pollFirst();
      int number = 0;
      for (int to : cuts) {
        byte[] part = fitting.write(sample.packets().subList(from, to));
        Files.write(set.resolve("part-" + ++number + ".cap"), part);
        from = to;
      }
      assertThat(scanned(set))
          .as("%s in %d files, %s", sample, number, Rounds.again(round))
          .containsExactlyElementsOf(expected);
    }
  }

  /** Shows what a scan tells of connections, without what depends on files and frames: sorted. */
  private static List<String> told(Said said) {
    assertThat(said.code()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS);
    return said.connections().stream().map(OtherFilesTest::facts).sorted().toList();
  }

  private static List<String> scanned(Path input) {
    return told(
        Cli.run(
            Stream.of(Stream.of("scan"), Stream.of(SCAN), Stream.of(input.toString()))
                .flatMap(words -> words)
                .toArray(String[]::new)));
  }

  private static String facts(JsonNode line) {
    StringBuilder facts = new StringBuilder();
    for (JsonNode name : line.at("/tlsfloor/names")) {
      ((ObjectNode) name).remove(List.of("file", "frame")); // where a DNS answer lies
    }
    for (String path :
        List.of(
            "/source/ip",
            "/source/port",
            "/destination/ip",
            "/destination/port",
            "/network/direction",
            "/tlsfloor/offered",
            "/tlsfloor/negotiated",
            "/tlsfloor/inferred",
            "/tlsfloor/outcome",
            "/tlsfloor/service",
            "/tlsfloor/names",
            "/tlsfloor/nat",
            "/tlsfloor/tunnels",
            "/tlsfloor/prefaces",
            "/rule/name")) {
      facts.append(path).append('=').append(line.at(path)).append(' ');
    }
    // A name says where it was read, and that is another file here.
    return facts.toString().replaceAll(",\"file\":\"[^\"]*\",\"frame\":[0-9]+", "");
  }
}
