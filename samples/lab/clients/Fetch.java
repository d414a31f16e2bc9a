import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * HTTPS requests by a Java TLS provider: jsse, conscrypt or bc.
 *
 * <p>Usage: {@code Fetch provider server port name protocols [times]}; protocols are comma-separated ("-" takes the
 * provider's defaults), name "-" sends no server name, times repeats the request in one session cache.
 */
public final class Fetch {
  public static void main(String[] args) throws Exception {
    SSLContext context = context(args[0]);
    context.init(null, new TrustManager[] {trustAll()}, new SecureRandom());
    int times = args.length > 5 ? Integer.parseInt(args[5]) : 1;
    for (int i = 0; i < times; i++) {
      fetch(context, args[1], Integer.parseInt(args[2]), args[3], args[4]);
    }
  }

  private static SSLContext context(String provider) throws Exception {
    switch (provider) {
      case "jsse":
        return SSLContext.getInstance("TLS");
      case "conscrypt":
        return SSLContext.getInstance("TLS", provider("org.conscrypt.OpenSSLProvider"));
      case "bc":
        Security.insertProviderAt(provider("org.bouncycastle.jce.provider.BouncyCastleProvider"), 1);
        return SSLContext.getInstance("TLS", provider("org.bouncycastle.jsse.provider.BouncyCastleJsseProvider"));
      default:
        throw new IllegalArgumentException("provider " + provider);
    }
  }

  private static Provider provider(String name) throws Exception {
    return (Provider) Class.forName(name).getDeclaredConstructor().newInstance();
  }

  private static void fetch(SSLContext context, String server, int port, String name, String protocols) throws Exception {
    Socket plain = new Socket();
    plain.connect(new InetSocketAddress(server, port), 5000);
    plain.setSoTimeout(15000);
    // without a name the socket must not learn one from the address either
    try (SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, name.equals("-") ? server : name, port, true)) {
      SSLParameters parameters = socket.getSSLParameters();
      if (!protocols.equals("-")) {
        parameters.setProtocols(protocols.split(","));
      }
      if (!name.equals("-")) {
        parameters.setServerNames(List.of(new SNIHostName(name)));
      }
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      System.out.println(socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite());
      OutputStream out = socket.getOutputStream();
      out.write("GET /index.html HTTP/1.0\r\n\r\n".getBytes("US-ASCII"));
      out.flush();
      InputStream in = socket.getInputStream();
      in.readAllBytes();
    }
  }

  /** The lab's authority lives for one run, so nothing is checked. */
  static X509TrustManager trustAll() {
    return new TrustAll();
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
