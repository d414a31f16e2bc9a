package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireBytes;
import org.junit.jupiter.api.Test;

final class HandshakeHeaderTest {
  @Test
  void readsTypeAndLength() {
    for (Placed at : Placed.everywhere(WireBytes.hex("02 fedcba"))) {
      assertThat(HandshakeHeader.type(at.buffer(), at.start()))
          .isEqualTo(HandshakeType.SERVER_HELLO);
      assertThat(HandshakeHeader.length(at.buffer(), at.start())).isEqualTo(0xFEDCBA);
    }
  }
}
