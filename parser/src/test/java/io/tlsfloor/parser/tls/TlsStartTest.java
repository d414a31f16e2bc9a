package io.tlsfloor.parser.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TlsStartTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          no byte                               |                                  | MORE
          a type                                | 16                               | MORE
          half a header                         | 16 0301                          | MORE
          a header                              | 16 0301 00c8                     | MORE
          a message's type                      | 16 0301 00c8 01                  | MORE
          too few for the version               | 16 0301 00c8 01 0000c4           | MORE
          a client's hello, as far as decides   | 16 0301 00c8 01 0000c4 03        | CLIENT_HELLO
          a server's hello                      | 16 0303 0046 02 000042 0303      | SERVER_HELLO
          a draft's version in the hello        | 16 0301 00c8 01 0000c4 7f        | CLIENT_HELLO
          version 2.0 in the hello              | 16 0301 00c8 01 0000c4 0200      | NOT
          a hello too short for its random      | 16 0301 0025 01 000021 0303      | NOT
          a hello whose record holds six bytes  | 16 0301 0006 01 0000c4 0303      | CLIENT_HELLO
          a hello whose record holds one        | 16 0301 0001 01                  | CLIENT_HELLO
          minor version 5 and a hello           | 16 0305 00c8 01 0000c4 0301      | CLIENT_HELLO
          minor version 5 and half a hello      | 16 0305 0004 01 0000c4           | NOT
          minor version 255 and a hello         | 16 03ff 0046 02 000042 0303      | SERVER_HELLO
          minor version 5 and a certificate     | 16 0305 0200 0b 0001fc           | NOT
          minor version 5 and data              | 17 0305 0200                     | NOT
          minor version 4 and data              | 17 0304 0200                     | RECORD
          major version 2                       | 16 0201 00c8 01 0000c4 0301      | NOT
          an empty record                       | 16 0301 0000                     | MORE
          an empty record and a type            | 16 0301 0000 16                  | MORE
          an empty record and a hello           | 16 0301 0000 16 0301 00c8 01 0000c4 03 | CLIENT_HELLO
          two empty records and a hello         | 16 0301 0000 16 0301 0000 16 0301 00c8 01 0000c4 03 | CLIENT_HELLO
          an empty record and an alert          | 16 0301 0000 15 0301 0002 0246   | NOT
          an empty record and text              | 16 0301 0000 474554              | NOT
          a certificate                         | 16 0303 0200 0b 0001fc           | RECORD
          a finished in clear                   | 16 0303 0010 14 00000c           | NOT
          an unknown message                    | 16 0303 0010 55 00000c           | NOT
          data                                  | 17 0303 0200                     | RECORD
          empty data                            | 17 0303 0000                     | RECORD
          data longer than any                  | 17 0303 4801                     | NOT
          a change of the cipher                | 14 0303 0001                     | RECORD
          an empty change of the cipher         | 14 0303 0000                     | NOT
          the header of an alert                | 15 0303 0002                     | RECORD
          an alert                              | 15 0303 0002 0246                | RECORD
          an alert of no level                  | 15 0303 0002 0746                | NOT
          half an alert                         | 15 0303 0001 02                  | NOT
          an empty alert                        | 15 0303 0000                     | NOT
          an encrypted alert                    | 15 0303 0020 9a                  | RECORD
          a heartbeat                           | 18 0302 0013                     | RECORD
          a heartbeat too short                 | 18 0302 0012                     | NOT
          a type too low                        | 13 0301 0002                     | NOT
          a type too high                       | 19 0301 0002                     | NOT
          a first byte of an old hello          | 80                               | MORE
          the length of an old hello            | 802e                             | MORE
          an old hello up to its version        | 802e 01 0301                     | MORE
          an old hello's lengths                | 802e 01 0301 0015 0000 0010      | OLD_HELLO
          an old hello's lengths, version 2     | 802e 01 0002 0015 0010 0000      | NOT
          an old hello with a session           | 803e 01 0002 0015 0010 0010      | OLD_HELLO
          an old hello with lengths too long    | 802e 01 0301 0018 0000 0010      | NOT
          an old hello of version 4             | 802e 01 0401                     | NOT
          an old message of another type        | 802e 04                          | NOT
          text                                  | 4745 5420 2f20 4854              | NOT
          """)
  void saysWhatBegins(String name, String hex, TlsStart what) {
    byte[] bytes = hex == null ? new byte[0] : WireBytes.hex(hex);
    for (Placed at : Placed.everywhere(bytes)) {
      assertThat(TlsStart.at(at.buffer(), at.start(), at.length())).isEqualTo(what);
    }
  }

  /** What more bytes show never speaks against what fewer did, but for {@code MORE}. */
  @ParameterizedTest
  @CsvSource({
    "16030100c8010000c40303",
    "160301000016030100c8010000c40303",
    "150303000202460000",
    "802e010301001500000010"
  })
  void asksForMoreUntilItKnows(String hex) {
    byte[] whole = WireBytes.hex(hex);
    TlsStart known = TlsStart.MORE;
    for (int length = 0; length <= whole.length; length++) {
      TlsStart start = TlsStart.at(ByteBuffer.wrap(Arrays.copyOf(whole, length)), 0, length);
      assertThat(known == TlsStart.MORE || start == known).isTrue();
      known = start;
    }
    assertThat(known).isNotIn(TlsStart.MORE, TlsStart.NOT);
  }

  @Test
  void emptyRecordsWithoutEndAreNone() {
    byte[] empty = WireBytes.hex("1603010000");
    byte[] many = new byte[40 * empty.length];
    for (int at = 0; at < many.length; at++) {
      many[at] = empty[at % empty.length];
    }
    assertThat(TlsStart.at(ByteBuffer.wrap(many), 0, 32 * empty.length)).isEqualTo(TlsStart.MORE);
    assertThat(TlsStart.at(ByteBuffer.wrap(many), 0, many.length)).isEqualTo(TlsStart.NOT);
  }

  @Test
  void aRangeOutsideOfTheBufferIsABugOfTheCaller() {
    assertThatThrownBy(() -> TlsStart.at(ByteBuffer.allocate(4), 2, 3))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
