package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(600)
class ReadAheadTest {
  /** One block of zeros, and then a fault. */
  private static final class Failing implements ByteInput {
    private final Throwable fault;
    private int reads;

    Failing(Throwable fault) {
      this.fault = fault;
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (reads++ == 0) {
        int read = into.remaining();
        into.position(into.limit());
        return read;
      }
      if (fault instanceof IOException unread) {
        throw unread;
      } else if (fault instanceof RuntimeException bug) {
        throw bug;
      }
      throw (Error) fault;
    }

    @Override
    public long skip(long count) {
      return 0;
    }

    @Override
    public long storedBytes() {
      return 0;
    }

    @Override
    public OptionalLong storedSize() {
      return OptionalLong.empty();
    }

    @Override
    public boolean isGrowing() {
      return false;
    }

    @Override
    public void close() {}
  }

  private static Stream<Throwable> faults() {
    return Stream.of(
        new IOException("Input/output error"),
        new IllegalStateException("a fault of the program"),
        new OutOfMemoryError("Cannot reserve direct buffer memory"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void whateverEndsTheReadingIsToldToTheReaderAfterWhatWasRead(Throwable fault) throws IOException {
    try (ReadAhead ahead = new ReadAhead(new Failing(fault))) {
      assertThat(ahead.next()).isNotNull();
      assertThat(catchThrowable(ahead::next)).isSameAs(fault);
      assertThat(ahead.next()).isNull();
    }
  }
}
