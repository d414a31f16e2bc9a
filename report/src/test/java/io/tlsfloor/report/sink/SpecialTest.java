package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Named pipes and devices, which have no draft. */
@Timeout(600)
class SpecialTest {
  @TempDir Path folder;
  private Path fifo = Path.of("");

  @BeforeEach
  void make() throws Exception {
    Requires.tools("mkfifo");
    fifo = folder.resolve("fifo");
    new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor();
  }

  @Test
  void isWhatHasTheNameOfAFileAndIsNone() throws IOException {
    assertThat(OutputTarget.isSpecial(fifo)).isTrue();
    assertThat(OutputTarget.isSpecial(Path.of("/dev/null"))).isTrue();
    assertThat(OutputTarget.isSpecial(folder)).isFalse();
    assertThat(OutputTarget.isSpecial(folder.resolve("nothing"))).isFalse();
    assertThat(OutputTarget.isSpecial(Files.createFile(folder.resolve("file")))).isFalse();
  }

  @Test
  void aPipeIsWrittenAsItIs() throws Exception {
    CompletableFuture<String> read =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return Files.readString(fifo);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    try (OutputTarget pipe = OutputTarget.of(fifo)) {
      pipe.write("all of it".getBytes(StandardCharsets.UTF_8), 0, 9);
      pipe.commit();
    }

    assertThat(read.get()).isEqualTo("all of it");
  }
}
