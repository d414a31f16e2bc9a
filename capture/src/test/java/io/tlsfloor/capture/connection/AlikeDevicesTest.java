package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsConnection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Devices without entropy, which boot together and say the same hello, byte for byte, captured on
 * both sides of their NAT.
 */
class AlikeDevicesTest {
  /** Both sides of the NAT one after the other, in groups of so many devices. */
  @ParameterizedTest(name = "{0} at a time")
  @ValueSource(ints = {1, 7, 40})
  void eachIsToldOnce(int group) {
    List<String> script = new ArrayList<>();
    for (int first = 0; first < 40; first += group) {
      int end = Math.min(40, first + group);
      for (int device = first; device < end; device++) {
        refused(script, "10.0.1." + device + ":40000");
      }
      for (int device = first; device < end; device++) {
        refused(script, "198.51.100.7:" + (50_000 + device));
      }
    }
    script.add("2000ms C");
    List<TlsConnection> told = new PacketScript(script).analyzed().connections();

    assertThat(told).hasSize(40);
    assertThat(told).allMatch(each -> each.client().toString().startsWith("10.0.1."));
    assertThat(told.stream().map(each -> each.nat().orElseThrow())).doesNotHaveDuplicates();
  }

  /** Whoever repeats one hello without end makes none of them dear to compare. */
  @Test
  void manyThatAreOnOneSideAloneAreEachToldOnce() {
    List<String> script = new ArrayList<>();
    for (int device = 0; device < 200; device++) {
      refused(script, "10.0.1." + device + ":40000");
    }
    assertThat(new PacketScript(script).analyzed().connections()).hasSize(200);
  }

  private static void refused(List<String> script, String client) {
    script.add("between " + client + " 52.96.1.10:443");
    script.addAll(List.of("C S", "S SA", "C", "C hello 1.0 7", "S alert 2 70"));
  }
}
