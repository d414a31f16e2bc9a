package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.Grease;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NamesTest {
  @ParameterizedTest
  @CsvSource({
    "0x0000, TLS_NULL_WITH_NULL_NULL",
    "0x002f, TLS_RSA_WITH_AES_128_CBC_SHA",
    "0x00ff, TLS_EMPTY_RENEGOTIATION_INFO_SCSV",
    "0x1301, TLS_AES_128_GCM_SHA256",
    "0x5600, TLS_FALLBACK_SCSV",
    "0xc02f, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
    "0xcca8, TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
    "0xd005, TLS_ECDHE_PSK_WITH_AES_128_CCM_SHA256",
    "0x1a1a, 0x1a1a",
    "0xfffe, 0xfffe",
    "0x010080, 0x010080"
  })
  void suitesHaveTheirIanaNameOrTheirNumber(String suite, String name) {
    assertThat(CipherSuites.name(Integer.decode(suite))).isEqualTo(name);
  }

  @Test
  void allSuitesOfTheRegistryAreNamed() {
    Set<String> names = new HashSet<>();
    for (int suite = 0; suite <= 0xFFFF; suite++) {
      String name = CipherSuites.name(suite);
      if (!name.startsWith("0x")) {
        assertThat(name).matches("TLS_[A-Za-z0-9_]+");
        names.add(name);
      }
    }
    assertThat(names).hasSize(356);
  }

  @Test
  void bothNumbersOfDtls10HaveItsName() {
    assertThat(TlsVersion.DTLS_1_0).hasToString("DTLS 1.0");
    assertThat(TlsVersion.DTLS_1_0_OPENSSL).hasToString("DTLS 1.0");
  }

  @Test
  void greaseIsSixteenNumbers() {
    int count = 0;
    for (int value = 0; value <= 0xFFFF; value++) {
      if (Grease.is(value)) {
        count++;
        assertThat(String.format("%04x", value)).matches("([0-9a-f]a)\\1");
      }
    }
    assertThat(count).isEqualTo(16);
  }
}
