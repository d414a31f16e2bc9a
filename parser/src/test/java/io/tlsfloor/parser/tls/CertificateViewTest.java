package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CertificateViewTest {
  private static final byte[] TWO = WireBytes.hex("00000b 000003 aabbcc 000002 ddee");

  private final CertificateView view = new CertificateView();

  @Test
  void findsTheFirstCertificate() {
    for (Placed at : Placed.everywhere(TWO)) {
      assertThat(view.wrap(at.buffer(), at.start(), at.length())).isTrue();

      assertThat(view.certificateStart()).isEqualTo(at.start() + 6);
      assertThat(view.certificateLength()).isEqualTo(3);
    }
  }

  @Test
  void anEmptyListIsSoundAndHasNoCertificate() {
    assertThat(view.wrap(ByteBuffer.wrap(new byte[3]), 0, 3)).isTrue();

    assertThat(view.certificateLength()).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no length                   | 0000               | 0 (certificate_list): TRUNCATED
          list longer than the body   | 000004 000000      | 3 (certificate_list): TRUNCATED
          bytes after the list        | 000004 000001 aa 00| 7 (Certificate): TRAILING_BYTES
          certificate of no bytes     | 000003 000000      | 3 (ASN.1Cert): BAD_LENGTH
          certificate longer than it  | 000004 000002 aa   | 6 (ASN.1Cert): TRUNCATED
          half a length               | 000006 000001 aa 0000 | 7 (ASN.1Cert): TRUNCATED
          """)
  void saysWhereAndWhy(String name, String hex, String expected) {
    byte[] body = WireBytes.hex(hex);

    assertThat(view.wrap(ByteBuffer.wrap(body), 0, body.length)).isFalse();

    assertThat(view.failure()).hasToString("malformed at offset " + expected);
  }

  @Test
  void theFirstCertificateIsHadBeforeTheRest() {
    for (int length = 0; length <= TWO.length; length++) {
      Progress progress = view.wrapFirst(ByteBuffer.wrap(TWO), 0, length);

      assertThat(progress).isEqualTo(length < 9 ? Progress.NEED_MORE : Progress.DONE);
      assertThat(view.certificateLength()).isEqualTo(length < 9 ? 0 : 3);
    }
    assertThat(view.certificateStart()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({"000000000000", "000004000002", "000003000001"})
  void theFirstCertificateMustFitIntoItsList(String hex) {
    assertThat(view.wrapFirst(ByteBuffer.wrap(WireBytes.hex(hex)), 0, 6))
        .isEqualTo(Progress.MALFORMED);
  }
}
