package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.ClientName;
import io.tlsfloor.parser.observation.Coverage;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.testing.WirePackets;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes the frames of a TCP connection between one client and one server, and has them analyzed.
 * Every step takes one millisecond of packet time.
 */
final class Wire {
  static final int FIN = 1;
  static final int SYN = 2;
  static final int RST = 4;
  static final int ACK = 16;

  private static final int ETHERNET = 1;

  /** A frame and when it was captured. */
  record Captured(long nanos, byte[] bytes, int original) {}

  private final List<Captured> frames;
  private final String client;
  private final int clientPort;
  private final String server;
  private final int serverPort;
  private long nanos;
  private int clientSequence;
  private int serverSequence;
  private int snapLength = Integer.MAX_VALUE;

  Wire() {
    this("10.0.0.5", 40000, "52.96.1.10", 443);
  }

  Wire(String client, int clientPort, String server, int serverPort) {
    this(new ArrayList<>(), client, clientPort, server, serverPort);
  }

  private Wire(
      List<Captured> frames, String client, int clientPort, String server, int serverPort) {
    this.frames = frames;
    this.client = client;
    this.clientPort = clientPort;
    this.server = server;
    this.serverPort = serverPort;
    this.nanos = 1_000_000_000_000L;
    this.clientSequence = 1000;
    this.serverSequence = 0xFFFFFF00; // wraps soon
  }

  /** Another connection whose frames go on in the same capture. */
  Wire another(String otherClient, int otherPort) {
    Wire other = new Wire(frames, otherClient, otherPort, server, serverPort);
    other.nanos = nanos;
    return other;
  }

  /** A connection of the same client to another server whose frames go on in the same capture. */
  Wire to(String otherServer, int otherServerPort, int otherPort) {
    Wire other = new Wire(frames, client, otherPort, otherServer, otherServerPort);
    other.nanos = nanos;
    return other;
  }

  /** Captures only so many bytes of each frame from here on. */
  Wire snap(int length) {
    snapLength = length;
    return this;
  }

  Wire handshake() {
    clientSends(SYN, new byte[0]);
    clientSequence++;
    serverSends(SYN | ACK, new byte[0]);
    serverSequence++;
    return clientSends(ACK, new byte[0]);
  }

  Wire client(byte[]... parts) {
    byte[] payload = Tls.cat(parts);
    clientSends(ACK, payload);
    clientSequence += payload.length;
    return this;
  }

  Wire server(byte[]... parts) {
    byte[] payload = Tls.cat(parts);
    serverSends(ACK, payload);
    serverSequence += payload.length;
    return this;
  }

  Wire client(String text) {
    return client(Tls.text(text));
  }

  Wire server(String text) {
    return server(Tls.text(text));
  }

  /** A whole TLS handshake of a version up to 1.2. */
  Wire tls(int version) {
    return client(Tls.hello(version, 1)).tlsAfterHello(version);
  }

  /** What follows the ClientHello of such a handshake. */
  Wire tlsAfterHello(int version) {
    return server(Tls.serverHello(version, 2), Tls.serverHelloDone(version))
        .client(
            Tls.clientKeyExchange(version),
            Tls.changeCipherSpec(version),
            Tls.encryptedFinished(version))
        .server(Tls.changeCipherSpec(version), Tls.encryptedFinished(version));
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
    return clientSends(ACK, new byte[0]);
  }

  Wire serverAcks() {
    return serverSends(ACK, new byte[0]);
  }

  Wire clientFin() {
    clientSends(FIN | ACK, new byte[0]);
    clientSequence++;
    return this;
  }

  Wire serverFin() {
    serverSends(FIN | ACK, new byte[0]);
    serverSequence++;
    return this;
  }

  Wire clientReset() {
    return clientSends(RST, new byte[0]);
  }

  Wire serverReset() {
    return serverSends(RST | ACK, new byte[0]);
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
    int from = frames.size() - count;
    List<byte[]> bytes = new ArrayList<>();
    for (int i = from; i < frames.size(); i++) {
      bytes.add(0, frames.get(i).bytes());
    }
    for (int i = 0; i < count; i++) {
      Captured old = frames.get(from + i);
      frames.set(from + i, new Captured(old.nanos(), bytes.get(i), bytes.get(i).length));
    }
    return this;
  }

