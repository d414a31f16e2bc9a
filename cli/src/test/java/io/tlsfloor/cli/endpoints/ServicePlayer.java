package io.tlsfloor.cli.endpoints;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Plays Microsoft's endpoint service on the loopback interface, with a certificate of its own. */
final class ServicePlayer implements AutoCloseable {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private static @Nullable KeyStore keys; // made once: keytool takes its time

  private final HttpsServer server;
  private final SSLContext context;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile int status = 200;
  private volatile String latest = "{\"instance\":\"Worldwide\",\"latest\":\"2026090100\"}";
  private volatile String endpoints = "[]";
  private volatile String changes = "[]";
  private volatile String host = "localhost";
  private volatile int announced; // bytes more than a list has

  /** Starts the server, whose certificate is for localhost. */
  ServicePlayer(Path folder) throws Exception {
    context = context(keys(folder.resolve("server.p12")));
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(context));
    server.createContext("/version/", exchange -> answer(exchange, latest));
    server.createContext("/endpoints/", exchange -> answer(exchange, endpoints));
    server.createContext("/changes/", exchange -> answer(exchange, changes));
    server.start();
  }

  private static synchronized KeyStore keys(Path file) throws Exception {
    if (keys != null) {
      return keys;
    }
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "service",
                "-keyalg",
                "EC",
                "-dname",
                "CN=service",
                "-validity",
                "30",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                file.toString())
            .redirectErrorStream(true)
            .start();
    if (!keytool.waitFor(5, TimeUnit.MINUTES) || keytool.exitValue() != 0) {
      throw new IOException(
          "keytool: "
              + new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }
    KeyStore made = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      made.load(in, PASSWORD);
    }
    keys = made;
    return made;
  }

  private static SSLContext context(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    own.init(keys, PASSWORD);
    KeyStore trusted;
    try {
      trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, PASSWORD);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    trusted.setCertificateEntry("service", keys.getCertificate("service"));
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }

  private void answer(HttpExchange exchange, String body) throws IOException {
    asked.add(exchange.getRequestURI().toString());
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    int more = exchange.getRequestURI().getPath().startsWith("/endpoints/") ? announced : 0;
    exchange.sendResponseHeaders(status, bytes.length + more);
    OutputStream out = exchange.getResponseBody();
    out.write(bytes);
    if (more == 0) {
      out.close();
    } else {
      out.flush();
      new Thread(() -> server.stop(0), "cut off").start(); // closes all connections
    }
  }

  /** Returns what trusts the server's certificate. */
  SSLContext trust() {
    return context;
  }

  String address() {
    return "https://" + host + ":" + server.getAddress().getPort();
  }

  /** Is asked by a name that its certificate is not for. */
  ServicePlayer byAddress() {
    host = "127.0.0.1";
    return this;
  }

  /** Paths and queries of the requests so far. */
  List<String> asked() {
    return asked;
  }

  ServicePlayer status(int code) {
    status = code;
    return this;
  }

  ServicePlayer version(String json) {
    latest = json;
    return this;
  }

  ServicePlayer list(String json) {
    endpoints = json;
    return this;
  }

  ServicePlayer changes(String json) {
    changes = json;
    return this;
  }

  /** Lists end before their announced length, and so does the connection. */
  ServicePlayer announcingMore(int bytes) {
    announced = bytes;
    return this;
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
