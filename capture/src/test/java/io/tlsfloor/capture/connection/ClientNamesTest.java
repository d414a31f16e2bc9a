package io.tlsfloor.capture.connection;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.testing.Rounds;
import io.tlsfloor.testing.WireDns;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Tests what clients call themselves, and where they said so. */
final class ClientNamesTest {
  private static final long SEED = Long.getLong("tlsfloor.seed", 20_261_125);
  private static final String CLIENT = "10.0.0.5";
  private static final String ROUTER = "10.0.0.1";
  private static final String BROADCAST = "255.255.255.255";
  private static final String EVERYBODY = "224.0.0.251";

  private final Wire wire = new Wire(CLIENT, 40000, "52.96.1.10", 25);

  private List<String> names() {
    return wire.analyzed().clientNames().stream()
        .map(n -> n.address() + " " + n.name() + " " + n.from() + " #" + n.frame().number())
        .toList();
  }

  /** A DHCP message of a client with hardware address 00-00-5E-00-53-23. */
  private static byte[] dhcp(int op, String client, String your, int type, String name) {
    return dhcp(op, client, your, type, name, "");
  }

  /** The same with more options. */
  private static byte[] dhcp(
      int op, String client, String your, int type, String name, String options) {
    byte[] text = name.getBytes(StandardCharsets.US_ASCII);
    return join(
        new byte[] {(byte) op, 1, 6, 0},
        new byte[8],
        WirePackets.address(client),
        WirePackets.address(your),
        new byte[8],
        hex("00005e005323"),
        new byte[10 + 64 + 128],
        hex("63825363 3501"),
        new byte[] {(byte) type},
        text.length == 0 ? new byte[0] : join(new byte[] {12, (byte) text.length}, text),
        hex(options),
        hex("ff"));
  }

  private static byte[] registration(String name, int suffix, int flags, String address) {
    return WireDns.message(flags)
        .question("x", 32)
        .additional(
            new String(WireDns.netbios(name, suffix), 1, 32, StandardCharsets.US_ASCII),
            32,
            300000,
            hex("0000"),
            WirePackets.address(address))
        .bytes();
  }

  @Test
  void dhcpNamesTheAddressThatTheServerGives() {
    wire.udp("0.0.0.0", 68, BROADCAST, 67, dhcp(1, "0.0.0.0", "0.0.0.0", 3, "printer-3"));
    wire.udp(ROUTER, 67, CLIENT, 68, dhcp(2, "0.0.0.0", CLIENT, 5, ""));

    assertThat(names()).containsExactly("10.0.0.5 printer-3 DHCP #1");
  }

  /** The vendor class is {@code HP}, and it asks for four options. */
  @Test
  void dhcpShowsWhatKindOfClientItIs() {
    String kind = "3c024850 370406030142";
    wire.udp("0.0.0.0", 68, BROADCAST, 67, dhcp(1, "0.0.0.0", "0.0.0.0", 3, "", kind));
    wire.udp(ROUTER, 67, CLIENT, 68, dhcp(2, "0.0.0.0", CLIENT, 5, ""));
    wire.udp("10.0.0.6", 68, ROUTER, 67, dhcp(1, "10.0.0.6", "0.0.0.0", 3, "p6", kind));

    assertThat(names())
        .containsExactly(
            "10.0.0.5 HP DHCP_VENDOR_CLASS #1",
            "10.0.0.5 6,3,1,66 DHCP_PARAMETERS #1",
            "10.0.0.6 p6 DHCP #3",
            "10.0.0.6 HP DHCP_VENDOR_CLASS #3",
            "10.0.0.6 6,3,1,66 DHCP_PARAMETERS #3");
  }

  /** Some say their name in the DISCOVER alone. */
  @Test
  void dhcpMessageWithoutANameTakesNoneAway() {
    wire.udp("0.0.0.0", 68, BROADCAST, 67, dhcp(1, "0.0.0.0", "0.0.0.0", 1, "printer-3"));
    wire.udp("0.0.0.0", 68, BROADCAST, 67, dhcp(1, "0.0.0.0", "0.0.0.0", 3, "", "370406030142"));
    wire.udp(ROUTER, 67, CLIENT, 68, dhcp(2, "0.0.0.0", CLIENT, 5, ""));

    assertThat(names())
        .containsExactly("10.0.0.5 printer-3 DHCP #1", "10.0.0.5 6,3,1,66 DHCP_PARAMETERS #2");
  }

  @Test
  void dhcpNamesTheAddressThatTheClientRenews() {
    wire.udp(CLIENT, 68, ROUTER, 67, dhcp(1, CLIENT, "0.0.0.0", 3, "printer-3"));

    assertThat(names()).containsExactly("10.0.0.5 printer-3 DHCP #1");
  }

  @Test
  void dhcpNamesNobodyWithoutTheServersConsent() {
    wire.udp("0.0.0.0", 68, BROADCAST, 67, dhcp(1, "0.0.0.0", "0.0.0.0", 3, "printer-3"));
    wire.udp(ROUTER, 67, CLIENT, 68, dhcp(2, "0.0.0.0", CLIENT, 6, ""));

    assertThat(names()).isEmpty();
  }

  @Test
  void netbiosNamesWhoRegistersOrRefreshesItsOwnName() {
    wire.udp(CLIENT, 137, "10.0.0.255", 137, registration("PRINTER-3", 0, 0x2910, CLIENT));
    wire.udp("10.0.0.6", 137, "10.0.0.255", 137, registration("PC-6", 0, 0x4010, "10.0.0.6"));

    assertThat(names())
        .containsExactly("10.0.0.5 PRINTER-3 NETBIOS #1", "10.0.0.6 PC-6 NETBIOS #2");
  }

