package io.tlsfloor.report.sink.syslog;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Messages over TCP or TLS, each with its length before it (RFC 6587 §3.4.1, RFC 5425 §4.3). A
 * second thread listens, for receivers say nothing but goodbye.
 */
final class StreamLink implements Link {
  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final int CONNECT_MILLIS = 10_000;
  private static final int LOOK_MILLIS = 500; // between looks whether a message hangs
  private static final long STUCK_NANOS = 30_000_000_000L; // that a receiver may read nothing
  private static final long GOODBYE_NANOS = 5_000_000_000L;

  private final Socket plain;
  private final Socket socket; // the same, or TLS over it
  private final OutputStream out;
  private final InputStream in;
  private volatile long writingSince; // 0 for not
  private volatile boolean finishing;
  private volatile boolean ended; // the receiver said goodbye
  private volatile @Nullable IOException failure;
  private final Thread listener;

  private StreamLink(Socket plain, Socket socket) throws IOException {
    this.plain = plain;
    this.socket = socket;
    out = socket.getOutputStream();
    in = socket.getInputStream();
    socket.setSoTimeout(LOOK_MILLIS);
    listener = new Thread(this::listen, "syslog-listen");
    listener.setDaemon(true);
    listener.start();
  }

  /**
   * Connects, to the first of the host's addresses that answers.
   *
   * @param tls for TLS; null for plain TCP
   */
  static StreamLink open(SyslogTarget target, @Nullable SSLContext tls) throws IOException {
    Socket socket = connect(target);
    try {
      socket.setTcpNoDelay(true);
      socket.setKeepAlive(true);
      return new StreamLink(socket, tls == null ? socket : secure(socket, target, tls));
    } catch (IOException | RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static Socket connect(SyslogTarget target) throws IOException {
    IOException first = null;
    for (InetAddress address : InetAddress.getAllByName(target.host())) {
      Socket socket = new Socket();
      try {
        socket.connect(new InetSocketAddress(address, target.port()), CONNECT_MILLIS);
        return socket;
      } catch (IOException e) {
        socket.close();
        first = first == null ? e : first;
      }
    }
    throw first == null ? new IOException("the host has no address") : first;
  }

  private static Socket secure(Socket plain, SyslogTarget target, SSLContext tls)
      throws IOException {
    plain.setSoTimeout(CONNECT_MILLIS);
    SSLSocket socket =
        (SSLSocket) tls.getSocketFactory().createSocket(plain, target.host(), target.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(PROTOCOLS);
    // The name or address must be in the certificate (RFC 5425 §5.2), by the rules of RFC 6125.
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Waits for the receiver's goodbye, and breaks off what hangs. */
  private void listen() {
    byte[] ignored = new byte[256];
    while (true) {
      try {
        if (in.read(ignored) < 0) {
          ended = true;
          break;
        }
      } catch (SocketTimeoutException e) {
        long since = writingSince;
        if (since != 0 && System.nanoTime() - since > STUCK_NANOS) {
          failure = new SocketTimeoutException("it takes nothing any more");
          break;
        }
      } catch (IOException e) {
        failure = e;
        break;
      }
    }
    if (!finishing) {
      close();
    }
  }

  @Override
  public void send(byte[] message) throws IOException {
    check();
    byte[] count = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
    byte[] frame = new byte[count.length + message.length];
    System.arraycopy(count, 0, frame, 0, count.length);
    System.arraycopy(message, 0, frame, count.length, message.length);
    writingSince = System.nanoTime() | 1;
    try {
      out.write(frame);
      out.flush();
    } catch (IOException e) {
      check(); // knows better why
      throw e;
    } finally {
      writingSince = 0;
    }
  }

  private void check() throws IOException {
    if (ended) {
      throw new IOException("the receiver closed the connection");
    }
    IOException met = failure;
    if (met != null) {
      throw new IOException(met.getMessage(), met);
    }
  }

  @Override
  public boolean ordered() {
    return true;
  }

  @Override
  public int rejected() {
    return 0;
  }

  @Override
  public void finish() throws IOException {
    check();
    finishing = true;
    try {
      socket.shutdownOutput();
      listener.join(GOODBYE_NANOS / 1_000_000L);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      close();
    }
    if (!ended) {
      IOException met = failure;
      throw met == null ? new SocketTimeoutException("it does not end the connection") : met;
    }
  }

  /** The plain socket first: the one over it would wait for a write that hangs. */
  @Override
  public void close() {
    try {
      plain.close();
      socket.close();
    } catch (IOException e) {
      // It is of no use any more either way.
    }
  }
}
