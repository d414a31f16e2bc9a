package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireBytes;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names and places of fields in DTLS, in SSLv2-format hellos and in QUIC's long headers. */
class OtherMessagesTest {
  private static final String RANDOM = "00".repeat(32);

  private static byte[] hex(String... parts) {
    return WireBytes.hex(String.join("", parts));
  }

  private static List<String> said(Message message) {
    return message.fields().stream()
        .filter(Field::isTold)
        .map(field -> field.offset() + " " + field.name() + " = " + field.meaning())
        .toList();
  }

  private static List<Message> dtls(byte[] stream, Datagram... datagrams) {
    byte[][] streams = {stream, new byte[0]};
    return DtlsMessages.read(streams, List.of(datagrams)).messages().get(0);
  }

  @Test
  void putsADtlsHelloTogetherFromItsFragments() {
    String body = "fefd" + RANDOM + "00 00 0002 002f 01 00"; // 42 bytes
    byte[] all = hex(body);
    byte[] stream =
        hex(
            "16 feff 0000 000000000000 0020", // record of 32 bytes
            "01 00002a 0000 000000 000014",
            HexFormat.of().formatHex(all, 0, 20),
            "16 feff 0000 000000000001 0022",
            "01 00002a 0000 000014 000016",
            HexFormat.of().formatHex(all, 20, 42));

    List<Message> messages = dtls(stream, new Datagram(0, 0, 45), new Datagram(0, 45, 47));

    assertThat(messages).hasSize(2);
    assertThat(messages.get(0).name()).isEqualTo("record header: handshake");
    Message hello = messages.get(1);
    assertThat(hello.name()).isEqualTo("ClientHello");
    assertThat(hello.note()).isEmpty();
    assertThat(said(hello))
        .contains(
            "12 legacy_version = 0xfefd (DTLS 1.2)", "47 cookie = the server's cookie, sent back");
    assertThat(hello.streamOffsets()[12]).isEqualTo(25);
    for (int i = 0; i < all.length; i++) {
      assertThat(stream[hello.streamOffsets()[12 + i]]).as("byte %d", i).isEqualTo(all[i]);
    }
  }

  @Test
  void tellsVerifyRequestsAlertsAndEncryptedRecordsOfDtls() {
    byte[] stream =
        hex(
            "16 feff 0000 000000000000 000f 03 000003 0000 000000 000003 fefd 00",
            "15 fefd 0000 000000000001 0002 02 46",
            "16 fefd 0001 000000000000 0004 01020304");

    List<Message> messages = dtls(stream, new Datagram(0, 0, stream.length));

    assertThat(messages.stream().map(Message::name))
        .containsExactly(
            "record header: handshake",
            "HelloVerifyRequest",
            "record header: alert",
            "Alert",
            "record header: handshake, encrypted");
    assertThat(said(messages.get(3))).contains("1 description = 70 (protocol_version)");
  }

  @Test
  void namesTheFieldsOfAnSslV2FormatHello() {
    byte[] stream = hex("801f 01 0301 0006 0000 0010 010080 000005", "00".repeat(16));

    assertThat(said(Objects.requireNonNull(SslV2Messages.read(stream, 0, stream.length))))
        .containsExactly(
            "0 msg_length = 31 bytes",
            "2 msg_type = 1 (client_hello)",
            "3 version = 0x0301 (TLS 1.0)",
            "5 cipher_spec_length = 6 bytes",
            "7 session_id_length = 0 bytes",
            "9 challenge_length = 16 bytes",
            "11 cipher_specs = 2: 0x010080, TLS_RSA_WITH_RC4_128_SHA");
    assertThat(SslV2Messages.read(hex("16 0301 0001 00"), 0, 6)).isNull();
  }

  @Test
  void namesTheLongHeaderOfQuicAndOpensNothingWithoutItsKeys() {
    byte[] initial = hex("c0 00000001 02 aabb 00 00 05 0011223344");

    List<List<Message>> both =
        QuicMessages.read(
                new byte[][] {initial, new byte[0]}, List.of(new Datagram(0, 0, initial.length)))
            .messages();

    assertThat(both.get(1)).isEmpty();
    assertThat(both.get(0)).hasSize(1);
    assertThat(said(both.get(0).get(0)))
        .containsExactly(
            "0 first_byte = INITIAL packet",
            "1 version = 0x00000001",
            "6 destination_connection_id = aabb");
  }

  @Test
  void neverThrows() {
    Random random = new Random(11);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[random.nextInt(120)];
      random.nextBytes(bytes);
      if (bytes.length > 13 && round % 2 == 0) {
        bytes[0] = 22;
        bytes[1] = (byte) 0xFE;
        bytes[2] = (byte) 0xFD;
        bytes[3] = 0;
        bytes[4] = 0;
        bytes[11] = 0;
      }
      List<Datagram> one = List.of(new Datagram(0, 0, bytes.length));
      for (Message message : dtls(bytes, one.get(0))) {
        assertThat(message.length()).isNotNegative();
      }
      QuicMessages.read(new byte[][] {bytes, bytes}, one);
      PrefaceMessages.readLine(bytes, 0, bytes.length, round % 3 == 0);
      SslV2Messages.read(bytes, 0, bytes.length);
    }
  }
}
