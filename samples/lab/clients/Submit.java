import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/**
 * Submits a short mail with STARTTLS by JSSE, as an old application server would.
 *
 * <p>Usage: {@code Submit server port protocols}; protocols as of {@link Fetch}.
 */
public final class Submit {
  public static void main(String[] args) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {Fetch.trustAll()}, new SecureRandom());
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(args[0], Integer.parseInt(args[1])), 5000);
      plain.setSoTimeout(15000);
      Dialogue clear = new Dialogue(plain);
      clear.reply();
      clear.say("EHLO app01.contoso.com");
      clear.say("STARTTLS");
      try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, args[0], plain.getPort(), true)) {
        if (!args[2].equals("-")) {
          socket.setEnabledProtocols(args[2].split(","));
        }
        socket.startHandshake();
        System.out.println(socket.getSession().getProtocol());
        Dialogue secret = new Dialogue(socket);
        secret.say("EHLO app01.contoso.com");
        secret.say("MAIL FROM:<app01@contoso.com>");
        secret.say("RCPT TO:<orders@fabrikam.com>");
        secret.say("DATA");
        secret.say("Subject: report\r\n\r\nAll is well.\r\n.");
        secret.say("QUIT");
      }
    }
  }

  private static final class Dialogue {
    private final BufferedReader in;
    private final OutputStream out;

    Dialogue(Socket socket) throws IOException {
      in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      out = socket.getOutputStream();
    }

    void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
      out.flush();
      reply();
    }

    void reply() throws IOException {
      String line = in.readLine();
      while (line != null && line.length() > 3 && line.charAt(3) == '-') {
        line = in.readLine();
      }
      System.out.println(line);
    }
  }
}
