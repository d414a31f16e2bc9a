package io.tlsfloor.capture.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.parser.dns.DnsAnswers;
import io.tlsfloor.parser.dns.DnsMessageView;
import io.tlsfloor.parser.packet.PacketKind;
import io.tlsfloor.parser.packet.PacketView;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * An independent dissector reads the same questions and addresses in the answers of real resolvers,
 * of the samples and, where they lie beside the project, of public captures.
 */
class DnsSecondOpinionTest {
  private static final Path SAMPLES = Project.path("samples");
  private static final Path PUBLIC =
      Path.of(System.getProperty("tlsfloor.pcaps", "../../shared/pcaps"));
  private static final List<Path> CAPTURES =
      List.of(
          SAMPLES.resolve("dns-seen-before/capture.pcapng"),
          SAMPLES.resolve("office-hour/capture.pcapng"),
          PUBLIC.resolve("zeek+zeek/testing__btest__Traces__wikipedia-filtered-plus-udp.pcap"),
          PUBLIC.resolve("zeek+zeek/testing__btest__Traces__var-services-std-ports.pcap"),
          PUBLIC.resolve("cisco+joy/test__pcaps__firefox58.pcap"));

  /** Frame, name asked for, addresses; {@code more}: there are further sections with addresses. */
  private record Told(String name, TreeSet<String> addresses, boolean more) {}

  @TestFactory
  Stream<DynamicTest> agreesOnAnswers() {
    Requires.tools("tshark");
    return CAPTURES.stream()
        .map(capture -> DynamicTest.dynamicTest(capture.toString(), () -> compare(capture)));
  }

  private static void compare(Path capture) throws Exception {
    if (capture.startsWith(PUBLIC)) {
      Requires.publicCaptures(capture);
    }
    Map<Long, Told> ours = ours(capture);
    Map<Long, Told> theirs = theirs(capture);

    assertThat(ours).isNotEmpty();
    assertThat(theirs.keySet()).containsAll(ours.keySet());
    theirs.forEach(
        (frame, their) -> {
          Told our = ours.get(frame);
          if (!their.more()) {
            assertThat(our).as("frame %d", frame).isEqualTo(their);
          } else if (our != null) { // name servers' addresses say nothing of the name asked for
            assertThat(our.name()).isEqualTo(their.name());
            assertThat(their.addresses()).as("frame %d", frame).containsAll(our.addresses());
          }
        });
  }

  private static Map<Long, Told> ours(Path capture) throws Exception {
    Map<Long, Told> all = new TreeMap<>();
    PacketView packet = new PacketView();
    DnsMessageView message = new DnsMessageView();
    DnsAnswers answers = new DnsAnswers(message);
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, (address, name) -> {})) {
      while (file.next(frame)) {
        PacketKind kind =
            packet.wrap(
                frame.linkType(),
                frame.buffer(),
                frame.offset(),
                frame.capturedLength(),
                frame.originalLength());
        if (kind == PacketKind.UDP
            && packet.sourcePort() == NameReader.DNS_PORT
            && message.wrap(packet.buffer(), packet.payloadStart(), packet.payloadLength())
            && answers.find()) {
          TreeSet<String> addresses = new TreeSet<>();
          for (int i = 0; i < answers.count(); i++) {
            addresses.add(answers.address(i).toString());
          }
          String name = answers.names(0).get(0).toLowerCase(Locale.ROOT);
          all.put(frame.number(), new Told(name, addresses, false));
        }
      }
    }
    return all;
  }

  private static Map<Long, Told> theirs(Path capture) throws Exception {
    List<String> command = new ArrayList<>(List.of("tshark", "-n", "-r", capture.toString()));
    command.addAll(List.of("-Y", "udp.srcport==53 && dns.flags.response==1 && dns.flags.rcode==0"));
    command.addAll(List.of("-T", "fields", "-E", "separator=|", "-E", "occurrence=a"));
    for (String field :
        List.of("frame.number", "dns.qry.name", "dns.a", "dns.aaaa", "dns.count.auth_rr")) {
      command.addAll(List.of("-e", field));
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    Map<Long, Told> all = new TreeMap<>();
    for (String line : out.lines().toList()) {
      String[] fields = line.split("\\|", -1);
      TreeSet<String> addresses = new TreeSet<>();
      for (String address : (fields[2] + "," + fields[3]).split(",")) {
        if (!address.isEmpty()) {
          addresses.add(address);
        }
      }
      if (!addresses.isEmpty()) {
        boolean more = !fields[4].equals("0");
        all.put(
            Long.parseLong(fields[0]),
            new Told(fields[1].toLowerCase(Locale.ROOT), addresses, more));
      }
    }
    return all;
  }
}
