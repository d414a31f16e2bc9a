package io.tlsfloor.inventory.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Saved;
import io.tlsfloor.inventory.Saved.Client;
import io.tlsfloor.inventory.intake.LinesAhead.Line;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.saved.LineReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LinesAheadTest {
  private static final String LINE =
      new Saved("hq").client(Saved.day(0), new Client("10.0.0.1").old(1)).text();

  @Test
  void linesComeInTheirOrderInBlocksOfBoundedSize() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      text.append(i % 3 == 0 ? "no line\n" : LINE);
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    long count = 0;
    try (LinesAhead ahead = open(new ByteArrayInputStream(bytes))) {
      for (List<Line> block = ahead.next(); !block.isEmpty(); block = ahead.next()) {
        assertThat((long) block.size()).isLessThan((1 << 18) / 8 + 1);
        for (Line line : block) {
          assertThat(line.number()).isEqualTo(++count);
          assertThat(line.wrong().isEmpty()).isEqualTo((count - 1) % 3 != 0);
        }
      }
    }
    assertThat(count).isEqualTo(20_000);
  }

  @Test
  void whatCameBeforeAFailureIsGivenFirst() throws IOException {
    InputStream broken =
        new SequenceInputStream(
            new ByteArrayInputStream((LINE + LINE).getBytes(StandardCharsets.UTF_8)),
            new InputStream() {
              @Override
              public int read() throws IOException {
                throw new IOException("the disk is gone");
              }

              @Override
              public int read(byte[] to, int at, int length) throws IOException {
                return read();
              }
            });
    List<Line> lines = new ArrayList<>();
    try (LinesAhead ahead = open(broken)) {
      assertThatThrownBy(
              () -> {
                while (true) {
                  lines.addAll(ahead.next());
                }
              })
          .isInstanceOf(ReportException.class)
          .hasMessageContaining("the disk is gone");
    }
    assertThat(lines).hasSize(2);
  }

  @Test
  void aLineOfAPipeIsGivenBeforeTheNextOneComes() throws IOException {
    try (PipedOutputStream writer = new PipedOutputStream();
        LinesAhead ahead = open(new PipedInputStream(writer))) {
      for (int i = 0; i < 3; i++) {
        writer.write(LINE.getBytes(StandardCharsets.UTF_8));
        writer.flush();
        assertThat(ahead.next()).hasSize(1);
      }
    }
  }

  /** Handing over takes memory as well: whoever waits for the lines does not wait for ever. */
  @Test
  @Timeout(60)
  void aThreadThatHasNoMemoryToHandOverIsNotWaitedFor() throws IOException {
    try (LinesAhead ahead =
        new LinesAhead(
            reader(LINE),
            () ->
                new CompletableFuture<>() {
                  @Override
                  public boolean complete(List<Line> lines) {
                    throw new OutOfMemoryError("made up");
                  }

                  @Override
                  public boolean completeExceptionally(Throwable thrown) {
                    throw new OutOfMemoryError("made up");
                  }
                })) {
      assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class);
    }
  }

  @Test
  @Timeout(60)
  void aThreadThatHasNoMemoryToBeginIsNotWaitedFor() throws IOException {
    try (LinesAhead ahead =
        new LinesAhead(
            reader(LINE),
            () -> {
              throw new OutOfMemoryError("made up");
            })) {
      assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class);
    }
  }

  private static LineReader reader(String text) {
    return new LineReader(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "lines");
  }

  private static LinesAhead open(InputStream in) {
    return new LinesAhead(new LineReader(in, "lines"));
  }
}
