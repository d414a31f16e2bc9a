package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.parser.preface.Preface;
import java.nio.ByteBuffer;
import java.util.List;

/** A DTLS or QUIC connection that is being followed. */
abstract class DatagramConversation extends Conversation {
  private final boolean[] payload = new boolean[2];

  DatagramConversation(UdpFlow flow, Views views, PacketView first) {
    super(flow, views, first);
  }

  /** Takes a datagram's payload. */
  final void datagram(int direction, ByteBuffer buffer, int start, int length) {
    payload[direction] = true;
    read(direction, buffer, start, length);
  }

  abstract void read(int direction, ByteBuffer buffer, int start, int length);

  /** Takes what a snap length left of the message that it cut, after the whole ones were read. */
  void cut(int direction, ByteBuffer buffer, int start, int length) {}

  @Override
  Transport transport() {
    return Transport.UDP;
  }

  @Override
  public boolean payloadSeen(int direction) {
    return payload[direction];
  }

  @Override
  int holes(int direction) {
    return 0; // datagrams that are missing look like those that were never sent
  }

  @Override
  public int holes() {
    return 0;
  }

  @Override
  List<Preface> prefaces() {
    return List.of();
  }

  @Override
  boolean isFromStart() {
    return facts().helloSeen();
  }

  @Override
  boolean isHopeless() {
    return false;
  }

  @Override
  boolean isConnection() {
    return tlsSeen();
  }

  @Override
  boolean tlsSeen() {
    return facts().handshakeSeen();
  }

  @Override
  boolean mail() {
    return false;
  }

  @Override
  boolean overflowed() {
    return false;
  }
}
