package io.tlsfloor.report.form.eve;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names and versions as Suricata writes them. */
class EveSpellingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          CN=mail                     | CN=mail
          CN=mail,O=Contoso,C=US      | C=US, O=Contoso, CN=mail
          CN=a\\,b,O=c\\\\,C=US         | C=US, O=c\\\\, CN=a\\,b
          CN=,O=                      | O=, CN=
          """)
  void writesDistinguishedNamesInSuricatasOrder(String name, String expected) {
    assertThat(EveReport.inOrder(name)).isEqualTo(expected);
    assertThat(EveReport.inOrder("")).isEmpty();
  }

  @Test
  void writesAllDigitsOfIpv6() {
    assertThat(EveReport.address(IpAddress.parse("2001:db8::1")))
        .isEqualTo("2001:0db8:0000:0000:0000:0000:0000:0001");
    assertThat(EveReport.address(IpAddress.parse("10.20.3.41"))).isEqualTo("10.20.3.41");
  }

  @Test
  void spellsVersionsAsSuricataDoes() {
    assertThat(EveReport.version(TlsVersion.SSL_3_0)).isEqualTo("SSLv3");
    assertThat(EveReport.version(TlsVersion.TLS_1_2)).isEqualTo("TLS 1.2");
  }
}
