package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Addresses are no more than numbers: every sample gives the same verdicts when it is moved to
 * IPv6, and the endpoint list and the home networks with it.
 */
class MovedToIpv6Test {
  private static final List<String> INSTANCES =
      List.of("Worldwide", "China", "USGovDoD", "USGovGCCHigh");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everySampleGivesTheSameVerdicts() throws IOException {
    List<MovedLists> all = new ArrayList<>();
    for (String instance : INSTANCES) {
      all.add(new MovedLists(folder, instance));
    }
    return Sample.each(
        sample -> {
          List<WireFrame> moved = MovedToIpv6.of(sample.packets());
          for (MovedLists lists : all) {
            assertThat(movedBack(lists.verdicts(moved)))
                .isEqualTo(movedBack(lists.verdicts(sample.packets())));
          }
        });
  }

  private static List<String> movedBack(List<Verdict> verdicts) {
    return verdicts.stream().map(v -> MovedToIpv6.back(v.toString())).sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "52.96.1.10,      52.96.1.10",
    "52.96.0.0/14,    52.96.0.0/14",
    "2603:1006::/40,  2603:1006::/40",
    "2001:db8:64::3460:10a, 52.96.1.10",
    "2001:db8:64::3460:0/110, 52.96.0.0/14"
  })
  void theMapCanBeUndone(String moved, String original) {
    assertThat(MovedToIpv6.back(moved)).isEqualTo(original);
  }
}
