package io.tlsfloor.parser.quic;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuicInitialTest {
  private static final HexFormat HEX = HexFormat.of();

  /** The client's Destination Connection ID of RFC 9001, appendix A. */
  private static final byte[] CONNECTION_ID = HEX.parseHex("8394c8f03e515708");

  /** The server's Initial of RFC 9001 §A.3. */
  private static final byte[] SERVER_INITIAL =
      HEX.parseHex(
          "cf000000010008f067a5502a4262b5004075c0d95a482cd0991cd25b0aac406a5816b6394100f37a1c697975"
              + "54780bb38cc5a99f5ede4cf73c3ec2493a1839b3dbcba3f6ea46c5b7684df3548e7ddeb9c3bf9c73cc3f"
              + "3bded74b562bfb19fb84022f8ef4cdd93795d77d06edbb7aaf2f58891850abbdca3d20398c276456cbc4"
              + "2158407dd074ee");

  /** The ServerHello in it. */
  private static final String SERVER_HELLO =
      "020000560303eefce7f7b37ba1d1632e96677825ddf73988cfc79825df566dc5430b9a045a1200130100002e00"
          + "330024001d00209d3c940d89690b84d08a60993c144eca684d1081287c834d5311bcf32bb9da1a002b00"
          + "020304";

  private final QuicLongHeaderView header = new QuicLongHeaderView();
  private final QuicInitialKeys keys =
      new QuicInitialKeys(new InitialCiphers(), QuicVersion.V1, CONNECTION_ID);

  @Test
  void theServersInitialOfTheRfcHoldsItsServerHello() {
    ByteBuffer packet = ByteBuffer.wrap(SERVER_INITIAL);
    assertThat(header.wrap(packet, 0, SERVER_INITIAL.length)).isTrue();
    assertThat(header.type()).isEqualTo(QuicPacketType.INITIAL);
    assertThat(header.destinationConnectionId()).isEmpty();
    assertThat(header.end()).isEqualTo(SERVER_INITIAL.length);

    List<String> crypto = new ArrayList<>();
    byte[] frames = keys.open(packet, header, false, -1);
    boolean read =
        QuicFrames.read(
            frames,
            (offset, buffer, start, length) ->
                crypto.add(offset + ":" + hex(buffer, start, length)));

    assertThat(read).isTrue();
    assertThat(crypto).containsExactly("0:" + SERVER_HELLO);
  }

  @Test
  void aPacketThatWasChangedAnywhereDoesNotOpen() {
    for (int at = 0; at < SERVER_INITIAL.length; at++) {
      byte[] changed = SERVER_INITIAL.clone();
      changed[at] ^= 0x10;
      ByteBuffer packet = ByteBuffer.wrap(changed);
      if (header.wrap(packet, 0, changed.length)) {
        assertThat(keys.open(packet, header, false, -1)).as("changed at %d", at).isNull();
      }
    }
  }

  @Test
  void theKeysOfTheOtherSideDoNotOpenAPacket() {
    ByteBuffer packet = ByteBuffer.wrap(SERVER_INITIAL);
    header.wrap(packet, 0, SERVER_INITIAL.length);

    assertThat(keys.open(packet, header, true, -1)).isNull();
    assertThat(keys.areOf(header)).isFalse();
  }

  @Test
  void aPacketCutAnywhereIsNoPacket() {
    for (int length = 0; length < SERVER_INITIAL.length; length++) {
      byte[] cut = Arrays.copyOf(SERVER_INITIAL, length);
      assertThat(header.wrap(ByteBuffer.wrap(cut), 0, length)).as("cut at %d", length).isFalse();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "version 1 Initial,          c0 00000001 00 00 00 05 0011223344, true, INITIAL",
    "version 1 0-RTT,            d0 00000001 00 00 05 0011223344,    true, ZERO_RTT",
    "version 1 Handshake,        e0 00000001 00 00 05 0011223344,    true, HANDSHAKE",
    "version 1 Retry,            f0 00000001 00 00 0011223344,       true, RETRY",
    "version 2 Initial,          d0 6b3343cf 00 00 00 05 0011223344, true, INITIAL",
    "version 2 Retry,            c0 6b3343cf 00 00 0011223344,       true, RETRY",
    "draft 29 Initial,           c0 ff00001d 00 00 00 05 0011223344, true, INITIAL",
    "draft 34 Initial,           c0 ff000022 00 00 00 05 0011223344, true, INITIAL",
    "draft 22,                   c0 ff000016 00 00 00 05 0011223344, false,",
    "version negotiation,        c0 00000000 00 00 00000001,         false,",
    "short header,               40 00000001 00 00 00 05 0011223344, false,",
    "connection id of 21 bytes,  c0 00000001 15 00 00 05 0011223344, false,",
    "length beyond the datagram, c0 00000001 00 00 00 06 0011223344, false,",
    "length of 2^62-1,           c0 00000001 00 00 00 ffffffffffffffff 00, false,",
    "token beyond the datagram,  c0 00000001 00 00 3f 05 0011223344, false,"
  })
  void longHeaders(String name, String hex, boolean expected, String type) {
    byte[] bytes = HEX.parseHex(hex.replace(" ", ""));

    assertThat(header.wrap(ByteBuffer.wrap(bytes), 0, bytes.length)).isEqualTo(expected);

    if (expected) {
      assertThat(header.type()).hasToString(type);
      assertThat(header.end()).isEqualTo(bytes.length);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "padding and ping,      00 00 01 00,                          true,  ''",
    "two crypto frames,     06 00 02 aabb 06 4002 01 cc,          true,  '0:aabb 2:cc'",
    "out of order,          06 05 01 aa 06 00 01 bb,              true,  '5:aa 0:bb'",
    "acknowledgment,        02 01 00 01 00 05 06 06 00 01 aa,     true,  '0:aa'",
    "acknowledgment of ECN, 03 01 00 00 00 01 02 03 06 00 01 aa,  true,  '0:aa'",
    "connection close,      1c 0a 06 00 ff,                       true,  ''",
    "crypto beyond the end, 06 00 05 aabb,                        false, ''",
    "a stream frame,        08 00 aabb,                           false, ''",
    "many ranges cut,       02 01 00 7fff 00 05,                  false, ''"
  })
  void frames(String name, String hex, boolean expected, String crypto) {
    List<String> seen = new ArrayList<>();

    boolean read =
        QuicFrames.read(
            HEX.parseHex(hex.replace(" ", "")),
            (offset, buffer, start, length) -> seen.add(offset + ":" + hex(buffer, start, length)));

    assertThat(read).isEqualTo(expected);
    assertThat(String.join(" ", seen)).isEqualTo(crypto);
  }

  private static String hex(ByteBuffer buffer, int start, int length) {
    byte[] bytes = new byte[length];
    buffer.get(start, bytes);
    return HEX.formatHex(bytes);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 00, 8, 0",
    "-1, 2752305397, 32, 2752305397",
    "10, 0b, 8, 11",
    "255, 00, 8, 256",
    "290294573, 2e, 8, 290294574",
    "290294783, 00, 8, 290294784"
  })
  void packetNumbersGoOnFromTheLargestSeen(
      long largest, String truncated, int bits, long expected) {
    long number = bits == 8 ? Long.parseLong(truncated, 16) : Long.parseLong(truncated);

    assertThat(QuicInitialKeys.packetNumber(largest, number, bits)).isEqualTo(expected);
  }

  @Test
  void thePacketNumberExampleOfTheRfcIsDecoded() {
    assertThat(QuicInitialKeys.packetNumber(0xa82f30eaL, 0x9b32, 16)).isEqualTo(0xa82f9b32L);
  }
}
