package io.tlsfloor.capture.live.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.CaptureDirection;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.testing.Requires;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several rings on the loopback interface, filled by the kernel. */
@Timeout(30)
class RingGroupTest {
  private static final int RINGS = 4;
  private static final int FLOWS = 16;
  private static final int DATAGRAMS = 20; // of each flow
  private static final int IP_HEADER = 14; // offset in the frame
  private static final int PAYLOAD = IP_HEADER + 20 + 8;

  @BeforeAll
  static void root() {
    Requires.root();
    Requires.libpcap(); // for filters
  }

  private static LiveOptions options(String filter) {
    return new LiveOptions(
        LiveOptions.DEFAULT_SNAPLEN, 16 << 20, false, CaptureDirection.BOTH, filter, RINGS);
  }

  @Test
  void readsWhatTheKernelSpreadsInTheOrderOfTime() throws Exception {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    List<DatagramSocket> clients = new ArrayList<>();
    try (DatagramSocket server = new DatagramSocket(0, loopback);
        RingGroup group =
            (RingGroup) RingGroup.open("lo", options("udp port " + server.getLocalPort()))) {
      for (int i = 0; i < FLOWS; i++) {
        clients.add(new DatagramSocket(0, loopback));
      }
      for (int i = 0; i < FLOWS * DATAGRAMS; i++) {
        byte[] number = {(byte) (i >> 8), (byte) i};
        clients
            .get(i % FLOWS)
            .send(new DatagramPacket(number, number.length, loopback, server.getLocalPort()));
      }
      List<Integer> numbers = new ArrayList<>();
      Frame frame = new Frame();
      long last = 0;
      while (numbers.size() < FLOWS * DATAGRAMS) {
        if (!group.poll(frame)) {
          group.await(50_000_000);
          continue;
        }
        assertThat(frame.timeNanos()).isGreaterThanOrEqualTo(last);
        assertThat(frame.number()).isEqualTo(numbers.size() + 1L);
        last = frame.timeNanos();
        numbers.add((int) frame.buffer().getShort(frame.offset() + PAYLOAD));
      }

      assertThat(numbers).isSorted().doesNotHaveDuplicates();
      assertThat(group.shares())
          .hasSize(RINGS)
          .filteredOn(share -> share > 0)
          .hasSizeGreaterThan(1);
      assertThat(group.stats().received()).isEqualTo(2L * FLOWS * DATAGRAMS); // sent and received
      assertThat(group.stats().drops()).isZero();
    } finally {
      clients.forEach(DatagramSocket::close);
    }
  }

  @Test
  void isOneRingWhereOneIsAskedFor() throws Exception {
    LiveOptions one =
        new LiveOptions(LiveOptions.DEFAULT_SNAPLEN, 4 << 20, false, CaptureDirection.BOTH, "", 1);
    try (var capture = RingGroup.open("lo", one)) {
      assertThat(capture).isInstanceOf(RingCapture.class);
    }
  }

  @Test
  void refusesAFilterAsOneRingDoes() {
    assertThatThrownBy(() -> RingGroup.open("lo", options("tcp prot 443")))
        .isInstanceOf(CaptureException.class)
        .hasMessageStartingWith("--filter \"tcp prot 443\": ");
  }
}
