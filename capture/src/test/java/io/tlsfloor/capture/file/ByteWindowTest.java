package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ByteWindowTest {
  private static final int PAGE = 4096;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(ints = {PAGE, 3 * PAGE, ByteWindow.CAPACITY})
  void buffersAreAsLongAsAskedForAndBeginOnAPage(int capacity) {
    ByteBuffer buffer = ByteWindow.pageAligned(capacity);

    assertThat(buffer.capacity()).isEqualTo(capacity);
    assertThat(buffer.alignmentOffset(0, PAGE)).isZero();
  }

  @Test
  void aLargeFileIsReadIntoBuffersThatBeginOnAPageToo() throws IOException {
    Path file = Files.write(folder.resolve("large"), new byte[5 << 20]);
    try (ByteWindow window = new ByteWindow(new FileInput(FileChannel.open(file)))) {
      for (int read = 0; read < 5 << 20; read += PAGE) {
        assertThat(window.take(PAGE)).isNotNegative();
        assertThat(window.buffer().alignmentOffset(0, PAGE)).isZero();
      }
      assertThat(window.take(1)).isNegative();
    }
  }
}
