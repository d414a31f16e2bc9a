package io.tlsfloor.report.form.zeek;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsVersion;
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
}
