package io.tlsfloor.parser.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireBytes;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Names, places and meanings of fields in records. */
class RecordMessagesTest {
  private static final String RANDOM = "00".repeat(32);

  /** A ClientHello of TLS 1.0 with a server name, a list of versions and a fallback mark. */
  private static final String BODY =
      "0301"
          + RANDOM
          + "00" // legacy_session_id
          + "0004 002f 5600" // cipher_suites
          + "01 00"
          + "0017"
          + "0000 000a 0008 00 0005 612e636f6d" // server_name: a.com
          + "002b 0005 04 0304 0a0a"; // supported_versions

  private static byte[] hex(String... parts) {
    return WireBytes.hex(String.join("", parts));
  }

  private static byte[] hello() {
    return hello(hex(BODY));
  }

  private static byte[] hello(byte[] body) {
    return hex(
        "16 0301",
        String.format("%04x", body.length + 4),
        "01",
        String.format("%06x", body.length),
        HexFormat.of().formatHex(body));
  }

  private static String said(Message message) {
    StringBuilder text = new StringBuilder(message.name());
    for (Field field : message.fields()) {
      if (!field.isTold()) {
        continue;
      }
      text.append("\n").append(field.offset()).append(" ").append(field.name());
      text.append(" = ").append(field.meaning());
    }
    return text.toString();
  }

  private static List<Message> read(byte[] stream, int start, int end) {
    RecordMessages records = RecordMessages.toShow(stream, true);
    records.read(start, end);
    return records.messages();
  }

  @Test
  void namesAllHostNames() {
    String names = "0000 000f 000d 00 0004 612e6465 00 0003 622e63"; // a.de, b.c
    byte[] body = hex("0303", "00".repeat(32), "00 0002 002f 01 00 0013", names);
    String said = said(read(hello(body), 0, body.length + 9).get(1));

    assertThat(said).contains("server_name.host_name = a.de", "server_name.host_name = b.c");
  }

  @Test
  void namesEachFieldOfAClientHelloWithItsOffset() {
    List<Message> messages = read(hello(), 0, hello().length);

    assertThat(said(messages.get(0)))
        .isEqualTo(
            """
            record header: handshake
            0 type, legacy_record_version, length = 22, 0x0301 (TLS 1.0) (no evidence of a version), \
            72 bytes\
            """);
    assertThat(said(messages.get(1)))
        .isEqualTo(
            """
            ClientHello
            0 msg_type = 1 (ClientHello)
            1 length = 68 bytes
            4 legacy_version = 0x0301 (TLS 1.0)
            6 random = the client's random
            38 legacy_session_id = none
            39 cipher_suites = 2: TLS_RSA_WITH_AES_128_CBC_SHA, TLS_FALLBACK_SCSV
            43 cipher_suites.TLS_FALLBACK_SCSV = a retry after a failure, with less than the client \
            can do
            45 legacy_compression_methods = methods by number
            47 extensions.length = 23 bytes
            49 extension_type = server_name, 10 bytes
            58 server_name.host_name = a.com
            63 extension_type = supported_versions, 5 bytes
            68 supported_versions.versions[0] = 0x0304 (TLS 1.3)
            70 supported_versions.versions[1] = GREASE\
            """);
    assertThat(messages.get(1).streamOffsets()[58]).isEqualTo(5 + 58);
  }

  @Test
  void mapsAMessageThatRecordsSplitToItsPlacesInTheStream() {
    byte[] whole = hello();
    byte[] message = Arrays.copyOfRange(whole, 5, whole.length);
    byte[] stream =
        hex(
            "16 0301 000a",
            HexFormat.of().formatHex(message, 0, 10),
            "16 0301",
            String.format("%04x", message.length - 10),
            HexFormat.of().formatHex(message, 10, message.length));

    Message hello = read(stream, 0, stream.length).get(1);

    assertThat(hello.note()).isEmpty();
    for (int i = 0; i < message.length; i++) {
      assertThat(stream[hello.streamOffsets()[i]]).as("byte %d", i).isEqualTo(message[i]);
    }
  }

  @Test
  void saysHowMuchOfAMessageIsThere() {
    byte[] hello = hello();

    List<Message> messages = read(hello, 0, 5 + 4 + 2);

    assertThat(messages.get(1).note()).isEqualTo("only 2 of 68 bytes are there");
    assertThat(said(messages.get(1))).endsWith("4 legacy_version = 0x0301 (TLS 1.0)");
  }

  @Test
  void readsNothingInsideRecordsAfterChangeCipherSpec() {
    byte[] stream =
        hex("14 0301 0001 01", "16 0301 0004 01020304", "15 0301 0002 0228", "17 0301 0001 00");

    assertThat(read(stream, 0, stream.length).stream().map(Message::name))
        .containsExactly(
            "record header: change_cipher_spec",
            "record header: handshake, encrypted",
            "record header: alert, encrypted");
  }

  @Test
  void readsAnAlertInClear() {
    byte[] stream = hex("15 0301 0002 02 46");

    assertThat(said(read(stream, 0, stream.length).get(1)))
        .isEqualTo("Alert\n0 level = 2 (fatal)\n1 description = 70 (protocol_version)");
  }

  @Test
  void tellsAHelloRetryRequestAndADowngradeMark() {
    String retry = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    String marked = "00".repeat(24) + "444f574e47524400";
    for (String random : List.of(retry, marked)) {
      byte[] body = hex("0303", random, "00 c02f 00");
      byte[] stream = hex("16 0303 002a 02 000026", HexFormat.of().formatHex(body));
      Message message = read(stream, 0, stream.length).get(1);
      boolean first = random.equals(retry);
      assertThat(message.name()).isEqualTo(first ? "HelloRetryRequest" : "ServerHello");
      assertThat(said(message).contains("30 random[24..31] = downgrade sentinel"))
          .isEqualTo(!first);
    }
  }

  @Test
  void neverThrowsAndNeverLeavesTheBytes() {
    Random random = new Random(7);
    byte[] hello = hello();
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = hello.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int end = random.nextInt(bytes.length + 1);
      for (Message message : read(bytes, 0, end)) {
        for (Field field : message.fields()) {
          assertThat(field.offset() + field.length()).isLessThanOrEqualTo(message.length());
          for (int i = 0; i < field.length(); i++) {
            assertThat(message.streamOffsets()[field.offset() + i]).isBetween(0, end - 1);
          }
        }
      }
    }
  }
}
