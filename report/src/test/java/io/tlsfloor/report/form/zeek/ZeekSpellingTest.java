package io.tlsfloor.report.form.zeek;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsVersion;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Versions as Zeek writes them. */
class ZeekSpellingTest {
  @Test
  void spellsVersionsAsZeekDoes() {
    assertThat(ZeekReport.version(TlsVersion.SSL_2_0)).isEqualTo("SSLv2");
    assertThat(ZeekReport.version(TlsVersion.TLS_1_3)).isEqualTo("TLSv13");
    assertThat(ZeekReport.version(TlsVersion.DTLS_1_0)).isEqualTo("DTLSv10");
    assertThat(ZeekReport.version(new TlsVersion(0x7f1c))).isEqualTo("unknown-32540");
  }

  @Test
  void theDigitsOfAnIdAreThoseOfItsNumberTheLastFirst() {
    String id = "f0e1d2c3b4a5968778695a4b3c2d1e0f";
    BigInteger number = new BigInteger(id, 16);
    String digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    String uid = ZeekReport.uid(id);

    assertThat(uid).startsWith("C");
    for (int i = 1; i < uid.length(); i++) {
      BigInteger[] rest = number.divideAndRemainder(BigInteger.valueOf(digits.length()));
      assertThat(uid.charAt(i)).isEqualTo(digits.charAt(rest[1].intValue()));
      number = rest[0];
    }
  }
}
