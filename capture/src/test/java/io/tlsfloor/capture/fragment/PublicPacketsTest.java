package io.tlsfloor.capture.fragment;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Public captures, when their folder lies beside the project: every packet is read, and every
 * connection that an independent dissector found has the same ends and came through the same
 * tunnels.
 */
class PublicPacketsTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("tlsfloor.pcaps", "../../shared/pcaps"));
  private static final Pattern STREAM =
      Pattern.compile(
          "\"file\": \"([^\"]+)\".*\"transport\": \"([a-z]+)\".*"
              + "\"client\": \\{\"ip\": \"([^\"]+)\", \"port\": (\\d+)}, "
              + "\"server\": \\{\"ip\": \"([^\"]+)\", \"port\": (\\d+)}.*"
              + "\"tunnels\": (null|\\[[^]]*])");

  /** Where the dissector's "vlan" is a tag with id 0: a priority, and no VLAN. */
  private static final Set<String> PRIORITY_TAGGED =
      Set.of(
          "AlexeyVasilev+PcapFlowLab/tests__data__parsing__quic__quic_constricted_1.pcap",
          "AlexeyVasilev+PcapFlowLab/tests__data__parsing__tls__ipv4_tls_constricted_1.pcap",
          "AlexeyVasilev+PcapFlowLab/"
              + "tests__data__parsing__tls__tls_server_handshake_retransmit_6.pcap");

  private final PacketView packet = new PacketView();

  @TestFactory
  Stream<DynamicTest> seesTheEndsAndTunnelsThatTheDissectorSees() throws IOException {
    Path truth = FOLDER.resolve("truth.jsonl");
    Requires.publicCaptures(truth);
    Map<String, List<String>> streams = new HashMap<>();
    Pattern file = Pattern.compile("\"file\": \"([^\"]+)\"");
    for (String line : Files.readAllLines(truth)) {
      Matcher name = file.matcher(line);
      assertThat(name.find()).isTrue();
      List<String> of = streams.computeIfAbsent(name.group(1), key -> new ArrayList<>());
      if (line.startsWith("{\"kind\": \"stream\"")) {
        of.add(line);
      }
    }
    return streams.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> check(entry)));
  }

  private void check(Map.Entry<String, List<String>> capture) throws Exception {
    Map<String, Set<String>> seen = walk(FOLDER.resolve(capture.getKey()));
    for (String line : capture.getValue()) {
      Matcher stream = STREAM.matcher(line);
      assertThat(stream.find()).as(line).isTrue();
      String ends =
          ends(
              stream.group(2),
              stream.group(3) + " " + stream.group(4),
              stream.group(5) + " " + stream.group(6));
      String tunnels =
          stream.group(7).equals("null") ? "" : stream.group(7).replaceAll("[\\[\\]\",]", "");
      if (PRIORITY_TAGGED.contains(capture.getKey())) {
        assertThat(tunnels).isEqualTo("vlan");
        tunnels = "";
      }
      assertThat(seen).as(capture.getKey()).containsKey(ends);
      assertThat(seen.get(ends)).as(ends).contains(tunnels);
    }
  }

  /**
   * The ends of each TCP or UDP flow with payload, and the tunnels that its packets came through.
   */
  private Map<String, Set<String>> walk(Path file) throws Exception {
    Map<String, Set<String>> seen = new HashMap<>();
    IpReassembler reassembler = new IpReassembler();
    Frame frame = new Frame();
    FrameMark mark = new FrameMark();
    try (CaptureFile capture = CaptureFiles.open(file, (address, name) -> {})) {
      while (capture.next(frame)) {
        PacketKind kind = frame.readInto(packet);
        while (kind == PacketKind.IP_FRAGMENT) {
          mark.set("", frame.number(), frame.timeNanos());
          @Nullable Reassembled whole = reassembler.add(packet, mark);
          if (whole == null) {
            break;
          }
          kind = packet.resume(whole.datagram(), 0, whole.length());
        }
        boolean opaque = kind == PacketKind.OPAQUE_TUNNEL; // whose set-up the dissector may read
        if (kind == PacketKind.TCP || kind == PacketKind.UDP || opaque) {
          String ends =
              ends(
                  kind == PacketKind.TCP ? "tcp" : "udp",
                  packet.source() + " " + packet.sourcePort(),
                  packet.destination() + " " + packet.destinationPort());
          seen.computeIfAbsent(ends, key -> new HashSet<>())
              .add(asTheDissectorSays(packet.tunnels()));
        }
      }
    }
    return seen;
  }

  private static String ends(String transport, String one, String other) {
    return transport
        + (one.compareTo(other) < 0 ? " " + one + " " + other : " " + other + " " + one);
  }

  /** Names without numbers, repeats that follow each other once, in the dissector's words. */
  private static String asTheDissectorSays(List<String> tunnels) {
    List<String> names = new ArrayList<>();
    for (String tunnel : tunnels) {
      String name =
          switch (tunnel.replaceFirst(":.*", "")) {
            case "qinq" -> "vlan";
            case "6in4", "4in6", "ip6-in-ip6" -> "ip-in-ip";
            case "pppoe" -> "pppoes";
            case "gtp-u" -> "gtp";
            default -> tunnel.replaceFirst(":.*", "");
          };
      if (names.isEmpty() || !names.get(names.size() - 1).equals(name)) {
        names.add(name);
      }
    }
    return String.join(" ", names);
  }
}
