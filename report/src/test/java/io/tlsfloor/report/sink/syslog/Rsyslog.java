package io.tlsfloor.report.sink.syslog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A real rsyslogd on loopback that writes each message with its fields as a line of JSON. */
public final class Rsyslog implements Closeable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final Path received;
  public final int udp;
  public final int tcp;
  public final int tls;
  private Process process;
  private int forgotten; // messages

  public Rsyslog(Path folder) throws IOException {
    this.folder = folder;
    received = folder.resolve("received.jsonl");
    try (DatagramSocket one = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        ServerSocket two = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket three = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      udp = one.getLocalPort();
      tcp = two.getLocalPort();
      tls = three.getLocalPort();
    }
    certificate("server", "IP:127.0.0.1,DNS:localhost");
    Files.writeString(folder.resolve("rsyslog.conf"), configuration());
    start();
  }

  /** A certificate that signs itself, in {@code NAME.pem}, with its key in {@code NAME.key}. */
  public final Path certificate(String name, String names) throws IOException {
    Path file = folder.resolve(name + ".pem");
    run(
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=" + name,
        "-addext",
        "subjectAltName=" + names,
        "-keyout",
        folder.resolve(name + ".key").toString(),
        "-out",
        file.toString());
    return file;
  }

  private void run(String... command) throws IOException {
    Process run =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    try {
      if (run.waitFor() != 0) {
        throw new IOException(
            String.join(" ", command) + ": " + Files.readString(folder.resolve("log")));
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private String configuration() {
    return """
        global(workDirectory="FOLDER" maxMessageSize="64k" net.enableDNS="off")
        module(load="imudp")
        module(load="imtcp")
        template(name="fields" type="list" option.jsonf="on") {
          property(outname="pri" name="pri" format="jsonf")
          property(outname="time" name="timereported" dateFormat="rfc3339" format="jsonf")
          property(outname="host" name="hostname" format="jsonf")
          property(outname="app" name="app-name" format="jsonf")
          property(outname="pid" name="procid" format="jsonf")
          property(outname="id" name="msgid" format="jsonf")
          property(outname="data" name="structured-data" format="jsonf")
          property(outname="version" name="protocol-version" format="jsonf")
          property(outname="msg" name="msg" format="jsonf")
        }
        ruleset(name="keep") {
          action(type="omfile" file="RECEIVED" template="fields" asyncWriting="off" flushOnTXEnd="on")
        }
        input(type="imudp" address="127.0.0.1" port="UDP" ruleset="keep")
        input(type="imtcp" address="127.0.0.1" port="TCP" ruleset="keep")
        input(type="imtcp" address="127.0.0.1" port="TLS" ruleset="keep"
              streamDriver.name="ossl" streamDriver.mode="1" streamDriver.authMode="anon"
              streamDriver.caFile="FOLDER/server.pem" streamDriver.certFile="FOLDER/server.pem"
              streamDriver.keyFile="FOLDER/server.key")
        """
        .replace("FOLDER", folder.toString())
        .replace("RECEIVED", received.toString())
        .replace("\"UDP\"", "\"" + udp + "\"")
        .replace("\"TCP\"", "\"" + tcp + "\"")
        .replace("\"TLS\"", "\"" + tls + "\"");
  }

  public void start() throws IOException {
    process =
        new ProcessBuilder(
                "/usr/sbin/rsyslogd",
                "-n",
                "-iNONE",
                "-f",
                folder.resolve("rsyslog.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("rsyslog.log").toFile())
            .start();
    Await.until(() -> !process.isAlive() || answers(tcp) && answers(tls));
    if (!process.isAlive()) {
      throw new IOException(Files.readString(folder.resolve("rsyslog.log")));
    }
  }

  public void stop() {
    process.destroyForcibly();
    Await.until(() -> !process.isAlive());
  }

  private static boolean answers(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** The messages, once there are so many. */
  public List<JsonNode> received(int count) {
    Await.until(() -> read().size() >= count, () -> count + " messages: " + read());
    return read();
  }

  private List<JsonNode> read() {
    try {
      List<JsonNode> messages = new ArrayList<>();
      if (Files.exists(received)) {
        for (String line : Files.readString(received, StandardCharsets.UTF_8).split("\n")) {
          if (line.endsWith("}")) {
            messages.add(JSON.readTree(line));
          }
        }
      }
      return messages.subList(Math.min(forgotten, messages.size()), messages.size());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Leaves out what came until now, once nothing more comes. */
  public void forget() {
    do {
      forgotten += read().size();
      // Silence is what is waited for here: nothing tells that no message is under way.
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(30));
    } while (!read().isEmpty());
  }

  @Override
  public void close() {
    stop();
  }
}
