package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.watch.Gateway.Running;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds what is told of connections, without what differs between two captures of the same packets.
 */
final class LiveLines {

  /** Where and when the packets lie in a capture. */
  private static final Set<String> BY_CAPTURE =
      Set.of(
          "@timestamp",
          "message",
          "event",
          "observer",
          "capture",
          "run",
          "summary",
          "frame",
          "start",
          "end");

  private LiveLines() {}

  /** The connections among {@code lines}, in an order of their own. */
  static Set<String> of(List<String> lines) throws IOException {
    Set<String> verdicts = new TreeSet<>();
    for (JsonNode node : Lines.connections(lines)) {
      strip(node);
      verdicts.add(node.toString());
    }
    return verdicts;
  }

  /** Shows only what differs. */
  static void assertTold(Running watch, Set<String> expected) throws IOException {
    assertTold(watch, of(watch.lines()), expected);
  }

  /**
   * The same of a watch of both sides of a NAT: it tells of the inner one at once when nothing
   * comes, and on a busy machine a packet takes longer than that from one side to the other.
   */
  static void assertToldOfBothSides(Running watch, Set<String> expected) throws IOException {
    Set<String> told = of(watch.lines());
    assertThat(told).anyMatch(verdict -> verdict.contains("\"nat\":{"));
    assertTold(watch, withoutNat(told), withoutNat(expected));
  }

  private static Set<String> withoutNat(Set<String> verdicts) throws IOException {
    Set<String> without = new TreeSet<>();
    for (String verdict : verdicts) {
      ObjectNode node = (ObjectNode) Lines.json(verdict);
      node.remove("related"); // with the addresses of both
      ((ObjectNode) node.get("tlsfloor")).remove("nat");
      without.add(node.toString());
    }
    return without;
  }

  private static void assertTold(Running watch, Set<String> told, Set<String> expected) {
    Set<String> more = new TreeSet<>(told);
    more.removeAll(expected);
    Set<String> missing = new TreeSet<>(expected);
    missing.removeAll(told);
    assertThat(more).as("%s%nwhere the capture file has %s", watch.errors(), missing).isEmpty();
    assertThat(missing).as(watch.errors()).isEmpty();
  }

  private static void strip(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.remove(BY_CAPTURE);
    }
    node.forEach(LiveLines::strip);
  }
}
