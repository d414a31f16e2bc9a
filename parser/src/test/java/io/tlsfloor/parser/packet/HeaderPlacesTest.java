package io.tlsfloor.parser.packet;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WirePackets.ethernet;
import static io.tlsfloor.testing.WirePackets.ipv4;
import static io.tlsfloor.testing.WirePackets.ipv6;
import static io.tlsfloor.testing.WirePackets.tcp;
import static io.tlsfloor.testing.WirePackets.udp;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Where the headers of a packet lie. */
class HeaderPlacesTest {
  private static final byte[] TCP = tcp(49152, 443, 1, 0x18, hex("16 03 01"));
  private static final byte[] IP = ipv4("10.1.2.3", "40.96.0.2", 6, TCP);

  private static String places(int linkType, byte[] frame) {
    PacketView packet = new PacketView();
    packet.wrap(linkType, ByteBuffer.wrap(frame), 0, frame.length, frame.length);
    HeaderPlaces places = packet.places();
    List<String> all = new ArrayList<>();
    for (int i = 0; i < places.count(); i++) {
      all.add(places.kind(i) + " " + places.at(i));
    }
    assertThat(places.all()).isTrue();
    return String.join(", ", all);
  }

  static Stream<Arguments> frames() {
    byte[] vxlan = udp(50000, 4789, hex("08000000 00002a00"), ethernet(0x0800, IP));
    byte[] noVxlan = udp(50000, 4789, hex("08000000 00002a00"), hex("00"));
    return Stream.of(
        Arguments.of(1, ethernet(0x0800, IP), "ETHERNET 0, IPV4 14, TCP 34"),
        Arguments.of(1, ethernet(0x8100, hex("000c 0800"), IP), "ETHERNET 0, IPV4 18, TCP 38"),
        Arguments.of(101, IP, "IPV4 0, TCP 20"),
        Arguments.of(101, ipv6("fd00::1", "2603::2", 6, TCP), "IPV6 0, TCP 40"),
        Arguments.of(
            113,
            join(hex("0000 0001 0006 02000a010203 0000 0800"), IP),
            "LINK_ADDRESS 6, IPV4 16, TCP 36"),
        Arguments.of(
            1,
            ethernet(0x0800, ipv4("10.9.0.1", "10.9.0.2", 17, vxlan)),
            "ETHERNET 0, IPV4 14, UDP 34, ETHERNET 50, IPV4 64, TCP 84"),
        Arguments.of(
            1,
            ethernet(0x0800, ipv4("10.9.0.1", "10.9.0.2", 17, noVxlan)),
            "ETHERNET 0, IPV4 14, UDP 34"),
        Arguments.of(
            1,
            ethernet(0x0800, ipv4("10.9.0.1", "10.9.0.2", 4, IP)),
            "ETHERNET 0, IPV4 14, IPV4 34, TCP 54"),
        Arguments.of(1, ethernet(0x0806, hex("0001")), "ETHERNET 0"));
  }

  @ParameterizedTest
  @MethodSource("frames")
  void areNotedOutermostFirst(int linkType, byte[] frame, String expected) {
    assertThat(places(linkType, frame)).isEqualTo(expected);
  }

  @Test
  void areThoseOfTheLastFrameOnly() {
    PacketView packet = new PacketView();
    byte[] frame = ethernet(0x0800, IP);
    packet.wrap(1, ByteBuffer.wrap(frame), 0, frame.length, frame.length);
    packet.wrap(101, ByteBuffer.wrap(IP), 0, IP.length, IP.length);

    assertThat(packet.places().count()).isEqualTo(2);
  }

  @Test
  void moreThanThereIsRoomForAreToldOf() {
    HeaderPlaces places = new HeaderPlaces();
    for (int i = 0; i < 100; i++) {
      places.add(HeaderPlaces.Kind.IPV4, i);
    }
    assertThat(places.all()).isFalse();
    assertThat(places.count()).isLessThan(100);
    places.cutTo(3);
    assertThat(places.all()).isTrue();
    assertThat(places.at(2)).isEqualTo(2);
    places.clear();
    assertThat(places.count()).isZero();
  }
}
