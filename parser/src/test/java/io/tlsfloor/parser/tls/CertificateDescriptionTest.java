package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.FieldSink;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                        | values of a certificate                       | texts as 2a
          UTF8String in a name          | 300b 3109 3007 0603 550403 0c00               | 300b 3109 3007 0603 550403 0c00
          a common name                 | 300d 310b 3009 0603 550403 0c02 6162          | 300d 310b 3009 0603 550403 0c02 2a2a
          PrintableString and IA5String | 3008 1302 4142 1602 6162                      | 3008 1302 2a2a 1602 2a2a
          names inside an OCTET STRING  | 0406 3004 8202 6162                           | 0406 3004 8202 2a2a
          bytes that are no DER         | 0403 010203                                   | 0403 2a2a2a
          numbers, times, keys          | 0201 05 1702 3132 0302 00ff                   | 0201 05 1702 3132 0302 00ff
          a length of two bytes         | 0c82 0002 6162                                | 0c82 0002 2a2a
          a length beyond the end       | 0c7f 6162                                     | 2a2a 2a2a
          a length that is nonsense     | 0c84 ffffffff 6162                            | 2a2a 2a2a2a2a 2a2a
          """)
  void areFound(String what, String values, String expected) {
    String body = values.replace(" ", "");
    String length = String.format("%06x", body.length() / 2);
    String list = String.format("%06x", body.length() / 2 + 3);
    byte[] message = HexFormat.of().parseHex("0b000000" + list + length + body);

    for (int at : secret(message).stream().toArray()) {
      message[at] = 0x2A;
    }

    assertThat(HexFormat.of().formatHex(message, 10, message.length))
        .isEqualTo(expected.replace(" ", ""));
  }

  @Test
  void areFoundInEachCertificateOfTheList() {
    byte[] message =
        HexFormat.of()
            .parseHex("0b00000e" + "00000e" + "000003" + "0c0161" + "000003" + "0c0162" + "0c");

    assertThat(secret(message)).hasToString("{12, 18, 19}");
  }

  @Test
  void anyBytesAreReadWithinTheirBounds() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = new byte[4 + random.nextInt(64)];
      random.nextBytes(message);
      BitSet found = secret(message);
      assertThat(found.length()).isLessThanOrEqualTo(message.length);
    }
  }
}
