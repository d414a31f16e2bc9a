package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireTalk;
import io.tlsfloor.testing.WireTalk.Said;
import java.util.List;

/** Holds what a script tells, however it is cut into segments. */
final class Told {
  private Told() {}

  static void assertTold(String script, String expected) {
    List<Said> events = WireTalk.of(script);
    assertThat(Replay.whole(events).told()).as("whole").isEqualTo(expected);
    assertThat(Replay.joined(events).told()).as("joined").isEqualTo(expected);
    assertThat(Replay.split(events).told()).as("split").isEqualTo(expected);
  }

  /** Returns what the client alone tells. */
  static String client(String script) {
    return Replay.oneSided(WireTalk.of(script), 0).told();
  }

  /** Returns what the server alone tells. */
  static String server(String script) {
    return Replay.oneSided(WireTalk.of(script), 1).told();
  }
}
