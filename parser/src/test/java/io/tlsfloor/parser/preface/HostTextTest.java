package io.tlsfloor.parser.preface;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTextTest {
  private static Optional<String> host(String greeting) {
    byte[] bytes = (greeting + "\n").getBytes(StandardCharsets.ISO_8859_1);
    LineView line = new LineView();
    line.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
    return HostText.inBrackets(line);
  }

  @Test
  void exchangeOnlineTellsItsHost() {
    assertThat(
            host(
                "* OK The Microsoft Exchange IMAP4 service is ready."
                    + " [TABPADIAUAAyADYANQBDAEEAMAAwADAAMQAuAE8AVQBUAEwATwBPAEsALgBDAE8ATQA=]"))
        .contains("LO2P265CA0001.OUTLOOK.COM");
  }

  @ParameterizedTest
  @CsvSource({
    "mail.example.com, true",
    "example, false",
    "192.0.2.1, false",
    "a b.example.com, false",
    "'', false"
  })
  void onlyADomainCounts(String name, boolean expected) {
    String base64 = Base64.getEncoder().encodeToString(name.getBytes(StandardCharsets.UTF_16LE));

    assertThat(host("+OK ready [" + base64 + "]").isPresent()).isEqualTo(expected);
    assertThat(host("+OK ready [" + base64 + "]. ").isPresent()).isEqualTo(expected);
    assertThat(host("+OK ready [" + base64.replace("=", "") + "]").isPresent())
        .as("without padding")
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[====]", "[A=AA]", "[AAAA=]", "[AA*A]", "[AAAAA]", "[]", "]", "[", "", "[[[[]"})
  void whatIsNoBase64IsNoName(String brackets) {
    assertThat(host(brackets)).isEmpty();
  }

  @Test
  void noBracketsThrow() {
    Random random = new Random(20261125);
    for (int i = 0; i < 50_000; i++) {
      byte[] inside = new byte[random.nextInt(40)];
      for (int at = 0; at < inside.length; at++) {
        inside[at] = (byte) "AbZ09+/=. ][".charAt(random.nextInt(12));
      }
      assertThat(host("[" + new String(inside, StandardCharsets.ISO_8859_1) + "]")).isNotNull();
    }
    assertThat(host("[" + "A".repeat(4000) + "]")).isEmpty();
  }
}
