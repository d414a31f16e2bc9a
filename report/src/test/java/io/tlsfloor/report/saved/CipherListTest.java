package io.tlsfloor.report.saved;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.CipherSuites;
import io.tlsfloor.parser.observation.Grease;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Suites are written by their names, whether these were asked for before or not. */
class CipherListTest {
  private static String written(List<Integer> suites) {
    return new String(CipherList.written(suites), StandardCharsets.US_ASCII);
  }

  @Test
  void writesEverySuite() {
    List<Integer> all = IntStream.range(0, 1 << 16).boxed().toList();
    String before = written(all);
    String names =
        all.stream()
            .filter(suite -> !Grease.is(suite))
            .map(suite -> '"' + CipherSuites.name(suite) + '"')
            .collect(Collectors.joining(",", "[", "]"));

    assertThat(before).isEqualTo(names);
    assertThat(written(all)).isEqualTo(names);
  }

  @Test
  void writesFewAndOldOnes() {
    assertThat(written(List.of())).isEqualTo("[]");
    assertThat(written(List.of(0x1A1A))).isEqualTo("[]");
    assertThat(written(List.of(0x0A0A, 0x010080, 0x2F)))
        .isEqualTo("[\"" + CipherSuites.name(0x010080) + "\",\"TLS_RSA_WITH_AES_128_CBC_SHA\"]");
  }
}
