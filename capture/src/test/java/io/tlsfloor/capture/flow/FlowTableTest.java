package io.tlsfloor.capture.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
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

  @Test
  void aQuietFlowOfIpv6HidesNoOtherWhateverItsHash() {
    Flow finished = new Flow() {};
    key.set(false, 1, 2, CLIENT_PORT, 3, 4, 443);
    table.add(key, finished, 0);
    table.quiet(finished, true);
    assertThat(table.isQuiet(key)).isTrue();

    finished.upperLow ^= 1; // as if another flow had the same hash

    assertThat(table.isQuiet(key)).isFalse();
    assertThat(table.find(key)).isNull();
  }

  @Test
  void ipv6FlowsWhoseWordsCancelEachOtherMeetNowhere() {
    FlowTable<Flow> large = new FlowTable<>(1 << 16, flow -> {});
    long hashes =
        LongStream.range(0, 1 << 14)
            .map(
                i -> {
                  long high = 0x20010DB900000000L + i;
                  long low = Long.rotateLeft(Long.rotateLeft(high, 17) ^ 0x1234567L, 32);
                  key.set(false, high, low, CLIENT_PORT, 0x20010DB800000000L, 1, 443);
                  large.add(key, new Flow() {}, 0);
                  return key.hash() >>> 20 & 0xFFFF;
                })
            .distinct()
            .count();

    assertThat(hashes).isGreaterThan(12_000); // of 65,536 places, about 14,500 by chance
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
