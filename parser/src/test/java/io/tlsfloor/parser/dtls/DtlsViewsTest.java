package io.tlsfloor.parser.dtls;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DtlsViewsTest {
  private final DtlsRecordView record = new DtlsRecordView();
  private final DtlsHandshakeView fragment = new DtlsHandshakeView();

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "handshake of DTLS 1.0,     16 feff 0000 000000000001 0002 aabb,   15",
    "handshake of DTLS 1.2,     16 fefd 0000 000000000001 0002 aabb,   15",
    "OpenSSL's before 0.9.8f,   16 0100 0000 000000000001 0002 aabb,   15",
    "application data,          17 fefd 0001 000000000001 0002 aabb,   15",
    "another record behind it,  17 fefd 0001 000000000001 0002 aabb16, 15",
    "unified with length,       2c 0001 0011 0102030405060708091011121314151617, 22",
    "unified to the end,        20 01 0102030405060708091011121314151617,        19",
    "unified and too short,     20 01 01020304,                        -1",
    "TLS record,                16 0301 0000 000000000001 0002 aabb,   -1",
    "no such type,              13 fefd 0000 000000000001 0002 aabb,   -1",
    "fragment beyond the end,   16 fefd 0000 000000000001 0003 aabb,   -1",
    "header cut,                16 fefd 0000 0000000000,               -1"
  })
  void records(String name, String hex, int length) {
    byte[] bytes = WireBytes.hex(hex);

    boolean is = record.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, 0);

    assertThat(is ? record.length() : -1).isEqualTo(length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "whole message,           01 000002 0001 000000 000002 aabb, 0, 2",
    "its second half,         01 000002 0001 000001 000001 bb,   1, 1",
    "empty message,           0e 000000 0002 000000 000000,      0, 0",
    "empty fragment,          01 000002 0001 000000 000000,      -1, 0",
    "beyond the message,      01 000002 0001 000001 000002 aabb, -1, 0",
    "beyond the record,       01 000003 0001 000000 000003 aabb, -1, 0",
    "header cut,              01 000002 0001 000000 0000,        -1, 0"
  })
  void handshakeFragments(String name, String hex, int offset, int length) {
    byte[] bytes = WireBytes.hex(hex);

    boolean is = fragment.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, 0);

    assertThat(is ? fragment.fragmentOffset() : -1).isEqualTo(offset);
    if (is) {
      assertThat(fragment.fragmentLength()).isEqualTo(length);
      assertThat(fragment.length()).isEqualTo(bytes.length);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "record cut,                16 fefd 0000 000000000001 0003 aabb, true",
    "record cut at its header,  16 fefd 0000 000000000001 0003,      true",
    "whole record,              16 fefd 0000 000000000001 0002 aabb, false",
    "header cut,                16 fefd 0000 0000000000,             false",
    "unified header,            2c 0001 0011 01020304,               false",
    "TLS record,                16 0301 0000 000000000001 0003 aabb, false"
  })
  void beginningsOfRecords(String name, String hex, boolean cut) {
    byte[] bytes = WireBytes.hex(hex);

    boolean is = record.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, 20);

    assertThat(is && record.missing() > 0).isEqualTo(cut);
    if (cut) {
      assertThat(record.length() - record.missing()).isEqualTo(bytes.length);
      assertThat(record.fragmentLength()).isEqualTo(bytes.length - 13);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "fragment cut,            01 000004 0001 000000 000004 aabb, true",
    "cut at its header,       01 000004 0001 000000 000004,      true",
    "whole fragment,          01 000002 0001 000000 000002 aabb, false",
    "beyond the message,      01 000002 0001 000001 000002 aa,   false",
    "header cut,              01 000002 0001 000000 0000,        false"
  })
  void beginningsOfHandshakeFragments(String name, String hex, boolean cut) {
    byte[] bytes = WireBytes.hex(hex);

    boolean is = fragment.wrap(ByteBuffer.wrap(bytes), 0, bytes.length, 20);

    assertThat(is && fragment.captured() < fragment.fragmentLength()).isEqualTo(cut);
  }
}
