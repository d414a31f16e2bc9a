package io.tlsfloor.parser.dhcp;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Rounds;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DhcpMessageViewTest {
  private static final int ROUNDS = Rounds.count(Rounds.some(5_000));
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_125);

  private final DhcpMessageView message = new DhcpMessageView();

  /** A message with these options. */
  private static byte[] message(String head, String options) {
    return join(
        hex(head), // op, htype, hlen, hops
        hex("3903f326 0000 0000"),
        hex("0a000005 0a000006 00000000 00000000"), // ciaddr, yiaddr
        hex("00005e005323 00000000000000000000"),
        new byte[64 + 128],
        hex("63825363"),
        hex(options));
  }

  private boolean wrap(byte[] bytes) {
    return message.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          host name                   | 350103 0c03 703132 ff              | p12
          host name that ends in zero | 350103 0c04 70313200 ff            | p12
          without end                 | 350103 0c03 703132                 | p12
          padded                      | 00 350103 0000 0c03 703132 ff      | p12
          name before the type        | 0c03 703132 350103 ff              | p12
          FQDN in ASCII               | 350103 5108 000000 702e612e62 ff   | p.a.b
          FQDN with dot at its end    | 350103 5106 000000 702e2e ff       | p
          FQDN in wire format         | 350103 5109 04ffff 0170 0161 0162 3c024850 3703060301 ff | p.a.b
          FQDN in wire format, ended  | 350103 5106 04ffff 017000 ff       | p
          FQDN first                  | 350103 0c0178 5104 000000 70 ff    | p
          FQDN that holds none        | 350103 0c0178 5103 000000 ff       | x
          FQDN whose label is cut     | 350103 0c0178 5105 04ffff 0570 ff  | x
          no name                     | 350103 ff                          |
          empty name                  | 350103 0c00 ff                     |
          only zeros                  | 350103 0c020000 ff                 |
          after the end               | 350103 ff 0c03 703132              |
          """)
  void readsHowTheClientCallsItself(String name, String options, String expected) {
    assertThat(wrap(message("01 01 06 00", options))).isTrue();

    assertThat(message.name().orElse(null)).isEqualTo(expected);
    assertThat(message.fromClient()).isTrue();
    assertThat(message.messageType()).isEqualTo(3);
    assertThat(message.clientAddress()).isEqualTo(0x0A000005);
    assertThat(message.yourAddress()).isEqualTo(0x0A000006);
    assertThat(message.hardwareAddress()).isEqualTo(0x00005E005323L);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          option longer than the rest | 01 01 06 00 | 350103 0c09 70 | 245 (option): TRUNCATED
          length of an option cut     | 01 01 06 00 | 350103 0c      | 244 (option length): TRUNCATED
          no message type: BOOTP      | 01 01 06 00 | 0c0170 ff      | 244 (DHCP message type): BAD_VALUE
          neither query nor reply     | 03 01 06 00 | 350103 ff      | 0 (op): BAD_VALUE
          """)
  void saysWhereAndWhy(String name, String head, String options, String expected) {
    assertThat(wrap(message(head, options))).isFalse();

    assertThat(message.failure()).hasToString("malformed at offset " + expected);
  }

  @Test
  void saysWhatKindOfClientItIs() {
    assertThat(wrap(message("01 01 06 00", "350103 3c03 485000 3704 06030142 ff"))).isTrue();
    assertThat(message.vendorClass()).contains("HP");
    assertThat(message.parameters()).contains("6,3,1,66");

    assertThat(wrap(message("01 01 06 00", "350103 3c00 3700 ff"))).isTrue();
    assertThat(message.vendorClass()).isEmpty();
    assertThat(message.parameters()).isEmpty();

    assertThat(wrap(message("01 01 06 00", "350103 3c02 4850 ff"))).isTrue();
    assertThat(message.parameters()).as("of the message before").isEmpty();
  }

  @Test
  void aListOfNearlyAllOptionsIsLeftAside() {
    String all = "37 40" + " 01".repeat(64);
    assertThat(wrap(message("01 01 06 00", "350103 " + all + " ff"))).isTrue();
    assertThat(message.parameters()).isEmpty();
  }

  @Test
  void aHardwareAddressOfAnotherFormIsNone() {
    assertThat(wrap(message("02 01 08 00", "350105 ff"))).isTrue();
    assertThat(message.hardwareAddress()).isEqualTo(DhcpMessageView.NO_HARDWARE_ADDRESS);
    assertThat(message.fromClient()).isFalse();
    assertThat(wrap(message("02 20 06 00", "350105 ff"))).isTrue();
    assertThat(message.hardwareAddress()).isEqualTo(DhcpMessageView.NO_HARDWARE_ADDRESS);
  }

  @Test
  void noTruncationOfTheFixedPartIsAMessage() {
    byte[] whole = message("01 01 06 00", "350103 0c03 703132 ff");
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      boolean betweenOptions = length == 243 || length == 248;
      assertThat(wrap(cut)).as("%d bytes", length).isEqualTo(betweenOptions);
    }
  }

  @Test
  void mutatedMessagesAreReadWithoutHarm() {
    byte[] seed = message("01 01 06 00", "350103 0c03 703132 5109 04ffff 0170 0161 0162 ff");
    Random random = new Random(SEED);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = seed.clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        bytes[240 + random.nextInt(bytes.length - 240)] = (byte) random.nextInt(256);
      }
      if (wrap(bytes)) {
        assertThat(message.name().orElse("x")).isNotEmpty();
        assertThat(message.vendorClass().orElse("x")).isNotEmpty();
        assertThat(message.parameters().orElse("1")).matches("[0-9]+(,[0-9]+)*");
        assertThat(message.messageType()).isPositive();
      }
    }
  }
}
