package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.FieldSink;
import io.tlsfloor.testing.Rounds;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The texts in a client's certificate, and whatever is not known; nothing else of it. */
class CertificateDescriptionTest {
  /** The bytes of a client's message that are described as secret, or not at all. */
  private static BitSet secret(byte[] message) {
    BitSet secret = new BitSet();
    BitSet known = new BitSet();
    FieldSink sink =
        (name, at, length, privacy, meaning, source) -> {
          (privacy.mayLeave() ? known : secret).set(at, at + length);
        };
    CertificateView.describe(sink, ByteBuffer.wrap(message), 4, message.length, true);
    known.flip(4, message.length);
    secret.or(known);
    secret.clear(0, 4);
    return secret;
  }

  @Test
  void ofAServerStayReadable() {
    byte[] message = HexFormat.of().parseHex("0b000009" + "000006" + "000003" + "0c0161");
    List<String> classes = new ArrayList<>();
    FieldSink sink = (name, at, length, privacy, meaning, source) -> classes.add(privacy.name());
    CertificateView.describe(sink, ByteBuffer.wrap(message), 4, message.length, false);

    assertThat(classes).containsOnly("PUBLIC");
  }

  @Test
  void areFoundInEachCertificateOfTheList() {
    byte[] message =
        HexFormat.of()
            .parseHex("0b00000e" + "00000e" + "000003" + "0c0161" + "000003" + "0c0162" + "0c");

    assertThat(secret(message)).hasToString("{10, 11, 12, 16, 17, 18, 19}");
  }

  @Test
  void anyBytesAreReadWithinTheirBounds() {
    Random random = new Random(7);
    for (int i = 0; i < Rounds.some(20_000); i++) {
      byte[] message = new byte[4 + random.nextInt(64)];
      random.nextBytes(message);
      BitSet found = secret(message);
      assertThat(found.length()).isLessThanOrEqualTo(message.length);
    }
  }
}
