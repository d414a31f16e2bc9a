package io.tlsfloor.cli.proof;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.cli.proof.Verdicts.Verdict;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import io.tlsfloor.rules.Policy;
import io.tlsfloor.rules.catalogue.Catalogue;
import io.tlsfloor.rules.judge.Judge;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An endpoint list and home networks that hold each of their IPv4 prefixes once more, as {@link
 * MovedToIpv6} maps it: what judges moved packets and others alike.
 */
final class MovedLists {
  private static final Path LISTS =
      Project.path("rules/src/main/resources/io/tlsfloor/rules/catalogue");

  private final Judge judge;
  private final AnalyzerOptions options;

  /** The bundled list of an instance, written to {@code folder}. */
  MovedLists(Path folder, String instance) throws IOException {
    Policy standard = Policy.standard();
    Policy policy =
        new Policy(
            standard.floor(),
            standard.minSeverity(),
            standard.minConfidence(),
            standard.anyService(),
            standard.rules(),
            standard.directions(),
            standard.instances(),
            homeNetworks(),
            standard.adjustments());
    judge = new Judge(policy, Catalogue.load(list(folder, instance), instance));
    options = AnalyzerOptions.standard(policy.homeNetworks()::contains);
  }

  /** The verdicts on {@code packets} by these lists, sorted. */
  List<Verdict> verdicts(List<WireFrame> packets) {
    return Verdicts.of(packets, judge, options);
  }

  private static HomeNetworks homeNetworks() {
    List<IpPrefix> home = new ArrayList<>();
    for (IpPrefix prefix : Policy.standard().homeNetworks().prefixes()) {
      home.add(prefix);
      if (prefix.toString().contains(".")) {
        home.add(IpPrefix.parse(MovedToIpv6.prefix(prefix.toString())));
      }
    }
    return new HomeNetworks(home);
  }

  private static Path list(Path folder, String instance) throws IOException {
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
}
