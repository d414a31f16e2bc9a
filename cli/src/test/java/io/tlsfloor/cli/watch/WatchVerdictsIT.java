package io.tlsfloor.cli.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.watch.Gateway.Running;
import io.tlsfloor.testing.Await;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The assembled application on a gateway, between real clients and servers: whatever engine
 * captures, it gives the verdicts of a capture file that tcpdump takes beside it.
 */
@Timeout(600)
@TakesLong("programs and interfaces in network namespaces, in real time")
class WatchVerdictsIT {
  private static final String LAST = "the last datagram of this capture";
  private static final String SEND = // to the discard port
      "import socket, sys; socket.socket(socket.AF_INET, socket.SOCK_DGRAM)"
          + ".sendto(sys.argv[1].encode(), (sys.argv[2], 9))";

  @TempDir static Path scratch;
  private static Gateway gateway;

  @BeforeAll
  static void connect() {
    gateway =
        Gateway.open(
            scratch, "gnutls-cli", "curl", "python3", "nft", "tcpdump", "tcpreplay", "mergecap");
  }

  @AfterAll
  static void disconnect() throws IOException {
    if (gateway != null) {
      gateway.close();
    }
  }

  /** A capture taken beside a watch, and its file. */
  private record Beside(Running tcpdump, Path file) {
    boolean holds(String text) {
      try {
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        return bytes.contains(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static Beside tcpdump(String device) {
    // Of "any", libpcap puts the VLAN tag that the kernel took out back into cooked frames of
    // version 1 only.
    String linkType =
        device.equals("any") ? "LINUX_SLL" : device.equals("gi.12") ? "RAW" : "EN10MB";
    Path file = Path.of(gateway.file(device + ".pcap"));
    Running tcpdump =
        gateway.start(
            "g",
            "tcpdump",
            "-y",
            linkType,
            "-B",
            "16384",
            "-i",
            device,
            "-U",
            "-s",
            "0",
            "-w",
            file.toString());
    Await.until(() -> tcpdump.errors().contains("listening on"));
    return new Beside(tcpdump, file);
  }

  /**
   * Ends captures when they hold a last datagram to {@code server}: the kernel hands over what it
   * has up to a second later.
   */
  private static void end(String server, List<Beside> captures) throws Exception {
    gateway.in("c", "python3", "-c", SEND, LAST, server);
    for (Beside capture : captures) {
      Await.until(() -> capture.holds(LAST), () -> LAST + " in " + capture.file());
      capture.tcpdump().signal("INT");
      capture.tcpdump().status();
      assertThat(capture.tcpdump().errors()).contains("\n0 packets dropped by kernel");
    }
  }

  /** LiveLines on the captures of these interfaces, in the order of time. */
  private static Set<String> scanned(String... devices) throws IOException {
    String file = gateway.file(devices[0] + ".pcap");
    if (devices.length > 1) {
      file = gateway.file("merged.pcapng");
      List<String> command = new ArrayList<>(List.of("mergecap", "-w", file));
      for (String device : devices) {
        command.add(gateway.file(device + ".pcap"));
      }
      gateway.in("g", command.toArray(new String[0]));
    }
    return LiveLines.of(Cli.run("scan", "--format", "jsonl", "--all", file).lines());
  }

  /** Old and new clients of four stacks, allowed and refused, to one address of the servers. */
  private static void clients(String server) {
    String name = "outlook.office365.com";
    for (String port : List.of("443", "993")) { // 993 takes nothing below TLS 1.2
      gateway.openssl(server, port, "-tls1", "-servername", name);
      gateway.client(
          "gnutls-cli",
          "--no-ca-verification",
          "--sni-hostname=" + name,
          "--port=" + port,
          "--priority=NORMAL:-VERS-ALL:+VERS-TLS1.0",
          server);
    }
    gateway.openssl(server, "443", "-tls1_3", "-noservername");
    gateway.client(
        "curl",
        "-sk",
        "--tls-max",
        "1.1",
        "--tlsv1.1",
        "--ciphers",
        "DEFAULT:@SECLEVEL=0",
        "--resolve",
        name + ":443:" + server,
        "https://" + name);
  }

  private static void javaClient(String... servers) throws IOException {
    Path allowed = scratch.resolve("old.security");
    Files.writeString(allowed, "jdk.tls.disabledAlgorithms=\njdk.certpath.disabledAlgorithms=\n");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Djava.security.properties=" + allowed,
                "-cp",
                JavaClient.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                JavaClient.class.getName(),
                "outlook.office365.com",
                "TLSv1"));
    for (String server : servers) {
      command.add(server + ":443");
    }
    gateway.client(command.toArray(new String[0]));
  }

  @Test
  void everyEngineGivesTheVerdictsOfACaptureFileTakenBeside() throws Exception {
    gateway.translate();
    List<Running> taggers =
        gateway.vlan(Assembled.PROJECT.resolve("samples/lab/servers/tunnel.py"));
    List<Beside> beside = List.of(tcpdump("gi"), tcpdump("go"), tcpdump("any"), tcpdump("gi.12"));
    Running ring = gateway.begin("-i", "gi", ConfigOf.engine("ring"), "--all");
    Running pcap = gateway.begin("-i", "gi", ConfigOf.engine("pcap"), "--all");
    Running outer = gateway.begin("-i", "go", "--all");
    Running both = gateway.begin("-i", "gi,go", "--all");
    Running any = gateway.begin("-i", "any", "--all");
    Running vlan = gateway.begin("-i", "gi.12", ConfigOf.engine("ring"), "--all");
    Running vlanPcap = gateway.begin("-i", "gi.12", ConfigOf.engine("pcap"), "--all");
    Gateway.captures(ring, pcap, outer, both, any, vlan, vlanPcap);
    List<String> paths = List.of(Gateway.SERVER, Gateway.BEHIND_NAT, Gateway.BEHIND_VLAN);
    paths.forEach(WatchVerdictsIT::clients);
    javaClient(paths.toArray(new String[0]));
    for (Running watch : List.of(ring, pcap, outer, both, any, vlan, vlanPcap)) {
      int expected = watch == vlan || watch == vlanPcap ? 7 : 21;
      Await.until(() -> watch.connections() >= expected);
      watch.signal("TERM");
      assertThat(watch.status()).as(watch.errors()).isEqualTo(1);
      assertThat(watch.lines()).last().asString().contains("\"tlsfloor.run\"");
    }
    end(Gateway.BEHIND_VLAN, beside);
    for (Running tagger : taggers) {
      tagger.signal("TERM");
    }

    Set<String> expected = scanned("gi");
    assertThat(expected).hasSize(21);
    assertThat(expected.toString())
        .contains("\"refused\"", "\"established\"", "\"vlan\":{\"id\":\"12\"}")
        .contains("\"OpenSSL", "\"GnuTLS", "\"Java");
    LiveLines.assertTold(ring, expected);
    LiveLines.assertTold(pcap, expected);
    Said scan =
        new Cli()
            .at(Instant.now())
            .with("scan", "--format", "jsonl", "--all", gateway.file("gi.pcap"));
    assertThat(answers(ring.lines())).isEqualTo(answers(scan.lines()));
    assertThat(answers(pcap.lines())).isEqualTo(answers(scan.lines()));
    LiveLines.assertTold(outer, scanned("go"));
    Set<String> merged = scanned("gi", "go");
    assertThat(merged).hasSize(21).anyMatch(verdict -> verdict.contains("\"nat\":{"));
    LiveLines.assertToldOfBothSides(both, merged);
    LiveLines.assertToldOfBothSides(any, scanned("any"));
    LiveLines.assertTold(vlan, scanned("gi.12"));
    LiveLines.assertTold(vlanPcap, scanned("gi.12"));
    assertThat(ring.errors()).contains("gi: engine ring, as asked");
    assertThat(any.errors()).contains("any: engine pcap, no ring: any mixes link types");
  }

  /** How many clients there are, how they fare, and in which state they are. */
  private static List<JsonNode> answers(List<String> lines) throws IOException {
    JsonNode run = new ObjectMapper().readTree(lines.get(lines.size() - 1)).at("/tlsfloor/run");
    return Stream.of("clients", "below", "others", "fares", "states").map(run::get).toList();
  }

  @Test
  void whatTheKernelTookOutOfFramesIsTogetherAgain() throws Exception {
    Beside tcpdump = tcpdump("gi");
    Running ring = gateway.begin("-i", "gi", ConfigOf.engine("ring"), "--all");
    Running pcap = gateway.begin("-i", "gi", ConfigOf.engine("pcap"), "--all");
    Gateway.captures(ring, pcap);
    for (String sample : List.of("tunnels", "fragments")) {
      String file = Assembled.PROJECT.resolve("samples/" + sample + "/capture.pcapng").toString();
      gateway.in("c", "tcpreplay", "-q", "-i", "e0", "--pps", "2000", file);
    }
    gateway.handshake("443", "-tls1", "-servername", "outlook.office365.com"); // the last of it
    for (Running running : List.of(ring, pcap)) {
      Await.until(() -> running.lines().stream().anyMatch(line -> line.contains(Gateway.SERVER)));
    }
    end(Gateway.SERVER, List.of(tcpdump));
    Set<String> expected = scanned("gi");
    for (Running running : List.of(ring, pcap)) {
      running.signal("INT");
      running.status();
    }

    assertThat(expected.toString()).contains("\"vlan\":{\"id\":", "\"gre\"", "\"vxlan:");
    LiveLines.assertTold(ring, expected);
    LiveLines.assertTold(pcap, expected);
  }
}
