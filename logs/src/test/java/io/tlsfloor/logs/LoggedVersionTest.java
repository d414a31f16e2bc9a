package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Versions as logs spell them. */
class LoggedVersionTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "SSLv2, 0x0002",
    "SSLv3, 0x0300",
    "TLSv1, 0x0301",
    "TLSv10, 0x0301",
    "TLSv1.0, 0x0301",
    "TLS 1.0, 0x0301",
    "TLSv11, 0x0302",
    "TLS 1.1, 0x0302",
    "TLSv12, 0x0303",
    "TLS 1.2, 0x0303",
    "TLSv13, 0x0304",
    "TLS 1.3, 0x0304",
    "TLSv13-draft23, 0x7f17",
    "TLS 1.3 draft-28, 0x7f1c",
    "DTLSv10, 0xfeff",
    "DTLS 1.0, 0xfeff",
    "DTLSv12, 0xfefd",
    "DTLSv13, 0xfefc",
    "unknown-64282, 0xfb1a",
    "unknown-769, 0x0301",
    "0x7e02, 0x7e02",
  })
  void aNameIsANumber(String name, String number) {
    assertThat(LoggedVersion.parse(name))
        .isEqualTo(Optional.of(new TlsVersion(Integer.decode(number))));
  }

  @ParameterizedTest(name = "[{0}]")
  @CsvSource({
    "UNDETERMINED",
    "''",
    "-",
    "(empty)",
    "TLS",
    "TLSv14",
    "TLSv2",
    "SSLv23",
    "TLSv12-draft3",
    "TLSv13-draft999",
    "TLS 1.3 draft-<16",
    "unknown-0",
    "unknown-65536",
    "0x0000",
    "1",
    "TLSv10 or something else that is far too long",
  })
  void whatIsNoVersionStaysUnknown(String name) {
    assertThat(LoggedVersion.parse(name)).isEmpty();
  }
}
