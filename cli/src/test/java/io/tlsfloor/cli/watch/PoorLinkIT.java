package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Real clients and servers over a link that loses, repeats and delays, so that their kernels send
 * again: each connection is told once, with what the client says of it, by a watch at one end of
 * the link, and by a scan of the captures of both ends, merged.
 */
@TakesLong("programs and interfaces in network namespaces, in real time")
class PoorLinkIT extends OnGateway {
  private static final int CLIENTS = 24;
  private static final Map<String, String> VERSIONS =
      Map.of("-tls1", "TLS 1.0", "-tls1_1", "TLS 1.1", "-tls1_2", "TLS 1.2", "-tls1_3", "TLS 1.3");
  private static final List<String> OPTIONS = List.of("-tls1", "-tls1_1", "-tls1_2", "-tls1_3");

  private static final String LAST = "the last datagram of this capture";
  private static final String SEND = // to the discard port
      "import socket, sys; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
          + ".sendto(sys.argv[1].encode(), ('10.20.7.1', 9))";

  PoorLinkIT() {
    super("python3", "tcpdump", "mergecap");
  }

  @BeforeAll
  void needsTap() {
    Requires.that(
        Files.exists(Path.of("/dev/net/tun")),
        "TAP devices",
        "load the kernel's module tun, which makes /dev/net/tun");
  }

  @Test
  void eachConnectionIsToldOnceAsItsClientSawIt() throws Exception {
    link();
    servers();
    List<Running> ends = List.of(tcpdump("g", "near"), tcpdump("c", "far"));
    Running watch = gateway.watch("-i", "near", "--all", "--format", "jsonl");

    Map<String, String> truth = talk();

    Await.until(() -> watch.connections() >= CLIENTS);
    watch.signal("TERM");
    assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
    assertThat(told(watch.lines())).isEqualTo(truth);
    Await.until(() -> haveAll("near", "far"));
    for (Running each : ends) {
      each.signal("INT");
      each.status();
      assertThat(each.errors()).contains("\n0 packets dropped by kernel");
    }
    String merged = gateway.file("merged.pcapng");
    gateway.in("g", "mergecap", "-w", merged, gateway.file("near.pcap"), gateway.file("far.pcap"));
    Cli.Said both = Cli.run("scan", "--format", "jsonl", "--all", merged);
    assertThat(both.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(told(both.lines())).isEqualTo(truth);
  }

  /** A link of its own to the gateway, and an address of its own for each client. */
  private void link() {
    Path program = Assembled.PROJECT.resolve("samples/lab/servers/poor_link.py");
    gateway.start("g", "python3", program.toString(), "near", "far", "8", "8", "30", "1");
    Await.until(() -> gateway.out("g", "ls", "/sys/class/net").contains("far"));
    gateway.in("g", "ip", "link", "set", "far", "netns", gateway.within("c")[3]);
    gateway.in("g", "ip", "addr", "add", "10.20.7.1/24", "dev", "near");
    gateway.in("g", "ip", "link", "set", "near", "up");
    for (int client = 0; client < CLIENTS; client++) {
      gateway.in("c", "ip", "addr", "add", address(client) + "/24", "dev", "far");
    }
    gateway.in("c", "ip", "link", "set", "far", "up");
    gateway.in("c", "ip", "route", "replace", "default", "via", "10.20.7.1");
  }

  /** One for each client: OpenSSL's serves one at a time. */
  private void servers() {
    for (int client = 0; client < CLIENTS; client++) {
      gateway.server(port(client), "-min_protocol", strict(client) ? "TLSv1.2" : "TLSv1");
    }
    Await.until(() -> gateway.out("s", "ss", "-Htln").lines().count() >= CLIENTS);
  }

  /** Returns whether its server takes nothing below TLS 1.2. */
  private static boolean strict(int client) {
    return client / OPTIONS.size() % 2 == 1;
  }

  private static String port(int client) {
    return Integer.toString(4430 + client);
  }

  private static String address(int client) {
    return "10.20.7." + (10 + client);
  }

  private Running tcpdump(String side, String device) {
    String file = gateway.file(device + ".pcap");
    Running tcpdump =
        gateway.start(
            side, "tcpdump", "-B", "16384", "-i", device, "-U", "-w", file, "tcp or port 9");
    Await.until(() -> tcpdump.errors().contains("listening on"));
    return tcpdump;
  }

  /**
   * Returns whether the captures hold a datagram that is sent now: the kernel hands over what it
   * has up to a second later, and the link may lose it.
   */
  private boolean haveAll(String... devices) {
    gateway.in("c", "python3", "-c", SEND, LAST);
    boolean all = true;
    for (String device : devices) {
      try {
        Path file = Path.of(gateway.file(device + ".pcap"));
        all &= Files.readString(file, StandardCharsets.ISO_8859_1).contains(LAST);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return all;
  }

  /** One connection of each client, all at a time: what it is to be told as. */
  private Map<String, String> talk() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
    List<Future<Boolean>> talks = new ArrayList<>();
    for (int client = 0; client < CLIENTS; client++) {
      String[] options = {
        option(client), "-bind", address(client) + ":0", "-servername", "outlook.office365.com"
      };
      String port = port(client);
      talks.add(threads.submit(() -> gateway.openssl(Gateway.SERVER, port, options)));
    }
    threads.shutdown();
    Map<String, String> truth = new TreeMap<>();
    for (int client = 0; client < CLIENTS; client++) {
      String version = VERSIONS.get(option(client));
      boolean refused = strict(client) && version.compareTo("TLS 1.2") < 0;
      assertThat(talks.get(client).get()).as(version).isEqualTo(!refused);
      truth.put(address(client), version + (refused ? " refused" : " established"));
    }
    return truth;
  }

  private static String option(int client) {
    return OPTIONS.get(client % OPTIONS.size());
  }

  private static Map<String, String> told(List<String> lines) throws Exception {
    Map<String, String> told = new TreeMap<>();
    for (JsonNode node : Lines.connections(lines)) {
      String chosen = node.at("/tlsfloor/negotiated/version").asText("null");
      String offered = node.at("/tlsfloor/offered/max").asText();
      boolean same = chosen.equals(offered) || chosen.equals("null");
      told.merge(
          node.at("/source/ip").asText(),
          offered + (same ? " " : " " + chosen + " ") + node.at("/tlsfloor/outcome").asText(),
          (one, other) -> one + " and " + other);
    }
    return told;
  }
}
