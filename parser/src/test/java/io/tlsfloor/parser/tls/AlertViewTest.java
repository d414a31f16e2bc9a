package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AlertViewTest {
  private final AlertView alert = new AlertView();

  @ParameterizedTest(name = "{0} is {2}")
  @CsvSource({
    "0246, 2, protocol_version",
    "0100, 1, close_notify",
    "0228, 2, handshake_failure",
    "0256, 2, inappropriate_fallback",
    "02fe, 2, alert_254"
  })
  void readsLevelAndDescription(String hex, int level, String description) {
    for (Placed at : Placed.everywhere(WireBytes.hex(hex))) {
      assertThat(alert.wrap(at.buffer(), at.start(), at.length())).isTrue();
      assertThat(alert.level()).isEqualTo(level);
      assertThat(AlertNames.name(alert.description())).isEqualTo(description);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "02", "024600", "0046", "0346", "2a46b1009f1c3c55aa00112233445566"})
  void anythingElseIsEncryptedOrNoAlert(String hex) {
    byte[] bytes = WireBytes.hex(hex);

    assertThat(alert.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isFalse();
  }

  @Test
  void everyNumberHasAName() {
    for (int number = 0; number < 256; number++) {
      assertThat(AlertNames.name(number)).matches("[a-z_0-9]+");
    }
  }
}
