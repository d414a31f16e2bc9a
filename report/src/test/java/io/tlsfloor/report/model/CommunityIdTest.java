package io.tlsfloor.report.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommunityIdTest {
  /** The TCP and UDP flows of the specification's baseline (baseline_deflt.json). */
  @ParameterizedTest
  @CsvSource({
    "TCP, 2001:470:e5bf:dead:4957:2174:e82c:4887, 63943, 2607:f8b0:400c:c03::1a, 25,"
        + " 1:/qFaeAR+gFe1KYjMzVDsMv+wgU4=",
    "TCP, 128.232.110.120, 34855, 66.35.250.204, 80, 1:LQU9qZlK+B5F3KDmev6m5PMibrg=",
    "UDP, 192.168.1.52, 54585, 8.8.8.8, 53, 1:d/FP5EW3wiY1vCndhwleRRKHowQ="
  })
  void equalsThePublishedVectorsInBothDirections(
      Transport transport, String one, int onePort, String other, int otherPort, String id) {
    Peer a = new Peer(IpAddress.parse(one), onePort);
    Peer b = new Peer(IpAddress.parse(other), otherPort);

    assertThat(CommunityId.of(transport, a, b)).isEqualTo(id);
    assertThat(CommunityId.of(transport, b, a)).isEqualTo(id);
  }

  /** SHA-1 by hand over seed, addresses, protocol and ports, the lower port first. */
  @Test
  void betweenTwoPortsOfOneAddressTheLowerPortIsFirst() {
    Peer low = new Peer(IpAddress.parse("127.0.0.1"), 443);
    Peer high = new Peer(IpAddress.parse("127.0.0.1"), 40000);

    assertThat(CommunityId.of(Transport.TCP, high, low))
        .isEqualTo(CommunityId.of(Transport.TCP, low, high))
        .isEqualTo("1:zKwXEDULx4mp1OHTCIvxDrfCuwo=");
  }
}
