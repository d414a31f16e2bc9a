package io.tlsfloor.capture.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.testing.WireBytes;
import java.nio.ByteBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests what a frame is called that carries no TLS. */
class FrameLookTest {
  private static final String MACS = "02000a140301 02000a140302";

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0806 0001 | ARP, which never carries TLS
          88cc 0000 | LLDP, which never carries TLS
          0800 4500 001c 0001 0000 40 01 0000 0a000001 0a000002 0800 0000 00000000 \
          | ICMP, which never carries TLS
          0800 4500 001c 0001 2000 40 11 0000 0a000001 0a000002 0000000000000000 \
          | a fragment of an IP datagram from 10.0.0.1 to 10.0.0.2, at offset 0
          0800 4500 001c 0001 0000 40 11 0000 0a000001 0a000002 0035 0035 0008 0000 \
          | a UDP datagram from 10.0.0.1:53 to 10.0.0.2:53
          0800 45   | malformed: its headers contradict themselves
          """)
  void says(String hex, String what) {
    byte[] bytes = WireBytes.hex((MACS + hex));
    PacketView packet = new PacketView();

    assertThat(
            FrameLook.words(
                packet.wrap(1, ByteBuffer.wrap(bytes), 0, bytes.length, bytes.length), packet))
        .isEqualTo(what);
  }
}
