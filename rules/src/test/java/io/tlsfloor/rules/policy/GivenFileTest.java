package io.tlsfloor.rules.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.testing.Requires;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is read of a pipe is what is read of a file. */
@Timeout(600)
class GivenFileTest {
  private static final int BYTES = 100_000;

  @TempDir Path folder;

  private interface Reading {
    byte[] of(InputStream in) throws IOException;
  }

  private static final Reading ALL = InputStream::readAllBytes;
  private static final Reading SOME = in -> in.readNBytes(70_000);
  private static final Reading BEHIND =
      in -> {
        in.skipNBytes(50_000);
        return in.readNBytes(20_000);
      };
  private static final Reading BUFFERED = in -> new BufferedInputStream(in).readAllBytes();
  private static final Reading BUFFERED_BEHIND = in -> BEHIND.of(new BufferedInputStream(in));

  @Test
  void aPipeReadsAsAFile() throws Exception {
    Requires.tools("mkfifo");
    byte[] bytes = new byte[BYTES];
    for (int i = 0; i < BYTES; i++) {
      bytes[i] = (byte) (i * 31 >> 3);
    }
    Path file = Files.write(folder.resolve("file"), bytes);
    Path pipe = folder.resolve("pipe");
    new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();

    for (Reading reading : new Reading[] {ALL, SOME, BEHIND, BUFFERED, BUFFERED_BEHIND}) {
      Process writer = new ProcessBuilder("sh", "-c", "cat '" + file + "' >'" + pipe + "'").start();
      try (InputStream of = GivenFile.open(file);
          InputStream piped = GivenFile.open(pipe)) {
        assertThat(reading.of(piped)).isEqualTo(reading.of(of));
      }
      writer.waitFor();
    }
  }

  @Test
  void whatIsNotThereIsSaidAsOfAnyFile() {
    assertThatThrownBy(() -> GivenFile.open(folder.resolve("gone")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
