package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The texts in a certificate, and nothing else of it. */
class CertificateTextTest {
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
          an OCTET STRING that is a key | 0403 010203                                   | 0403 010203
          numbers, times, keys          | 0201 05 1702 3132 0302 00ff                   | 0201 05 1702 3132 0302 00ff
          a length of two bytes         | 0c82 0002 6162                                | 0c82 0002 2a2a
          a length beyond the end       | 0c7f 6162                                     | 0c7f 2a2a
          a length that is nonsense     | 0c84 ffffffff 6162                            | 0c84 ffffffff 2a2a
          """)
  void areFound(String what, String values, String expected) {
    String body = values.replace(" ", "");
    String length = String.format("%06x", body.length() / 2);
    String list = String.format("%06x", body.length() / 2 + 3);
    byte[] message = HexFormat.of().parseHex("0b000000" + list + length + body);

    for (int at : CertificateText.find(message, 4).stream().toArray()) {
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

    assertThat(CertificateText.find(message, 4)).hasToString("{12, 18}");
  }

  @Test
  void anyBytesAreReadWithinTheirBounds() {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] message = new byte[random.nextInt(64)];
      random.nextBytes(message);
      BitSet found = CertificateText.find(message, 4);
      assertThat(found.length()).isLessThanOrEqualTo(message.length);
    }
  }
}
