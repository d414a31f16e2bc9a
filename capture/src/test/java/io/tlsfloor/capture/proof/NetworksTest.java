package io.tlsfloor.capture.proof;

import static io.tlsfloor.testing.WireBytes.join;
import static io.tlsfloor.testing.WireBytes.u16;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.connection.Analyzer;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.PcapngWriter;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The same ends in two networks of one pcapng, and the same packets seen at two of its points. */
class NetworksTest {
  private static final WireEnd CLIENT = WireEnd.of("10.20.3.5", 40_000);
  private static final WireEnd SERVER = WireEnd.of("52.96.10.10", 443);
  private static final int[] BOTH = {0, 1};

  /** A frame and the interfaces that captured it. */
  private record Seen(byte[] frame, int... interfaces) {}

  private final List<Seen> seen = new ArrayList<>();

  @Test
  void connectionsOverTcpOfTwoInterfacesAreTwo() throws Exception {
    List<byte[]> one = tls(0x0301, 1_000);
    List<byte[]> other = tls(0x0303, 900_000_000);
    for (int i = 0; i < one.size(); i++) {
      seen.add(new Seen(one.get(i), 0));
      seen.add(new Seen(other.get(i), 1));
    }
    assertThat(told())
        .containsExactlyInAnyOrder("TLS 1.0 TLS 1.0 ESTABLISHED", "TLS 1.2 TLS 1.2 ESTABLISHED");
  }

  @Test
  void recordsOfTheSecondInterfaceAreReadWhenTheFirstOneIsOver() throws Exception {
    tls(0x0303, 1_000).forEach(frame -> seen.add(new Seen(frame, 0)));
    for (int i = 0; i < 3; i++) {
      byte[] data = WireTls.data(0x0301, 50);
      seen.add(new Seen(tcp(true, 5_000_000 + 55 * i, 7_000_000 + 55 * i, 24, data), 1));
      seen.add(new Seen(tcp(false, 7_000_000 + 55 * i, 5_000_055 + 55 * i, 24, data), 1));
    }
    assertThat(told())
        .containsExactlyInAnyOrder("TLS 1.2 TLS 1.2 ESTABLISHED", "- - ESTABLISHED TLS 1.0");
  }

  @Test
  void packetsOverTcpAtTwoInterfacesAreOneConnection() throws Exception {
    tls(0x0301, 1_000).forEach(frame -> seen.add(new Seen(frame, BOTH)));
    seen.add(new Seen(tcp(true, 1_400, 2_000, 24, WireTls.data(0x0301, 90)), BOTH));
    assertThat(told()).containsExactly("TLS 1.0 TLS 1.0 ESTABLISHED");
  }

  @Test
  void connectionsOverUdpOfTwoInterfacesAreTwo() throws Exception {
    List<byte[]> one = dtls(0xFEFF, 1);
    List<byte[]> other = dtls(0xFEFD, 2);
    for (int i = 0; i < one.size(); i++) {
      seen.add(new Seen(one.get(i), 0));
      seen.add(new Seen(other.get(i), 1));
    }
    assertThat(told())
        .containsExactlyInAnyOrder(
            "DTLS 1.0 DTLS 1.0 ESTABLISHED", "DTLS 1.2 DTLS 1.2 ESTABLISHED");
  }

  @Test
  void connectionsOverUdpInTwoVlansAreTwo() throws Exception {
    List<byte[]> one = dtls(0xFEFF, 1);
    List<byte[]> other = dtls(0xFEFD, 2);
    for (int i = 0; i < one.size(); i++) {
      seen.add(new Seen(inVlan(7, one.get(i)), 0));
      seen.add(new Seen(inVlan(8, other.get(i)), 0));
    }
    assertThat(told())
        .containsExactlyInAnyOrder(
            "DTLS 1.0 DTLS 1.0 ESTABLISHED", "DTLS 1.2 DTLS 1.2 ESTABLISHED");
  }

  @Test
  void packetsOverUdpAtTwoInterfacesAreOneConnection() throws Exception {
    dtls(0xFEFF, 1).forEach(frame -> seen.add(new Seen(frame, BOTH)));
    assertThat(told()).containsExactly("DTLS 1.0 DTLS 1.0 ESTABLISHED");
  }

  /** Each end sends in a VLAN of its own. */
  @Test
  void directionsOverUdpInTwoVlansAreOneConnection() throws Exception {
    List<byte[]> frames = dtls(0xFEFF, 1);
    for (int i = 0; i < frames.size(); i++) {
      seen.add(new Seen(inVlan(7 + i % 2, frames.get(i)), 0));
    }
    assertThat(told()).containsExactly("DTLS 1.0 DTLS 1.0 ESTABLISHED");
  }

  @Test
  void connectionsOverQuicOfTwoInterfacesAreTwo() throws Exception {
    List<byte[]> one = quic(1);
    List<byte[]> other = quic(2);
    for (int i = 0; i < one.size(); i++) {
      seen.add(new Seen(one.get(i), 0));
      seen.add(new Seen(other.get(i), 1));
    }
    assertThat(told())
        .containsExactly("TLS 1.3 TLS 1.3 ESTABLISHED", "TLS 1.3 TLS 1.3 ESTABLISHED");
  }

  @Test
  void packetsOverQuicAtTwoInterfacesAreOneConnection() throws Exception {
    quic(1).forEach(frame -> seen.add(new Seen(frame, BOTH)));
    assertThat(told()).containsExactly("TLS 1.3 TLS 1.3 ESTABLISHED");
  }

