package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a datagram, what is in clear and the headers of what is not; the rest as 2a, or cut. */
class DatagramBytesTest {
  private static String shown(String datagram, boolean quic) {
    byte[] stream = HexFormat.of().parseHex(datagram.replace(" ", ""));
    Datagram all = new Datagram(0, 0, stream.length);
    DatagramBytes bytes = quic ? DatagramBytes.quic(stream, all) : DatagramBytes.dtls(stream, all);
    byte[] result = new byte[bytes.end()];
    Arrays.fill(result, (byte) 0x2A);
    for (Run run : bytes.runs()) {
      System.arraycopy(stream, run.streamOffset(), result, run.streamOffset(), run.length());
    }
    return (bytes.handshake() ? "handshake " : "encrypted ") + HexFormat.of().formatHex(result);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                    | datagram                                             | shown
          a record in clear         | 16feff 0000 000000000000 0002 0102                   | handshake 16feff00000000000000000002 0102
          an alert                  | 15feff 0000 000000000000 0002 0246                   | handshake 15feff00000000000000000002 0246
          an encrypted record       | 16feff 0001 000000000000 0003 aabbcc                 | encrypted 16feff00010000000000000003 2a2a2a
          both                      | 14feff 0000 000000000000 0001 01 16feff 0001 000000000000 0002 aabb | handshake 14feff000000000000000000 0101 16feff00010000000000000002 2a2a
          bytes behind a record     | 14feff 0000 000000000000 0001 01 0000                | handshake 14feff0000000000000000000101
          inside ChannelData        | 40000010 16feff 0001 000000000000 0002 aabb ff       | encrypted 40000010 16feff00010000000000000002 2a2a 2a
          inside a Data indication  | 0017001c 2112a442 000102030405060708090a0b 0012 0008 0001 aaaa bbbbbbbb 0006 0003 616263 00 0013 000f 16feff 0001 000000000000 0002 aabb | encrypted 0017001c 2112a442 000102030405060708090a0b 0012 0008 0001 aaaa bbbbbbbb 0006 0003 2a2a2a 2a 0013 000f 16feff00010000000000000002 2a2a
          """)
  void ofDtls(String what, String datagram, String expected) {
    assertThat(shown(datagram, false)).isEqualTo(compact(expected));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                    | datagram                                           | shown
          an Initial packet         | c0 00000001 01aa 00 00 04 01020304                 | handshake c00000000101aa00000401020304
          a Handshake packet        | e0 00000001 01aa 00 04 01020304                    | encrypted e00000000101aa0004 2a2a2a2a
          one behind the other      | c0 00000001 01aa 00 00 01 01 e0 00000001 01aa 00 02 0102 | handshake c00000000101aa00000101 e00000000101aa0002 2a2a
          early data                | d0 00000001 01aa 00 02 0102                        | encrypted d00000000101aa0002 2a2a
          a short header            | 40 0102030405060708090a                            | encrypted 40 2a2a2a2a2a2a2a
          no QUIC                   | 00 01020304                                        | encrypted
          """)
  void ofQuic(String what, String datagram, String expected) {
    assertThat(shown(datagram, true).strip()).isEqualTo(compact(expected).strip());
  }

  private static String compact(String expected) {
    String word = expected.split(" ")[0];
    return word + " " + expected.substring(word.length()).replace(" ", "");
  }
}
