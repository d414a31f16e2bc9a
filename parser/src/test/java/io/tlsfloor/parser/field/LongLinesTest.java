package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.testing.ProcessorTime;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What somebody made long costs what it is long, and not the square of it. */
class LongLinesTest {
  private static final int BYTES = 100_000;
  private static final List<String> BEGINNINGS = List.of("", "250-", "EHLO ", "HTTP/1.1 200 ");
  private static final List<String> REPEATED =
      List.of(".", " ", "a", ":", "1.1.1.", "<", "<a>", "{", "\n");

  @Test
  void aLineOfOneCharacterIsReadInItsOrder() {
    Duration taken =
        ProcessorTime.of(
            () -> {
              for (PrefaceKind kind : List.of(PrefaceKind.SMTP, PrefaceKind.HTTP_CONNECT)) {
                for (String beginning : BEGINNINGS) {
                  for (String repeated : REPEATED) {
                    read(kind, beginning + repeated.repeat(BYTES / repeated.length()));
                  }
                }
              }
            });

    assertThat(taken).isLessThan(Duration.ofSeconds(20)); // two are usual; one line took 80
  }

  private static void read(PrefaceKind kind, String said) {
    byte[] stream = said.getBytes(StandardCharsets.ISO_8859_1);
    PrefaceMessages.read(List.of(kind), stream, 0, stream.length, true);
    PrefaceMessages.read(List.of(kind), stream, 0, stream.length, false);
  }
}
