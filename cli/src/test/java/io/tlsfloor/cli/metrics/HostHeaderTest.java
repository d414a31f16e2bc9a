package io.tlsfloor.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a request may say that it asks. */
class HostHeaderTest {
  private static final Set<String> MACHINE = Set.of("gw1", "gw1.corp.example");

  private static boolean isOurs(String value) {
    return new HostHeader(value).isOf("metrics.corp.example", () -> MACHINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST:9365",
        "192.0.2.7:9365",
        "[2001:db8::7]:9365",
        "gw1:9365",
        "GW1.corp.example",
        "metrics.corp.example:9365"
      })
  void namesOfTheServerAreTaken(String value) {
    assertThat(isOurs(value)).isTrue();
  }

  /** Names that somebody elsewhere can have resolved to this machine. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":9365",
        "[::1",
        "gw1.evil.example:9365",
        "gw1.corp.example.evil.example",
        "localhost.evil.example",
        "192.0.2.7.evil.example",
        "gw2.corp.example"
      })
  void namesOfOthersAreNot(String value) {
    assertThat(isOurs(value)).isFalse();
  }

  @Test
  void whoNamesNoOneIsNotAnswered() {
    assertThat(new HostHeader(null).isOf("localhost", () -> MACHINE)).isFalse();
  }

  @Test
  void theMachineKnowsItsNames() {
    assertThat(HostHeader.machine()).isNotEmpty().doesNotContain("");
  }
}
