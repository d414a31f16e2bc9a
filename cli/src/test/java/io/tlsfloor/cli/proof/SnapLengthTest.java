package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.testing.TakesLong;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The samples, captured with a snap length: behind each dialogue and in each tunnel the same is
 * told or less, and a capture that hides what would be flagged is never shown as clean.
 */
@TakesLong("every sample is cut to many lengths")
class SnapLengthTest {
  private static final int[] SNAP_LENGTHS = {64, 68, 80, 96, 128, 160, 200, 256, 384, 512, 1100};

  /** The two sides of a NAT are told as one by equal hellos, which must be whole. */
  private static final Set<String> WITH_NAT = Set.of("nat-both-sides", "nat-merged", "any-device");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> tellsTheSameOrLessAndHidesNothing() {
    return Sample.tests(
        Sample.all().stream()
            .filter(sample -> sample.isSmall() && !WITH_NAT.contains(sample.name())),
        this::check);
  }

  private void check(Sample sample) throws Exception {
    List<Verdict> whole = Verdicts.of(sample);
    boolean flagged = sample.scan("--quiet").code() == ExitCode.FLAGGED;
    for (int snapLength : SNAP_LENGTHS) {
      List<WireFrame> cut =
          sample.packets().stream().map(packet -> cut(packet, snapLength)).toList();
      List<Verdict> told = Verdicts.of(cut);

      Verdicts.assertWeaker(told, whole);
      if (flagged && !found(told).containsAll(found(whole))) {
        assertThat(scan(sample, cut))
            .as("%s at %d bytes: %s, where there is %s", sample, snapLength, told, whole)
            .isNotEqualTo(ExitCode.CLEAN);
      }
    }
  }

  /** Ends of connections to the service with something found. */
  private static Set<String> found(List<Verdict> verdicts) {
    Set<String> found = new HashSet<>();
    for (Verdict verdict : verdicts) {
      if (verdict.service().isPresent() && !verdict.rules().isEmpty()) {
        found.add(verdict.client() + " " + verdict.server());
      }
    }
    return found;
  }

  private ExitCode scan(Sample sample, List<WireFrame> packets) throws Exception {
    Path file = folder.resolve(sample.name() + ".pcapng");
    Files.write(file, WireFile.Form.PCAPNG.write(packets));
    return Cli.run("scan", "--quiet", file.toString()).code();
  }

  private static WireFrame cut(WireFrame packet, int snapLength) {
    return new WireFrame(
        packet.nanos(),
        packet.linkType(),
        Arrays.copyOf(packet.bytes(), Math.min(packet.bytes().length, snapLength)),
        packet.originalLength());
  }
}
