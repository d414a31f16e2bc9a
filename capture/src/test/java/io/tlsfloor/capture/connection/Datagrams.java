package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireHello;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireQuic;
import io.tlsfloor.testing.WireTls;
import java.util.ArrayList;
import java.util.List;

/** Writes UDP datagrams with DTLS and QUIC between one client and one server. */
final class Datagrams {
  private static final WireEnd SERVER = WireEnd.of("52.112.10.10", 3478);

  private final List<WireFrame> packets = new ArrayList<>();
  private int snapLength = Integer.MAX_VALUE;
  private WireEnd client = WireEnd.of("10.0.0.5", 50_000);

  /** Captures only so many bytes of each packet. */
  Datagrams snap(int length) {
    snapLength = length;
    return this;
  }

  /** Sends from and to another port of the client. */
  Datagrams clientPort(int port) {
    client = new WireEnd(client.address(), port);
    return this;
  }

  Datagrams client(byte[] payload) {
    return send(client, SERVER, payload);
  }

  Datagrams server(byte[] payload) {
    return send(SERVER, client, payload);
  }

  private Datagrams send(WireEnd from, WireEnd to, byte[] payload) {
    byte[] packet = WirePackets.datagram(from, to, payload);
    long nanos = 1_000_000_000_000L + packets.size() * 1_000_000L;
    packets.add(new WireFrame(nanos, WireFrame.RAW_IP, packet, packet.length));
    return this;
  }

  List<TlsConnection> connections() {
    return analyzed().connections();
  }

  Analyzed analyzed() {
    return Analyzed.of(
        packets.stream().map(each -> each.snapped(snapLength)).toList(), Analyzed.OPTIONS);
  }

  static byte[] dtlsHelloBody(int version, long seed, int cookieLength) {
    return WireHello.client(version)
        .random(seed)
        .cookie(WireBytes.noise(9, cookieLength))
        .suites(0xC014, 0x002F)
        .body();
  }

  static byte[] dtlsHello(int recordVersion, int messageSequence, byte[] body) {
    byte[] message = WireTls.fragment(1, messageSequence, body, 0, body.length);
    return WireTls.dtlsRecord(22, recordVersion, 0, messageSequence, message);
  }

  static byte[] dtlsServerHello(int version, int messageSequence) {
    return WireHello.server(version).random(5).datagram(version, messageSequence);
  }

  /** An Initial packet of QUIC version 1. */
  static byte[] quicInitial(
      boolean fromClient, byte[] keyId, byte[] destinationId, int number, byte[] frames) {
    return (fromClient ? WireQuic.ofClient() : WireQuic.ofServer())
        .initial(keyId, destinationId, new byte[0], number, frames);
  }
}
