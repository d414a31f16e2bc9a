package io.tlsfloor.logs;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what fingerprints tell of the highest version offered, and what not. */
class LoggedHelloTest {
  @ParameterizedTest(name = "JA3 {0}, JA4 {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      textBlock =
          """
          none                | t13d1516h2_8daaf6152771_b186095e22b6 | TLS 1.3  | ja4
          none                | t12d1516h2_8daaf6152771_b186095e22b6 | TLS 1.2  | ja4
          none                | t11i230600_8daaf6152771_b186095e22b6 | TLS 1.1  | ja4
          none                | t10d230600_8daaf6152771_b186095e22b6 | TLS 1.0  | ja4
          none                | ts3d230600_8daaf6152771_b186095e22b6 | SSL 3.0  | ja4
          none                | ts2d230600_8daaf6152771_b186095e22b6 | SSL 2.0  | ja4
          none                | dd1d230600_8daaf6152771_b186095e22b6 | DTLS 1.0 | ja4
          none                | dd2d230600_8daaf6152771_b186095e22b6 | DTLS 1.2 | ja4
          none                | q13d0310h3_8daaf6152771_b186095e22b6 | TLS 1.3  | ja4
          none                | t00d230600_8daaf6152771_b186095e22b6 | none     | none
          none                | t10                                  | none     | none
          none                | t10d230600_8daaf6152771              | none     | none
          769,47-53,0-10,23,0 | t13d1516h2_8daaf6152771_b186095e22b6 | TLS 1.3  | ja4
          769,47-53,0-10,23,0 | t00d230600_8daaf6152771_b186095e22b6 | TLS 1.0  | ja3
          770,47,,,           | none                                 | TLS 1.1  | ja3
          768,4-5,,,          | none                                 | SSL 3.0  | ja3
          2,4-5,,,            | none                                 | SSL 2.0  | ja3
          769                 | none                                 | TLS 1.0  | ja3
          771,47,0,23,0       | none                                 | none     | none
          772,47,0,23,0       | none                                 | none     | none
          65279,47,0,23,0     | none                                 | none     | none
          769,47,0,23         | none                                 | none     | none
          769-770,47,0,23,0   | none                                 | none     | none
          769,47-x,0,23,0     | none                                 | none     | none
          769,-47,0,23,0      | none                                 | none     | none
          """)
  void theHighestVersionIsTakenOnlyFromWhatTellsIt(
      String ja3, String ja4, String max, String from) {
    LoggedHello hello =
        LoggedHello.of(Optional.empty(), Optional.ofNullable(ja3), Optional.ofNullable(ja4));

    assertThat(
            hello
                .offer(HelloFormat.TLS, Optional.empty(), List.of())
                .map(offer -> offer.max().toString()))
        .isEqualTo(Optional.ofNullable(max));
    assertThat(hello.maxFrom()).isEqualTo(Optional.ofNullable(from));
  }

  @Test
  void theTextOfJa3HoldsTheLists() {
    Offer offer =
        LoggedHello.of(
                Optional.of("C4E01A89EB759EADE7AD12F9295FDF08"),
                Optional.of("769,49162-47-22016,0-10-11-65037,29-23,0-1-2"),
                Optional.empty())
            .offer(HelloFormat.TLS, Optional.of("a.example"), List.of("h2"))
            .orElseThrow();

    assertThat(offer.suites()).containsExactly(49162, 47, 22016);
    assertThat(offer.fallbackScsv()).isTrue();
    assertThat(offer.extensions()).containsExactly(0, 10, 11, 65037);
    assertThat(offer.encryptedClientHello()).isTrue();
    assertThat(offer.groups()).containsExactly(29, 23);
    assertThat(offer.pointFormats()).containsExactly(0, 1, 2);
    assertThat(offer.ja3()).contains("c4e01a89eb759eade7ad12f9295fdf08");
  }

  @Test
  void anMd5OfJa3TellsNoVersion() {
    LoggedHello hello =
        LoggedHello.of(
            Optional.of("c4e01a89eb759eade7ad12f9295fdf08"), Optional.empty(), Optional.empty());

    assertThat(hello.ja3()).contains("c4e01a89eb759eade7ad12f9295fdf08");
    assertThat(hello.offer(HelloFormat.TLS, Optional.empty(), List.of())).isEmpty();
  }

  @Test
  void aListWithoutEndIsNoFingerprint() {
    String many = "769," + "47-".repeat(5000) + "47,0,23,0";

    assertThat(
            LoggedHello.of(Optional.empty(), Optional.of(many), Optional.empty())
                .offer(HelloFormat.TLS, Optional.empty(), List.of()))
        .isEmpty();
  }
}
