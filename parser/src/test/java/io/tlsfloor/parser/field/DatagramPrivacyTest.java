package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireBytes;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a datagram, what is in clear and the headers of what is not; the rest as 2a, or cut. */
class DatagramPrivacyTest {
  private static String shown(String datagram, boolean quic) {
    byte[] stream = WireBytes.hex(datagram);
    Datagram all = new Datagram(0, 0, stream.length);
    byte[][] streams = {stream, new byte[0]};
    DatagramMessages read =
        quic ? QuicMessages.read(streams, List.of(all)) : DtlsMessages.read(streams, List.of(all));
    byte[] result = new byte[read.ends().getOrDefault(all, 0)];
    Arrays.fill(result, (byte) 0x2A);
    BitSet mayLeave = read.privacy().get(0).mayLeave();
    for (int at = 0; at < result.length; at++) {
      result[at] = mayLeave.get(at) ? stream[at] : result[at];
    }
    return HexFormat.of().formatHex(result);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # what                    | datagram                                             | shown
          a message in clear        | 16feff 0000 000000000000 000d 0e 000001 0000 000000 000001 07 | 16feff0000000000000000000d 0e000001000000000000000107
          a message of unknown type | 16feff 0000 000000000000 000d 77 000001 0000 000000 000001 07 | 16feff0000000000000000000d 770000010000000000000001 2a
          a handshake that is none  | 16feff 0000 000000000000 0002 0102                   | 16feff00000000000000000002 2a2a
          a heartbeat in clear      | 18feff 0000 000000000000 0003 010203                 | 18feff00000000000000000003 2a2a2a
          an alert                  | 15feff 0000 000000000000 0002 0246                   | 15feff00000000000000000002 0246
          an encrypted record       | 16feff 0001 000000000000 0003 aabbcc                 | 16feff00010000000000000003 2a2a2a
          both                      | 14feff 0000 000000000000 0001 01 16feff 0001 000000000000 0002 aabb | 14feff000000000000000000 0101 16feff00010000000000000002 2a2a
          bytes behind a record     | 14feff 0000 000000000000 0001 01 0000                | 14feff0000000000000000000101
          inside ChannelData        | 40000010 16feff 0001 000000000000 0002 aabb ff       | 40000010 16feff00010000000000000002 2a2a 2a
          inside a Data indication  | 0017001c 2112a442 000102030405060708090a0b 0012 0008 0001 aaaa bbbbbbbb 0006 0003 616263 00 0013 000f 16feff 0001 000000000000 0002 aabb | 0017001c 2112a442 000102030405060708090a0b 0012 0008 0001 aaaa bbbbbbbb 0006 0003 2a2a2a 2a 0013 000f 16feff00010000000000000002 2a2a
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
          an Initial packet         | c0 00000001 01aa 00 00 04 01020304                 | c00000000101aa00000401020304
          a Handshake packet        | e0 00000001 01aa 00 04 01020304                    | e00000000101aa0004 2a2a2a2a
          one behind the other      | c0 00000001 01aa 00 00 01 01 e0 00000001 01aa 00 02 0102 | c00000000101aa00000101 e00000000101aa0002 2a2a
          early data                | d0 00000001 01aa 00 02 0102                        | d00000000101aa0002 2a2a
          a short header            | 40 0102030405060708090a                            | 40 2a2a2a2a2a2a2a
          no QUIC                   | 00 01020304                                        | ''
          """)
  void ofQuic(String what, String datagram, String expected) {
    assertThat(shown(datagram, true).strip()).isEqualTo(compact(expected).strip());
  }

  private static String compact(String expected) {
    return expected.replace(" ", "");
  }
}
