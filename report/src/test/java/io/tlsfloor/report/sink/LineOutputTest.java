package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.testing.Await;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LineOutputTest {
  private static final byte[] LINE = "one line\n".getBytes(StandardCharsets.US_ASCII);

  @Test
  void aWaitingReaderSeesALineWithinASecond() throws Exception {
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

      assertThat(arrived.await(1, TimeUnit.SECONDS)).isTrue();
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
  void tellsTheNextWriterOfAFailureInTheBackground() throws Exception {
    IOException full = new IOException("No space left on device");
    OutputStream out =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw full;
          }
        };
    LineOutput lines = new LineOutput(out);
    lines.write(LINE, 0, LINE.length);
    Await.until(lines::failed);

    assertThatThrownBy(() -> lines.write(LINE, 0, LINE.length)).isSameAs(full);
  }
}
