package io.tlsfloor.report.sink.syslog;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.util.concurrent.locks.LockSupport;

/** One message a datagram (RFC 5426 §3.1). */
final class UdpLink implements Link {
  /** A datagram's most over IPv4 (65,535 less the headers), over IPv6 some more. */
  static final int MAX_BYTES = 65_507;

  /** A receiver's buffer holds some hundred messages: a scan must not send all at once. */
  private static final long PAUSE_NANOS = 200_000L;

  private static final int ECHO_MILLIS = 200; // for the last "port unreachable" to come back

  private final DatagramSocket socket;
  private int rejected;

  private UdpLink(DatagramSocket socket) {
    this.socket = socket;
  }

  /** Opens a socket: whether anybody listens is not known. */
  static UdpLink open(SyslogTarget target) throws IOException {
    DatagramSocket socket = new DatagramSocket();
    try {
      socket.connect(new InetSocketAddress(InetAddress.getByName(target.host()), target.port()));
      return new UdpLink(socket);
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    DatagramPacket packet = new DatagramPacket(message, message.length);
    try {
      socket.send(packet);
    } catch (PortUnreachableException e) { // about an earlier one; this one was not sent
      rejected++;
      socket.send(packet);
    }
    LockSupport.parkNanos(PAUSE_NANOS);
  }

  @Override
  public boolean ordered() {
    return false;
  }

  @Override
  public int rejected() {
    int since = rejected;
    rejected = 0;
    return since;
  }

  @Override
  public void finish() throws IOException {
    socket.setSoTimeout(ECHO_MILLIS);
    try {
      socket.receive(new DatagramPacket(new byte[1], 1));
    } catch (PortUnreachableException e) {
      rejected++;
    } catch (SocketTimeoutException e) {
      // Nothing came back, as it should be.
    }
    socket.close();
  }

  @Override
  public void close() {
    socket.close();
  }
}
