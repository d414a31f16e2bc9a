import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;

/**
 * One HTTPS request by BoringSSL, as netty-tcnative carries it.
 *
 * <p>Usage: {@code BoringFetch server port name protocols}; protocols as of {@link Fetch}.
 */
public final class BoringFetch {
  public static void main(String[] args) throws Exception {
    SslContextBuilder builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.OPENSSL)
            .trustManager(InsecureTrustManagerFactory.INSTANCE);
    if (!args[3].equals("-")) {
      builder.protocols(args[3].split(","));
    }
    SslContext context = builder.build();
    SSLEngine engine = context.newEngine(ByteBufAllocator.DEFAULT, args[2], Integer.parseInt(args[1]));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 5000);
      socket.setSoTimeout(15000);
      talk(engine, socket.getInputStream(), socket.getOutputStream());
    }
  }

  private static void talk(SSLEngine engine, InputStream in, OutputStream out) throws Exception {
    ByteBuffer request = ByteBuffer.wrap("GET /index.html HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    ByteBuffer fromNet = ByteBuffer.allocate(65536);
    ByteBuffer toNet = ByteBuffer.allocate(65536);
    ByteBuffer page = ByteBuffer.allocate(65536);
    byte[] read = new byte[16384];
    engine.beginHandshake();
    boolean asked = false;
    while (true) {
      SSLEngineResult result;
      do { // send what there is to send
        toNet.clear();
        boolean ready = engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
        if (ready && !asked) {
          System.out.println(engine.getSession().getProtocol() + " " + engine.getSession().getCipherSuite());
          asked = true;
        }
        result = engine.wrap(ready ? request : ByteBuffer.allocate(0), toNet);
        out.write(toNet.array(), 0, toNet.position());
        runTasks(engine);
      } while (result.bytesProduced() > 0 && !engine.isOutboundDone());
      do { // take what there is to take
        fromNet.flip();
        result = engine.unwrap(fromNet, page);
        fromNet.compact();
        page.clear();
        runTasks(engine);
      } while (result.bytesConsumed() > 0 && engine.getHandshakeStatus() != HandshakeStatus.NEED_WRAP);
      if (engine.isInboundDone()) {
        return;
      }
      HandshakeStatus status = engine.getHandshakeStatus();
      if (status == HandshakeStatus.NEED_WRAP || (status == HandshakeStatus.NOT_HANDSHAKING && !asked)) {
        continue;
      }
      int n = in.read(read);
      if (n < 0) {
        return;
      }
      fromNet.put(read, 0, n);
    }
  }

  private static void runTasks(SSLEngine engine) {
    for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
      task.run();
    }
  }
}
