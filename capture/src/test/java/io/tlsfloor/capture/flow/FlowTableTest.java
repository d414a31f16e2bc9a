package io.tlsfloor.capture.flow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowTableTest {
  private static final int OFFICE = 0x0A000A05; // 10.0.10.5
  private static final int SERVICE = 0x34606E08; // 52.96.110.8
  private static final int CLIENT_PORT = 50123;

  private final FlowTable<Flow> table = new FlowTable<>(16, flow -> {});
  private final FlowKey key = new FlowKey();

  @Test
  void aQuietFlowIsKnownByTheAddressesOfAPacketInEitherDirection() {
    quiet(OFFICE, CLIENT_PORT, SERVICE, 443);

    assertThat(table.isQuietV4(pair(OFFICE, SERVICE), ports(CLIENT_PORT, 443))).isTrue();
    assertThat(table.isQuietV4(pair(SERVICE, OFFICE), ports(443, CLIENT_PORT))).isTrue();
    assertThat(table.isQuietV4(pair(OFFICE, SERVICE), ports(443, CLIENT_PORT))).isFalse();
    assertThat(table.isQuietV4(pair(OFFICE, SERVICE), ports(CLIENT_PORT + 1, 443))).isFalse();
  }

  @Test
  void aQuietFlowOfOneAddressIsKnownByItsPorts() {
    quiet(OFFICE, CLIENT_PORT, OFFICE, 443);

    assertThat(table.isQuietV4(pair(OFFICE, OFFICE), ports(CLIENT_PORT, 443))).isTrue();
    assertThat(table.isQuietV4(pair(OFFICE, OFFICE), ports(443, CLIENT_PORT))).isTrue();
  }

  @Test
  void aFlowThatIsQuietNoMoreIsOfInterestAgain() {
    Flow flow = quiet(OFFICE, CLIENT_PORT, SERVICE, 443);

    table.quiet(flow, false);

    assertThat(table.isQuietV4(pair(OFFICE, SERVICE), ports(CLIENT_PORT, 443))).isFalse();
  }

  @Test
  void aQuietFlowOfIpv4IsNoOtherOneOfIpv6WithTheSameNumbers() {
    quiet(OFFICE, CLIENT_PORT, SERVICE, 443);

    key.set(false, 0, unsigned(OFFICE), CLIENT_PORT, 0, unsigned(SERVICE), 443);

    assertThat(table.isQuiet(key)).isFalse();
    key.set(true, 0, unsigned(OFFICE), CLIENT_PORT, 0, unsigned(SERVICE), 443);
    assertThat(table.isQuiet(key)).isTrue();
  }

  private Flow quiet(int source, int sourcePort, int destination, int destinationPort) {
    key.set(true, 0, unsigned(source), sourcePort, 0, unsigned(destination), destinationPort);
    Flow flow = new Flow() {};
    table.add(key, flow, 0);
    table.quiet(flow, true);
    return flow;
  }

  private static long pair(int source, int destination) {
    return Long.reverseBytes(unsigned(source) << 32 | unsigned(destination));
  }

  private static int ports(int source, int destination) {
    return Integer.reverseBytes(source << 16 | destination);
  }

  private static long unsigned(int address) {
    return address & 0xFFFF_FFFFL;
  }
}
