package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireEnd;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WirePackets;
import io.tlsfloor.testing.WireTls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the frames of a TCP connection between one client and one server, and has them analyzed.
 * Every step takes one millisecond of packet time.
 */
final class Wire {
  private final List<WireFrame> frames;
  private final WireEnd client;
  private final WireEnd server;
  private long nanos;
  private int clientSequence;
  private int serverSequence;
  private int snapLength = Integer.MAX_VALUE;

  Wire() {
    this("10.0.0.5", 40000, "52.96.1.10", 443);
  }

  Wire(String client, int clientPort, String server, int serverPort) {
    this(new ArrayList<>(), WireEnd.of(client, clientPort), WireEnd.of(server, serverPort));
  }

  private Wire(List<WireFrame> frames, WireEnd client, WireEnd server) {
    this.frames = frames;
    this.client = client;
    this.server = server;
    this.nanos = 1_000_000_000_000L;
    this.clientSequence = 1000;
    this.serverSequence = 0xFFFFFF00; // wraps soon
  }

  /** Another connection whose frames go on in the same capture. */
  Wire another(String otherClient, int otherPort) {
    Wire other = new Wire(frames, WireEnd.of(otherClient, otherPort), server);
    other.nanos = nanos;
    return other;
  }

  /** A connection of the same client to another server whose frames go on in the same capture. */
  Wire to(String otherServer, int otherServerPort, int otherPort) {
    Wire other =
        new Wire(
            frames,
            new WireEnd(client.address(), otherPort),
            WireEnd.of(otherServer, otherServerPort));
    other.nanos = nanos;
    return other;
  }

  /** Captures only so many bytes of each frame from here on. */
  Wire snap(int length) {
    snapLength = length;
    return this;
  }

  Wire handshake() {
    clientSends(WirePackets.SYN, new byte[0]);
    clientSequence++;
    serverSends(WirePackets.SYN | WirePackets.ACK, new byte[0]);
    serverSequence++;
    return clientSends(WirePackets.ACK, new byte[0]);
  }

  Wire client(byte[]... parts) {
    byte[] payload = WireBytes.join(parts);
    clientSends(WirePackets.ACK, payload);
    clientSequence += payload.length;
    return this;
  }

  Wire server(byte[]... parts) {
    byte[] payload = WireBytes.join(parts);
    serverSends(WirePackets.ACK, payload);
    serverSequence += payload.length;
    return this;
  }

  Wire client(String text) {
    return client(WireBytes.text(text));
  }

  Wire server(String text) {
    return server(WireBytes.text(text));
  }

  /** A whole TLS handshake of a version up to 1.2. */
  Wire tls(int version) {
    return client(WireTls.hello(version, 1)).tlsAfterHello(version);
  }

  /** Returns what follows the ClientHello of such a handshake. */
  Wire tlsAfterHello(int version) {
    return server(WireTls.serverHello(version, 2), WireTls.serverHelloDone(version))
        .client(
            WireTls.clientKeyExchange(version),
            WireTls.changeCipherSpec(version),
            WireTls.encryptedFinished(version))
        .server(WireTls.changeCipherSpec(version), WireTls.encryptedFinished(version));
  }

  /** The client's bytes in segments of {@code size}. */
  Wire clientSegments(int size, byte[] payload) {
    for (int at = 0; at < payload.length; at += size) {
      client(Arrays.copyOfRange(payload, at, Math.min(payload.length, at + size)));
    }
    return this;
  }

  /** Bytes that were sent and not captured. */
  Wire clientLost(int length) {
    clientSequence += length;
    return this;
  }

  /** Bytes that were sent and not captured. */
  Wire serverLost(int length) {
    serverSequence += length;
    return this;
  }

  Wire clientAcks() {
    return clientSends(WirePackets.ACK, new byte[0]);
  }

  Wire serverAcks() {
    return serverSends(WirePackets.ACK, new byte[0]);
  }

  Wire clientFin() {
    clientSends(WirePackets.FIN | WirePackets.ACK, new byte[0]);
    clientSequence++;
    return this;
  }

  Wire serverFin() {
    serverSends(WirePackets.FIN | WirePackets.ACK, new byte[0]);
    serverSequence++;
    return this;
  }

  Wire clientReset() {
    return clientSends(WirePackets.RST, new byte[0]);
  }

  Wire serverReset() {
    return serverSends(WirePackets.RST | WirePackets.ACK, new byte[0]);
  }

  /** Seconds in which nothing is captured. */
  Wire wait(int seconds) {
    nanos += seconds * 1_000_000_000L;
    return this;
  }

  /** The same ports again, with other sequence numbers. */
  Wire reuse() {
    clientSequence += 1_000_000;
    serverSequence += 1_000_000;
    return this;
  }

  /** The last {@code count} frames in reverse order. */
  Wire reverseLast(int count) {
    List<WireFrame> last = frames.subList(frames.size() - count, frames.size());
    List<WireFrame> before = List.copyOf(last);
    for (int i = 0; i < count; i++) {
      last.set(i, before.get(i).with(before.get(count - 1 - i).bytes()));
    }
    return this;
  }

  /** The last frame once more. */
  Wire duplicateLast() {
    nanos += 10_000;
    frames.add(frames.get(frames.size() - 1).at(nanos));
    return this;
  }

  /** Leaves out the frames of one side. */
  Wire without(String sender) {
    byte[] address = WirePackets.address(sender);
    frames.removeIf(f -> Arrays.equals(Arrays.copyOfRange(f.bytes(), 26, 30), address));
    return this;
  }

  Wire clientSends(int flags, byte[] payload) {
    return add(
        WirePackets.tcpFrame(client, server, clientSequence, serverSequence, flags, payload));
  }

  Wire serverSends(int flags, byte[] payload) {
    return add(
        WirePackets.tcpFrame(server, client, serverSequence, clientSequence, flags, payload));
  }

  /** A UDP datagram between whomever. */
  Wire udp(String from, int fromPort, String to, int toPort, byte[] payload) {
    byte[] datagram =
        WirePackets.datagram(WireEnd.of(from, fromPort), WireEnd.of(to, toPort), payload);
    return add(WirePackets.ethernet(datagram));
  }

  private Wire add(byte[] frame) {
    nanos += 1_000_000;
    frames.add(WireFrame.ethernet(nanos, frame, snapLength));
    return this;
  }

  /** All that was captured. */
  List<WireFrame> frames() {
    return frames;
  }

  /** Returns what the analyzer tells of all that was captured. */
  List<TlsConnection> connections() {
    return analyzed().connections();
  }

  /** The one connection that the analyzer tells. */
  TlsConnection connection() {
    List<TlsConnection> all = connections();
    if (all.size() != 1) {
      throw new AssertionError("one connection expected: " + all);
    }
    return all.get(0);
  }

  Analyzed analyzed() {
    return analyzed(Analyzed.OPTIONS);
  }

  Analyzed analyzed(AnalyzerOptions options) {
    return Analyzed.of(frames, options);
  }
}