  /** The last frame once more. */
  Wire duplicateLast() {
    Captured last = frames.get(frames.size() - 1);
    nanos += 10_000;
    frames.add(new Captured(nanos, last.bytes(), last.original()));
    return this;
  }

  /** Leaves out the frames of one side. */
  Wire without(String sender) {
    byte[] address = address(sender);
    frames.removeIf(f -> Arrays.equals(Arrays.copyOfRange(f.bytes(), 26, 30), address));
    return this;
  }

  Wire clientSends(int flags, byte[] payload) {
    return send(
        client, clientPort, server, serverPort, clientSequence, serverSequence, flags, payload);
  }

  Wire serverSends(int flags, byte[] payload) {
    return send(
        server, serverPort, client, clientPort, serverSequence, clientSequence, flags, payload);
  }

  private Wire send(
      String from,
      int fromPort,
      String to,
      int toPort,
      int seq,
      int ack,
      int flags,
      byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(14 + 20 + 20 + payload.length);
    frame.put(new byte[] {2, 0, 0, 0, 0, (byte) toPort, 2, 0, 0, 0, 0, (byte) fromPort});
    frame.putShort((short) 0x0800);
    frame.put((byte) 0x45).put((byte) 0).putShort((short) (40 + payload.length));
    frame.putShort((short) frames.size()).putShort((short) 0x4000);
    frame.put((byte) 64).put((byte) 6).putShort((short) 0);
    frame.put(address(from)).put(address(to));
    frame.putShort((short) fromPort).putShort((short) toPort).putInt(seq).putInt(ack);
    frame.put((byte) 0x50).put((byte) flags).putShort((short) 65000).putInt(0);
    frame.put(payload);
    nanos += 1_000_000;
    byte[] all = frame.array();
    frames.add(
        new Captured(nanos, Arrays.copyOf(all, Math.min(all.length, snapLength)), all.length));
    return this;
  }

  /** A UDP datagram between whomever. */
  Wire udp(String from, int fromPort, String to, int toPort, byte[] payload) {
    byte[] datagram = WirePackets.udp(fromPort, toPort, payload);
    boolean v4 = from.indexOf(':') < 0;
    byte[] ip =
        v4 ? WirePackets.ipv4(from, to, 17, datagram) : WirePackets.ipv6(from, to, 17, datagram);
    byte[] frame = WirePackets.ethernet(v4 ? 0x0800 : 0x86DD, ip);
    nanos += 1_000_000;
    frames.add(
        new Captured(
            nanos, Arrays.copyOf(frame, Math.min(frame.length, snapLength)), frame.length));
    return this;
  }

  private static byte[] address(String text) {
    int bits = (int) IpAddress.parse(text).low();
    return ByteBuffer.allocate(4).putInt(bits).array();
  }

  /** All that was captured. */
  List<Captured> frames() {
    return frames;
  }

  /** What the analyzer tells of all that was captured. */
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

  /** Connections, what was lost, and what clients call themselves. */
  record Analyzed(
      List<TlsConnection> connections, Coverage coverage, List<ClientName> clientNames) {}

  Analyzed analyzed() {
    return analyzed(AnalyzerOptions.standard(address -> address.low() >>> 24 == 10));
  }

  Analyzed analyzed(AnalyzerOptions options) {
    List<TlsConnection> connections = new ArrayList<>();
    Analyzer analyzer = new Analyzer(options, connections::add);
    analyzer.begin("test.pcap");
    Frame frame = new Frame();
    for (int i = 0; i < frames.size(); i++) {
      Captured captured = frames.get(i);
      frame.bytes(
          ByteBuffer.wrap(captured.bytes()), 0, captured.bytes().length, captured.original());
      frame.about(i + 1, ETHERNET, captured.nanos(), true);
      analyzer.frame(frame);
    }
    analyzer.end();
    return new Analyzed(connections, analyzer.coverage(), analyzer.clientNames());
  }
}
