package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineOutputTest {
  private static final byte[] LINE = "one line\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void aWaitingReaderSeesALineWithoutAnotherOne() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    OutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void flush() {
            arrived.countDown();
          }
        };
    try (LineOutput lines = new LineOutput(out)) {
      lines.write(LINE, 0, LINE.length);

      assertThat(arrived.await(5, TimeUnit.MINUTES)).isTrue();
      assertThat(out).hasToString("one line\n");
    }
  }

  @Test
  void writesFewLargePiecesWhenLinesComeFast() throws IOException {
    int[] writes = new int[1];
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) {
            writes[0]++;
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            writes[0]++;
          }
        };
    try (LineOutput lines = new LineOutput(out)) {
      for (int i = 0; i < 10_000; i++) {
        lines.write(LINE, 0, LINE.length);
      }
    }

    assertThat(writes[0]).isLessThan(20);
  }

  @Test
  void writesAllOfWhatIsMoreThanItHoldsInOrder() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] large = new byte[3 << 20];
    for (int i = 0; i < large.length; i++) {
      large[i] = (byte) (i * 31 >> 3);
    }
    try (LineOutput lines = new LineOutput(out)) {
      lines.write(large, 0, large.length);
      lines.write('x');
      lines.flush();
      assertThat(out.size()).isEqualTo(large.length + 1);
      lines.write(large, 7, 100);
    }

    byte[] written = out.toByteArray();
    assertThat(Arrays.copyOf(written, large.length)).isEqualTo(large);
    assertThat(Arrays.copyOfRange(written, large.length + 1, written.length))
        .isEqualTo(Arrays.copyOfRange(large, 7, 107));
  }

  @Test
  void tellsOfAFaultOfTheOutputAndDoesNotWaitForEver() throws Exception {
    LineOutput lines =
        new LineOutput(
            new OutputStream() {
              @Override
              public void write(int b) {
                throw new IllegalStateException("closed");
              }
            });
    lines.write(LINE, 0, LINE.length);

    assertThatThrownBy(lines::flush).isInstanceOf(IOException.class).hasMessageContaining("closed");
  }

  @Test
  void tellsTheNextWriterOfAFailureInTheBackground() throws Exception {
    IOException full = new IOException("No space left on device");
    CountDownLatch failed = new CountDownLatch(1);
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            failed.countDown();
            throw full;
          }
        };
    LineOutput lines = new LineOutput(out);
    lines.write(LINE, 0, LINE.length);
    assertThat(failed.await(5, TimeUnit.MINUTES)).isTrue();

    assertThatThrownBy(() -> lines.write(LINE, 0, LINE.length)).isSameAs(full);
  }
}
