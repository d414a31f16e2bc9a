package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.tls.HandshakeType;
import org.junit.jupiter.api.Test;

class MessageHistoryTest {
  private final MessageHistory history = new MessageHistory();

  @Test
  void writesTheClientInCapitals() {
    history.message(1, HandshakeType.CLIENT_HELLO, null);
    history.message(0, HandshakeType.SERVER_HELLO, null);
    history.add(0, MessageHistory.ALERT);
    history.add(1, MessageHistory.CHANGE_CIPHER_SPEC);

    assertThat(history.text(1, "")).isEqualTo("CslI");
    assertThat(history.text(0, "")).isEqualTo("cSLi");
    for (String another : new String[] {"CslI", "cSL", "cSLiX", "cSLi"}) {
      assertThat(history.text(0, another)).isEqualTo("cSLi");
    }
  }

  @Test
  void isEmptyWhereNothingCame() {
    assertThat(history.text(0, "")).isEmpty();
  }

  @Test
  void beginsAgainForAnotherConnection() {
    history.add(0, MessageHistory.ALERT);
    history.clear();
    history.add(1, MessageHistory.ALERT);

    assertThat(history.text(0, "")).isEqualTo("l");
  }

  @Test
  void endsWhereZeekEndsIt() {
    for (int i = 0; i < 2 * MessageHistory.MAX_LETTERS; i++) {
      history.message(i & 1, 99, null);
    }

    assertThat(history.text(0, "")).hasSize(MessageHistory.MAX_LETTERS).startsWith("Zz");
  }
}
