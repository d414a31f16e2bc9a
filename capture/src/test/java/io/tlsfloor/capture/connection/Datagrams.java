package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.TlsConnection;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Writes UDP datagrams with DTLS and QUIC between one client and one server. */
final class Datagrams {
  private static final int RAW_IP = 101;

  private final List<byte[]> packets = new ArrayList<>();
  private int snapLength = Integer.MAX_VALUE;
  private int clientPort = 50_000;

  /** Captures only so many bytes of each packet. */
  Datagrams snap(int length) {
    snapLength = length;
    return this;
  }

  /** Sends from and to another port of the client. */
  Datagrams clientPort(int port) {
    clientPort = port;
    return this;
  }

  Datagrams client(byte[] payload) {
    return send(0x0A000005, clientPort, 0x34700A0A, 3478, payload);
  }

  Datagrams server(byte[] payload) {
    return send(0x34700A0A, 3478, 0x0A000005, clientPort, payload);
  }

  private Datagrams send(int from, int fromPort, int to, int toPort, byte[] payload) {
    ByteBuffer packet = ByteBuffer.allocate(28 + payload.length);
    packet.putInt(0x45000000 | 28 + payload.length).putInt(packets.size() << 16);
    packet.putInt(0x40110000).putInt(from).putInt(to);
    packet.putShort((short) fromPort).putShort((short) toPort);
    packet.putShort((short) (8 + payload.length)).putShort((short) 0).put(payload);
    packets.add(packet.array());
    return this;
  }

  List<TlsConnection> connections() {
    return analyzed().connections();
  }

  Wire.Analyzed analyzed() {
    List<TlsConnection> connections = new ArrayList<>();
    Analyzer analyzer =
        new Analyzer(
            AnalyzerOptions.standard(address -> address.low() >>> 24 == 10), connections::add);
    analyzer.begin("test.pcap");
    Frame frame = new Frame();
    for (int i = 0; i < packets.size(); i++) {
      byte[] packet = packets.get(i);
      frame.bytes(ByteBuffer.wrap(packet), 0, Math.min(packet.length, snapLength), packet.length);
      frame.about(i + 1, RAW_IP, 1_000_000_000L * 1000 + i * 1_000_000L, true);
      analyzer.frame(frame);
    }
    analyzer.end();
    return new Wire.Analyzed(connections, analyzer.coverage(), analyzer.clientNames());
  }

  // ---- DTLS

  static byte[] dtlsRecord(int type, int version, int epoch, int sequence, byte[] fragment) {
    return Tls.cat(
        Tls.u8(type),
        Tls.u16(version),
        Tls.u16(epoch),
        Tls.u16(0),
        Tls.u16(0),
        Tls.u16(sequence),
        Tls.u16(fragment.length),
        fragment);
  }

  static byte[] dtlsFragment(int type, int messageSequence, byte[] body, int offset, int length) {
    return Tls.cat(
        Tls.u8(type),
        Tls.u8(0),
        Tls.u16(body.length),
        Tls.u16(messageSequence),
        Tls.u8(0),
        Tls.u16(offset),
        Tls.u8(0),
        Tls.u16(length),
        Arrays.copyOfRange(body, offset, offset + length));
  }

  static byte[] dtlsHelloBody(int version, long seed, int cookieLength) {
    return Tls.cat(
        Tls.u16(version),
        Tls.random(seed, 32),
        Tls.u8(0),
        Tls.u8(cookieLength),
        Tls.random(9, cookieLength),
        Tls.u16(4),
        Tls.u16(0xC014),
        Tls.u16(0x002F),
        Tls.u8(1),
        Tls.u8(0));
  }

  static byte[] dtlsHello(int recordVersion, int messageSequence, byte[] body) {
    return dtlsRecord(
        22,
        recordVersion,
        0,
        messageSequence,
        dtlsFragment(1, messageSequence, body, 0, body.length));
  }

  static byte[] dtlsServerHello(int version, int messageSequence) {
    byte[] body =
        Tls.cat(Tls.u16(version), Tls.random(5, 32), Tls.u8(0), Tls.u16(0x002F), Tls.u8(0));
    return dtlsRecord(
        22, version, 0, messageSequence, dtlsFragment(2, messageSequence, body, 0, body.length));
  }

  // ---- QUIC version 1, sealed independently of the reader (RFC 9001 §5)

  static byte[] quicInitial(
      boolean fromClient, byte[] keyId, byte[] destinationId, int number, byte[] frames) {
    try {
      byte[] initial = hmac(bytes("38762cf7f55934b34d179ae6a4c80cadccbb7f0a"), keyId);
      byte[] secret = expand(initial, fromClient ? "client in" : "server in", 32);
      byte[] padded = Arrays.copyOf(frames, Math.max(frames.length, 64));
      byte[] header =
          Tls.cat(
              bytes("c000000001"),
              Tls.u8(destinationId.length),
              destinationId,
              Tls.u8(0),
              Tls.u8(0),
              Tls.u16(0x4000 | padded.length + 16 + 1),
              Tls.u8(number));
      byte[] nonce = expand(secret, "quic iv", 12);
      nonce[11] ^= (byte) number;
      Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
      SecretKeySpec key = new SecretKeySpec(expand(secret, "quic key", 16), "AES");
      gcm.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
      gcm.updateAAD(header);
      byte[] packet = Tls.cat(header, gcm.doFinal(padded));
      Cipher ecb = Cipher.getInstance("AES/ECB/NoPadding");
      ecb.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(expand(secret, "quic hp", 16), "AES"));
      int numberAt = header.length - 1;
      byte[] mask = ecb.doFinal(Arrays.copyOfRange(packet, numberAt + 4, numberAt + 20));
      packet[0] ^= (byte) (mask[0] & 0x0F);
      packet[numberAt] ^= mask[1];
      return packet;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A CRYPTO frame with a part of a message. */
  static byte[] crypto(int offset, byte[] message, int length) {
    return Tls.cat(
        Tls.u8(6),
        Tls.u16(0x4000 | offset),
        Tls.u16(0x4000 | length),
        Arrays.copyOfRange(message, offset, offset + length));
  }

  private static byte[] expand(byte[] secret, String label, int length)
      throws GeneralSecurityException {
    byte[] name = ("tls13 " + label).getBytes(StandardCharsets.US_ASCII);
    byte[] info = Tls.cat(Tls.u16(length), Tls.u8(name.length), name, Tls.u8(0), Tls.u8(1));
    return Arrays.copyOf(hmac(secret, info), length);
  }

  private static byte[] hmac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac.doFinal(message);
  }

  private static byte[] bytes(String hex) {
    return java.util.HexFormat.of().parseHex(hex);
  }
}