  @Test
  void netbiosNamesNobodyByOthersAddressesOtherPurposesOrQueries() {
    wire.udp(CLIENT, 137, "10.0.0.255", 137, registration("A", 0, 0x2910, "10.0.0.6"));
    wire.udp(CLIENT, 137, "10.0.0.255", 137, registration("USER", 3, 0x2910, CLIENT));
    wire.udp(CLIENT, 137, "10.0.0.255", 137, registration("B", 0, 0x0110, CLIENT));
    wire.udp(CLIENT, 137, "10.0.0.255", 137, registration("C", 0, 0xA910, CLIENT));

    assertThat(names()).isEmpty();
  }

  @Test
  void netbiosNamesTheSourceOfADatagram() {
    byte[] datagram =
        join(hex("11 0a 8001 0a000005 008a 00bb 0000"), WireDns.netbios("PRINTER-3", 0));
    wire.udp(CLIENT, 138, "10.0.0.255", 138, datagram);
    wire.udp("10.0.0.6", 138, "10.0.0.255", 138, datagram); // gives an address that is not his

    assertThat(names()).containsExactly("10.0.0.5 PRINTER-3 NETBIOS #1");
  }

  @Test
  void multicastDnsNamesWhoGivesItsOwnAddress() {
    byte[] answer =
        WireDns.message(0x8400)
            .address("printer-3.local", 120, "2001:db8::5")
            .address("printer-3.local", 120, CLIENT)
            .address("other.local", 120, "10.0.0.9")
            .bytes();
    wire.udp(CLIENT, 5353, EVERYBODY, 5353, answer);
    wire.udp("10.0.0.9", 5353, EVERYBODY, 5353, WireDns.message(0x0000).question("a", 1).bytes());

    assertThat(names())
        .containsExactly("10.0.0.5 printer-3.local MDNS #1", "2001:db8::5 printer-3.local MDNS #1");
  }

  /** One message gives a device's addresses, and not those of a whole network. */
  @Test
  void multicastDnsNamesFewAddressesAtOnce() {
    WireDns message = WireDns.message(0x8400);
    for (int i = 1; i <= 40; i++) {
      message.address("printer-3.local", 120, "10.0.0." + i);
    }
    wire.udp(CLIENT, 5353, EVERYBODY, 5353, message.bytes());

    assertThat(names()).hasSize(16).contains("10.0.0.5 printer-3.local MDNS #1");
    assertThat(wire.analyzed().coverage().count(Loss.EVICTED_CLIENT_NAMES)).isEqualTo(24);
  }

  @Test
  void multicastDnsNamesWhoGivesItsOwnAddressOverIpv6() {
    byte[] answer = WireDns.message(0x8400).address("mac.local", 120, "fe80::5").bytes();
    wire.udp("fe80::5", 5353, "ff02::fb", 5353, answer);
    wire.udp("fe80::6", 5353, "ff02::fb", 5353, answer);

    assertThat(names()).containsExactly("fe80::5 mac.local MDNS #1");
  }

  @Test
  void mailClientsNameThemselves() {
    wire.handshake()
        .server("220 mx.example.com ESMTP\r\n")
        .client("EHLO scanner.contoso.local\r\n")
        .server("250 mx.example.com\r\n");

    assertThat(names()).containsExactly("10.0.0.5 scanner.contoso.local EHLO #5");
  }

  @Test
  void hostileDatagramsAreReadWithoutHarm() {
    List<byte[]> seeds =
        List.of(
            dhcp(1, CLIENT, "0.0.0.0", 3, "printer-3"),
            dhcp(1, CLIENT, "0.0.0.0", 3, "printer-3", "3c024850 370406030142"),
            dhcp(2, "0.0.0.0", CLIENT, 5, ""),
            registration("PRINTER-3", 0, 0x2910, CLIENT),
            join(hex("11 0a 8001 0a000005 008a 00bb 0000"), WireDns.netbios("PRINTER-3", 0)),
            WireDns.message(0x8400).address("printer-3.local", 120, CLIENT).bytes());
    Random random = new Random(SEED);
    for (int round = 0; round < Rounds.some(4_000); round++) {
      byte[] bytes = seeds.get(round % seeds.size()).clone();
      for (int i = random.nextInt(4); i > 0; i--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      int port = new int[] {53, 67, 68, 137, 138, 5353}[random.nextInt(6)];
      wire.udp(CLIENT, port, ROUTER, 67, Arrays.copyOf(bytes, random.nextInt(bytes.length + 1)));
    }
    wire.handshake().client(WireTls.hello(0x0301, 1)).serverReset();

    assertThat(wire.analyzed().connections()).as("seed %d", SEED).hasSize(1);
    assertThat(names()).as("seed %d", SEED).hasSizeLessThan(200);
  }

  @Test
  void theNameThatWasToldLastComesFirstAndOnce() {
    for (String name : List.of("old", "new", "old")) {
      wire.udp(CLIENT, 68, ROUTER, 67, dhcp(1, CLIENT, "0.0.0.0", 3, name));
    }

    assertThat(names()).containsExactly("10.0.0.5 old DHCP #3", "10.0.0.5 new DHCP #2");
  }

  @Test
  void ofTooManyNamesTheOldestGoesAndIsCounted() {
    for (int i = 0; i < 10; i++) {
      wire.udp(CLIENT, 68, ROUTER, 67, dhcp(1, CLIENT, "0.0.0.0", 3, "n" + i));
    }
    Analyzed analyzed = wire.analyzed();

    assertThat(analyzed.clientNames()).hasSize(8);
    assertThat(analyzed.coverage().counts()).isEqualTo(Map.of(Loss.EVICTED_CLIENT_NAMES, 2L));
  }
}
