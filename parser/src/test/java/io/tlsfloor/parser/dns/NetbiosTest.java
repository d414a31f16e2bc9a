package io.tlsfloor.parser.dns;

import static io.tlsfloor.testing.WireBytes.hex;
import static io.tlsfloor.testing.WireBytes.join;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.WireDns;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class NetbiosTest {
  private static final byte[] DATAGRAM =
      join(
          hex("11 0a 8001 0a000005 008a 00bb 0000"), // direct group, id, 10.0.0.5 port 138
          WireDns.netbios("PRINTER-3", 0),
          WireDns.netbios("WORKGROUP", 0x1D));

  private final NetbiosDatagramView view = new NetbiosDatagramView();

  @Test
  void decodesAName() {
    byte[] encoded = // FRED, of RFC 1001 §14.1's example
        "EGFCEFEECACACACACACACACACACACACA".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    ByteBuffer buffer = ByteBuffer.wrap(encoded);

    assertThat(NetbiosNames.text(buffer, 0)).contains("FRED");
    assertThat(NetbiosNames.suffix(buffer, 0)).isEqualTo(' ');
  }

  @Test
  void whatIsNoEncodingIsNoName() {
    byte[] encoded = Arrays.copyOfRange(WireDns.netbios("A", 0), 1, 33);
    encoded[5] = 'Q';

    assertThat(NetbiosNames.text(ByteBuffer.wrap(encoded), 0)).isEmpty();
    encoded[31] = '@';
    assertThat(NetbiosNames.suffix(ByteBuffer.wrap(encoded), 0)).isEqualTo(-1);
  }

  @Test
  void blanksAndZerosAreNoName() {
    assertThat(NetbiosNames.text(ByteBuffer.wrap(WireDns.netbios("", 0)), 1)).isEmpty();
    assertThat(NetbiosNames.text(ByteBuffer.wrap(WireDns.netbios("\0\0", 0)), 1)).isEmpty();
  }

  @Test
  void readsTheSourceOfADatagram() {
    assertThat(view.wrap(ByteBuffer.wrap(DATAGRAM), 0, DATAGRAM.length)).isTrue();
    assertThat(view.sourceAddress()).isEqualTo(0x0A000005);
    assertThat(NetbiosNames.text(view.buffer(), view.sourceName())).contains("PRINTER-3");
    assertThat(NetbiosNames.suffix(view.buffer(), view.sourceName()))
        .isEqualTo(NetbiosNames.WORKSTATION);
  }

  @Test
  void refusesOtherKindsAndWhatIsTooShort() {
    for (int length = 0; length < 14 + 33; length++) {
      byte[] cut = Arrays.copyOf(DATAGRAM, length);
      assertThat(view.wrap(ByteBuffer.wrap(cut), 0, length)).as("%d bytes", length).isFalse();
    }
    byte[] error = DATAGRAM.clone();
    error[0] = 0x13;
    assertThat(view.wrap(ByteBuffer.wrap(error), 0, error.length)).isFalse();
    byte[] pointer = DATAGRAM.clone();
    pointer[14] = (byte) 0xC0;
    assertThat(view.wrap(ByteBuffer.wrap(pointer), 0, pointer.length)).isFalse();
  }
}
