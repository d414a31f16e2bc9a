package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.parser.Progress;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsRecordViewTest {
  private final TlsRecordView record = new TlsRecordView();

  private Progress wrap(byte[] bytes) {
    Progress first = null;
    for (Placed at : Placed.everywhere(bytes)) {
      Progress progress = record.wrap(at.buffer(), at.start(), at.length());
      assertThat(first == null ? progress : first).isEqualTo(progress);
      first = progress;
    }
    return first;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          alert                     | 15 0301 0002 0246           | 21 | 0x0301 |  2
          change cipher spec        | 14 0303 0001 01             | 20 | 0x0303 |  1
          handshake                 | 16 0300 0004 0e000000       | 22 | 0x0300 |  4
          application data          | 17 0303 0003 aabbcc         | 23 | 0x0303 |  3
          empty application data    | 17 0301 0000                | 23 | 0x0301 |  0
          heartbeat                 | 18 0302 0001 01             | 24 | 0x0302 |  1
          empty handshake           | 16 0301 0000                | 22 | 0x0301 |  0
          version never given out   | 16 03ff 0001 00             | 22 | 0x03ff |  1
          bytes of the next record  | 16 0301 0001 00 15 0301     | 22 | 0x0301 |  1
          """)
  void readsARecord(String name, String hex, int type, String version, int fragment) {
    assertThat(wrap(WireBytes.hex(hex))).isEqualTo(Progress.DONE);

    assertThat(record.contentType()).isEqualTo(type);
    assertThat(record.version()).isEqualTo(Integer.decode(version));
    assertThat(record.fragmentLength()).isEqualTo(fragment);
    assertThat(record.length()).isEqualTo(5 + fragment);
    assertThat(record.fragmentStart()).isEqualTo(9 + 5); // the last placement
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          content type too low      | 13 0301 0002 0246
          content type too high     | 19 0301 0002 0246
          one byte of no record     | 47
          major version 2           | 16 0201 0004 0e000000
          two bytes of no record    | 16 04
          fragment too long         | 17 0303 4801
          empty alert               | 15 0301 0000
          empty change cipher spec  | 14 0301 0000
          empty heartbeat           | 18 0301 0000
          an HTTP request           | 474554202f20485454502f312e31
          """)
  void refusesWhatIsNoRecord(String name, String hex) {
    assertThat(wrap(WireBytes.hex(hex))).isEqualTo(Progress.MALFORMED);
  }

  @Test
  void asksForMoreUntilTheWholeRecordIsThere() {
    byte[] whole = WireBytes.hex("16 0301 0004 0e000000");
    for (int length = 0; length < whole.length; length++) {
      assertThat(wrap(Arrays.copyOf(whole, length))).isEqualTo(Progress.NEED_MORE);
    }
  }

  @Test
  void canBeAskedForTheHeaderAlone() {
    byte[] header = WireBytes.hex("17 0303 4800");

    assertThat(record.wrapHeader(ByteBuffer.wrap(header), 0, 4)).isEqualTo(Progress.NEED_MORE);
    assertThat(record.wrapHeader(ByteBuffer.wrap(header), 0, 5)).isEqualTo(Progress.DONE);
    assertThat(record.length()).isEqualTo(18437);
  }

  @Test
  void leavesTheBufferAsItWas() {
    ByteBuffer buffer = ByteBuffer.wrap(WireBytes.hex("00 16 0301 0001 00 00")).position(3);

    record.wrap(buffer, 1, 7);

    assertThat(buffer.position()).isEqualTo(3);
    assertThat(buffer.limit()).isEqualTo(8);
  }

  @Test
  void aRangeOutsideOfTheBufferIsABugOfTheCaller() {
    assertThatThrownBy(() -> record.wrap(ByteBuffer.allocate(4), 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
