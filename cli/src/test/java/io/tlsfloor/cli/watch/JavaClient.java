package io.tlsfloor.cli.watch;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Connections by Java's own TLS, as a process of its own: {@code JavaClient NAME PROTOCOL
 * ADDRESS:PORT…}. What the servers say to them does not matter.
 */
public final class JavaClient {
  private JavaClient() {}

  /** Runs it. */
  public static void main(String[] arguments) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new TrustAll()}, null);
    for (String server : List.of(arguments).subList(2, arguments.length)) {
      int colon = server.indexOf(':');
      Socket plain =
          new Socket(
              InetAddress.getByName(server.substring(0, colon)),
              Integer.parseInt(server.substring(colon + 1)));
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, arguments[0], 443, true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {arguments[1]});
        parameters.setServerNames(List.of(new SNIHostName(arguments[0])));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
      } catch (IOException e) {
        System.out.println(server + ": " + e.getMessage()); // refused, or closed
      }
    }
  }

  /** The servers' certificates are made for one run. */
  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