  private static byte[] tcp(boolean fromClient, int number, int acknowledged, int flags, byte[] b) {
    return WirePackets.tcpFrame(
        fromClient ? CLIENT : SERVER, fromClient ? SERVER : CLIENT, number, acknowledged, flags, b);
  }

  private static List<byte[]> tls(int version, int first) {
    byte[] hello = WireTls.hello(version, first);
    byte[] choice = WireTls.serverHello(version, first);
    byte[] done = WireTls.serverHelloDone(version);
    byte[] sealed = join(WireTls.changeCipherSpec(version), WireTls.encryptedFinished(version));
    int server = first + 500_000;
    int answered = first + 1 + hello.length;
    int chosen = server + 1 + choice.length + done.length;
    return List.of(
        tcp(true, first, 0, WirePackets.SYN, new byte[0]),
        tcp(false, server, first + 1, WirePackets.SYN | WirePackets.ACK, new byte[0]),
        tcp(true, first + 1, server + 1, WirePackets.ACK, hello),
        tcp(false, server + 1, answered, WirePackets.ACK, join(choice, done)),
        tcp(true, answered, chosen, WirePackets.ACK, sealed),
        tcp(false, chosen, answered + sealed.length, WirePackets.ACK, sealed));
  }

  private static List<byte[]> dtls(int version, long seed) {
    byte[] body =
        WireHello.client(version).random(seed).cookie(new byte[0]).suites(0xC014, 0x2F).body();
    byte[] hello = WireTls.fragment(1, 0, body, 0, body.length);
    byte[] choice = WireHello.server(version).random(seed + 5).datagram(version, 0);
    byte[] certificate = new byte[3];
    byte[] none = WireTls.fragment(11, 1, certificate, 0, certificate.length);
    byte[] done = WireTls.fragment(14, 2, new byte[0], 0, 0);
    return List.of(
        udp(true, WireTls.dtlsRecord(22, version, 0, 0, hello)),
        udp(false, choice),
        udp(true, WireTls.dtlsRecord(22, version, 1, 0, WireBytes.noise(seed, 60))),
        udp(false, WireTls.dtlsRecord(22, version, 0, 1, join(none, done))),
        udp(true, WireTls.dtlsRecord(22, version, 1, 1, WireBytes.noise(seed + 1, 60))),
        udp(false, WireTls.dtlsRecord(22, version, 1, 0, WireBytes.noise(seed + 2, 60))));
  }

  private static List<byte[]> quic(long seed) {
    Random random = new Random(seed);
    byte[] client = WireBytes.noise(random, 8);
    byte[] server = WireBytes.noise(random, 8);
    byte[] hello = WireHello.client(0x0303).random(seed).suites(0x1301).versions(0x0304).message();
    byte[] choice =
        WireHello.server(0x0303).random(seed + 5).suites(0x1301).extension(43, "0304").message();
    return List.of(
        udp(
            true,
            WireQuic.ofClient()
                .initial(server, server, client, 0, WireQuic.crypto(hello, 0, hello.length))),
        udp(
            false,
            WireQuic.ofServer()
                .initial(server, client, server, 0, WireQuic.crypto(choice, 0, choice.length))),
        udp(true, WireQuic.ofClient().handshake(server, client, random, 60)),
        udp(true, WireQuic.oneRtt(server, random, 60)),
        udp(false, WireQuic.oneRtt(client, random, 60)));
  }

  private static byte[] udp(boolean fromClient, byte[] payload) {
    WireEnd from = fromClient ? CLIENT : SERVER;
    return WirePackets.ethernet(WirePackets.datagram(from, fromClient ? SERVER : CLIENT, payload));
  }

  private static byte[] inVlan(int id, byte[] frame) {
    return join(
        Arrays.copyOf(frame, 12),
        u16(0x8100),
        u16(id),
        Arrays.copyOfRange(frame, 12, frame.length));
  }

  /** Reads them from a file, a millisecond apart, and after a quiet minute another packet. */
  private List<String> told() throws IOException, CaptureFormatException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PcapngWriter writer = new PcapngWriter(bytes);
    writer.section("test", List.of());
    for (int each : BOTH) {
      assertThat(writer.addInterface(WireFrame.ETHERNET, "eth" + each)).isEqualTo(each);
    }
    long nanos = Crowd.BEGIN;
    for (Seen each : seen) {
      for (int at : each.interfaces()) {
        nanos += 1_000_000;
        writer.packet(at, nanos, each.frame(), each.frame().length, List.of());
      }
    }
    List<TlsConnection> told = new ArrayList<>();
    Analyzer analyzer = new Analyzer(Told.options(), told::add);
    analyzer.begin("two.pcapng");
    try (CaptureFile file =
        CaptureFiles.open(
            new ByteArrayInputStream(bytes.toByteArray()), "two.pcapng", analyzer.names())) {
      Frame frame = new Frame();
      while (file.next(frame)) {
        analyzer.frame(frame);
      }
    }
    analyzer.end();
    return told.stream().map(NetworksTest::shown).toList();
  }

  private static String shown(TlsConnection c) {
    return c.offer().map(Offer::max).map(Object::toString).orElse("-")
        + " "
        + c.choice().map(Choice::version).map(Object::toString).orElse("-")
        + " "
        + c.outcome()
        + c.inferred().map(version -> " " + version).orElse("");
  }
}
