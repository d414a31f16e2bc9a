package io.tlsfloor.parser.packet;

import static io.tlsfloor.parser.packet.SampleFrame.PAYLOAD;
import static io.tlsfloor.parser.packet.SampleFrame.SEEN_TCP6;
import static io.tlsfloor.parser.packet.SampleFrame.of;
import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv6;
import static io.tlsfloor.testing.WirePackets.tcp;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Extension headers of IPv6 (RFC 8200 §4). */
class Ipv6ExtensionTest {
  private static final byte[] TCP = tcp(49153, 443, 0x01020304, 0x18, PAYLOAD);

  static Stream<SampleFrame> frames() {
    return Stream.of(
        good("hop by hop", 0, "06 00 0104 00000000"),
        good("destination options", 60, "06 00 0104 00000000"),
        good("routing", 43, "06 02 04 00 00000000 20010db8000000000000000000000009"),
        good("an atomic fragment", 44, "06 00 0000 deadbeef"),
        good("an atomic fragment, reserved bits set", 44, "06 ff 0006 deadbeef"),
        good("authentication", 51, "06 04 0000 00000001 00000001 000102030405060708090a0b"),
        good("mobility", 135, "06 00 0000 00000000"),
        good("host identity", 139, "06 00 0000 00000000"),
        good("shim6", 140, "06 00 0000 00000000"),
        good(
            "all in their order",
            0,
            """
            3c 00 0104 00000000 # hop by hop, then destination options
            2b 01 0104 00000000 0000000000000000 # of 16 bytes, then routing
            2c 00 0000 00000000 # then fragment
            33 00 0000 deadbeef # then authentication
            3c 01 0000 00000001 00000001 # then destination options
            06 00 0104 00000000
            """),
        bad("hop by hop longer than the datagram", 0, "06 ff 0104 00000000", "MALFORMED"),
        bad("authentication longer than the datagram", 51, "06 ff 0000 00000001", "MALFORMED"),
        bad("no next header after one", 0, "3b 00 0104 00000000", "NOT_OURS ip-protocol 0x3b"),
        bad("ESP after one", 0, "32 00 0104 00000000", "OPAQUE_TUNNEL esp 0x32"));
  }

  private static SampleFrame good(String name, int next, String extensions) {
    return bad(name, next, extensions, SEEN_TCP6);
  }

  private static SampleFrame bad(String name, int next, String extensions, String meaning) {
    return of(
        name,
        meaning,
        ethernet(0x86DD, ipv6("2001:db8::1", "2001:db8::2", next, hex(extensions), TCP)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("frames")
  void arePassed(SampleFrame frame) {
    assertThat(frame.seen()).isEqualTo(frame.meaning());
  }

  @Test
  void arePassedInAnySaneNumber() {
    byte[] option = hex("3c 00 0104 00000000");
    byte[] options = hex("");
    for (int i = 0; i < 31; i++) {
      options = join(options, option);
    }
    byte[] last = hex("06 00 0104 00000000");

    assertThat(
            of("", "", ethernet(0x86DD, ipv6("2001:db8::1", "2001:db8::2", 60, options, last, TCP)))
                .seen())
        .isEqualTo(SEEN_TCP6);
    assertThat(
            of(
                    "",
                    "",
                    ethernet(
                        0x86DD, ipv6("2001:db8::1", "2001:db8::2", 60, options, option, last, TCP)))
                .seen())
        .isEqualTo("TOO_DEEP");
  }

  @Test
  void makeNoTcpOfAFragmentWhosePayloadIsShorterThanItsHeader() {
    assertThat(
            of("", "", ethernet(0x86DD, ipv6("2001:db8::1", "2001:db8::2", 44, hex("06 00 0001"))))
                .seen())
        .isEqualTo("MALFORMED");
  }
}
