package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tlsfloor.capture.track.AnalyzerOptions;
import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import java.io.IOException;
import java.nio.file.Files;
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
  private static final Path LISTS = Path.of("rules/src/main/resources/io/tlsfloor/rules/catalogue");
  private static final List<String> INSTANCES =
      List.of("Worldwide", "China", "USGovDoD", "USGovGCCHigh");

  @TempDir private Path folder;

  @TestFactory
  Stream<DynamicTest> everySampleGivesTheSameVerdicts() throws IOException {
    List<Judge> judges = new ArrayList<>();
    Policy policy = policy();
    for (String instance : INSTANCES) {
      judges.add(new Judge(policy, Catalogue.load(list(instance), instance)));
    }
    AnalyzerOptions options = AnalyzerOptions.standard(policy.homeNetworks()::contains);
    return Sample.all().stream()
        .map(
            sample ->
                DynamicTest.dynamicTest(
                    sample.name(),
                    () -> {
                      List<Packet> moved = MovedToIpv6.of(sample.packets());
                      for (Judge judge : judges) {
                        assertThat(movedBack(Verdicts.of(moved, judge, options)))
                            .isEqualTo(movedBack(Verdicts.of(sample.packets(), judge, options)));
                      }
                    }));
  }

  private static List<String> movedBack(List<Verdict> verdicts) {
    return verdicts.stream().map(v -> MovedToIpv6.back(v.toString())).sorted().toList();
  }

  /** The home networks, and what the map makes of them. */
  private static Policy policy() {
    Policy standard = Policy.standard();
    List<IpPrefix> home = new ArrayList<>(standard.homeNetworks().prefixes());
    for (IpPrefix prefix : standard.homeNetworks().prefixes()) {
      if (prefix.toString().contains(".")) {
        home.add(IpPrefix.parse(MovedToIpv6.prefix(prefix.toString())));
      }
    }
    return new Policy(
        standard.floor(),
        standard.minSeverity(),
        standard.minConfidence(),
        standard.anyService(),
        standard.rules(),
        standard.directions(),
        standard.instances(),
        new HomeNetworks(home));
  }

  /** An endpoint list that holds each of its IPv4 prefixes once more, mapped. */
  private Path list(String instance) throws IOException {
    ObjectMapper json = new ObjectMapper();
    JsonNode sets = json.readTree(LISTS.resolve(instance + ".json").toFile());
    for (JsonNode set : sets) {
      if (set.has("ips")) {
        ArrayNode ips = (ArrayNode) set.get("ips");
        List<String> mapped = new ArrayList<>();
        ips.forEach(
            prefix -> {
              if (prefix.asText().contains(".")) {
                mapped.add(MovedToIpv6.prefix(prefix.asText()));
              }
            });
        mapped.forEach(ips::add);
      }
    }
    return Files.writeString(folder.resolve(instance + ".json"), sets.toString());
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
