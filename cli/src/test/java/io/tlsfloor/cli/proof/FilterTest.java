package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.WireFile;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A filter lets through what tcpdump lets through, whatever link an interface has. */
class FilterTest {
  private static final WireFile.Form PCAPNG = WireFile.Form.PCAPNG;
  private static final int ETHERNET = 1;
  private static final int ETHERNET_HEADER = 14;

  @TempDir static Path folder;

  @BeforeAll
  static void need() {
    Requires.tools("tcpdump");
    Requires.libpcap();
  }

  /** A link that an IPv4 packet can travel on. */
  private enum Link {
    ETHERNET_LINK(1),
    RAW(101),
    COOKED(113),
    COOKED_2(276),
    NULL(0),
    NULL_BIG_ENDIAN(0);

    private final int linkType;

    Link(int linkType) {
      this.linkType = linkType;
    }

    WireFrame carry(WireFrame packet) {
      byte[] frame = packet.bytes();
      ByteBuffer ip =
          ByteBuffer.wrap(frame, ETHERNET_HEADER, frame.length - ETHERNET_HEADER).slice();
      ByteBuffer head =
          switch (this) {
            case ETHERNET_LINK -> ByteBuffer.wrap(frame, 0, ETHERNET_HEADER).slice();
            case RAW -> ByteBuffer.allocate(0);
            case COOKED ->
                ByteBuffer.allocate(16)
                    .putShort(2, (short) 1)
                    .putShort(4, (short) 6)
                    .putShort(14, (short) 0x0800);
            case COOKED_2 ->
                ByteBuffer.allocate(20).putShort(0, (short) 0x0800).putShort(8, (short) 1);
            case NULL -> ByteBuffer.allocate(4).put(0, (byte) 2);
            case NULL_BIG_ENDIAN -> ByteBuffer.allocate(4).put(3, (byte) 2);
          };
      byte[] bytes =
          ByteBuffer.allocate(head.capacity() + ip.capacity()).put(head.rewind()).put(ip).array();
      return new WireFrame(packet.nanos(), linkType, bytes, bytes.length);
    }
  }

  private static List<WireFrame> packets() throws IOException {
    List<WireFrame> packets = new ArrayList<>();
    for (String sample : List.of("tls10", "starttls-smtp")) {
      packets.addAll(Sample.of(sample).packets());
    }
    packets.removeIf(
        packet ->
            packet.linkType() != ETHERNET
                || packet.bytes()[12] != 8
                || packet.bytes()[13] != 0); // IPv4
    return packets;
  }

  private static Path write(String name, List<WireFrame> packets) throws IOException {
    return Files.write(folder.resolve(name), PCAPNG.write(packets));
  }

  private static JsonNode run(Path file, String filter) throws IOException {
    return Cli.run("scan", "--format", "jsonl", "--filter", filter, file.toString()).run();
  }

  static List<String> filters() {
    return List.of(
        "tcp",
        "udp",
        "tcp port 443",
        "not port 443",
        "src net 10.0.0.0/8",
        "dst host 52.96.1.10",
        "tcp[tcpflags] & tcp-syn != 0",
        "greater 200",
        "ip6 or arp");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("filters")
  void letsThroughWhatTcpdumpLetsThrough(String filter) throws Exception {
    for (Link link : Link.values()) {
      List<WireFrame> carried = packets().stream().map(link::carry).toList();
      Path file = write(link + ".pcapng", carried);

      JsonNode run = run(file, filter);

      long admitted =
          run.get("packets").asLong() - run.at("/coverage/filtered_frames").asLong(-1_000_000);
      if (link != Link.NULL_BIG_ENDIAN) { // which tcpdump reads right from a pcap file only
        assertThat(admitted).as(link + "").isEqualTo(byTcpdump(file, filter));
      } else {
        JsonNode other = run(folder.resolve(Link.NULL + ".pcapng"), filter);
        assertThat(run.at("/coverage/filtered_frames"))
            .isEqualTo(other.at("/coverage/filtered_frames"));
      }
    }
  }

  private static long byTcpdump(Path file, String filter) throws Exception {
    Process tcpdump =
        new ProcessBuilder("tcpdump", "-n", "-q", "-r", file.toString(), filter)
            .redirectError(folder.resolve("tcpdump.log").toFile())
            .start();
    long lines =
        new String(tcpdump.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().count();
    assertThat(tcpdump.waitFor()).as(Files.readString(folder.resolve("tcpdump.log"))).isZero();
    return lines;
  }

  @Test
  void appliesToTheLinkOfEachInterface() throws IOException {
    List<WireFrame> mixed = new ArrayList<>();
    int next = 0;
    for (WireFrame packet : packets()) {
      mixed.add(Link.values()[next++ % Link.values().length].carry(packet));
    }
    Path file = write("mixed.pcapng", mixed);

    String plain = Cli.run("scan", "--format", "csv", file.toString()).out();
    assertThat(plain).contains("\"below\"");
    assertThat(Cli.run("scan", "--format", "csv", "--filter", "tcp", file.toString()).out())
        .isEqualTo(plain);
    Said none = Cli.run("scan", "--filter", "sctp", file.toString());
    assertThat(none.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(none.out())
        .contains("what " + mixed.size() + " frames held")
        .doesNotContain("no packets lost");
  }

  @Test
  void saysWhichFramesItCannotApplyTo() throws IOException {
    List<WireFrame> mixed = new ArrayList<>();
    for (WireFrame packet : packets()) {
      mixed.add(Link.ETHERNET_LINK.carry(packet));
      mixed.add(Link.RAW.carry(packet));
    }
    Path file = write("half.pcapng", mixed);

    Said said =
        Cli.run("scan", "--format", "jsonl", "--filter", "not ether multicast", file.toString());

    assertThat(said.err()).contains("does not apply to link type 101").contains("ethernet");
    assertThat(said.err().lines().filter(l -> l.contains("link type 101"))).hasSize(1);
    assertThat(said.run().at("/coverage/filtered_frames").asInt()).isEqualTo(mixed.size() / 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp port", "frog", "port 99999", "tcp and and udp", "host 1.2.3.4.5"})
  void refusesWhatIsNoFilter(String filter) {
    Said said = Cli.run("scan", "--filter", filter, "samples/tls10");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains("--filter \"" + filter + "\"").contains("pcap-filter(7)");
    assertThat(said.out()).isEmpty();
  }

  @Test
  void takesFiltersForOtherLinksThanEthernet() {
    Said said = Cli.run("scan", "--filter", "wlan type mgt", "samples/tls10");

    assertThat(said.code()).isEqualTo(ExitCode.CLEAN);
    assertThat(said.err()).contains("does not apply to link type 1");
  }

  @Test
  void saysWhatToDoWhereLibpcapIsMissing() throws Exception {
    Process scan =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-Dorg.pcap4j.core.pcapLibName=/nowhere/libpcap.so",
                "io.tlsfloor.cli.Main",
                "scan",
                "--filter",
                "tcp",
                "samples/tls10")
            .start();
    String error = new String(scan.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(scan.waitFor()).isEqualTo(ExitCode.FAULT.status());
    assertThat(error)
        .contains("libpcap not found")
        .contains("apt install libpcap0.8t64")
        .contains("leave --filter out");
  }
}
