package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.proof.Tshark.Seen;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * tshark and the lines of every sample agree in what both say: which frames hold hellos, the
 * versions offered and chosen, server name and JA3, and fatal alerts in clear.
 */
@TakesLong("tshark is asked about every sample")
class TsharkTest {
  private static final String HELLO_RETRY =
      "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c"; // RFC 8446 §4.1.3
  private static final List<String> PSEUDO_RANDOMS =
      List.of(
          "c1fcd5a36d93dd7e0b45673fec7985fbbc3fd660c2ce8485081b8121bcaa10fb",
          "0000000000000000000000000000000000000000000000000000000000000000");
  private static final Map<Integer, String> VERSIONS =
      Map.of(
          0x0300, "SSL 3.0",
          0x0301, "TLS 1.0",
          0x0302, "TLS 1.1",
          0x0303, "TLS 1.2",
          0x0304, "TLS 1.3",
          0xFEFF, "DTLS 1.0",
          0xFEFD, "DTLS 1.2",
          0xFEFC, "DTLS 1.3");
  private static final Map<Integer, String> ALERTS =
      Map.of(40, "handshake_failure", 70, "protocol_version", 86, "inappropriate_fallback");

  private final Set<String> expectedHellos = new TreeSet<>();
  private final Set<String> seenHellos = new HashSet<>();

  @TestFactory
  Stream<DynamicTest> agreesOnEverySample() {
    Requires.tools("tshark");
    return Stream.concat(
        Sample.each(this::compare),
        Stream.of(DynamicTest.dynamicTest("all together", this::saysEnough)));
  }

  /** So that agreement means something. */
  private void saysEnough() {
    int all = expectedHellos.size();
    expectedHellos.removeAll(seenHellos);

    assertThat(all).isGreaterThan(300);
    assertThat(expectedHellos.size()) // parts of hellos in several frames, SSLv2's, and cut ones
        .as("of %d hello frames, those that tshark does not tell: %s", all, expectedHellos)
        .isLessThan(all / 3);
  }

  private void compare(Sample sample) {
    List<JsonNode> lines = sample.lines().connections();
    for (JsonNode line : lines) {
      line.at("/tlsfloor/capture/frames/client_hello")
          .forEach(frame -> expectedHellos.add(sample + "#" + frame));
    }
    for (Seen frame : Tshark.frames(sample).values()) {
      boolean message = !frame.all("handshake.version").isEmpty(); // and not a fragment of one
      if (message && frame.hasHandshake(1)) {
        seenHellos.add(sample + "#" + frame.number());
        compareHello(frame, lines);
      } else if (message && frame.hasHandshake(2)) {
        compareChoice(frame, lines);
      }
      if (frame.all("alert_message.level").equals(List.of("2"))) {
        compareAlert(frame, lines);
      }
    }
  }

  private static void compareHello(Seen frame, List<JsonNode> lines) {
    Optional<JsonNode> found = line(lines, frame, "client_hello");
    if (found.isEmpty()) {
      boolean explained = otherSideOfNat(frame, lines) || imitatesTls(frame);
      assertThat(explained).as("hello in frame %d", frame.number()).isTrue();
      return;
    }
    JsonNode line = found.get();
    if (line.at("/tlsfloor/offered/hellos").asInt() > 1) {
      return; // the lines tell of the first hello, and only of its last frame can tshark tell
    }
    String as = "hello in frame " + frame.number();
    assertThat(line.at("/tls/client/ja3").asText())
        .as(as)
        .isIn(frame.all("handshake.ja3").isEmpty() ? List.of("") : frame.all("handshake.ja3"));
    compareJa4(line.at("/tlsfloor/ja4").asText(), frame, as);
    assertThat(line.at("/tls/client/server_name").asText())
        .as(as)
        .isEqualTo(String.join(",", frame.all("handshake.extensions_server_name")));
    List<String> versions = versions(frame.all("handshake.extensions.supported_version"));
    String max = line.at("/tlsfloor/offered/max").asText();
    if (versions.isEmpty()) { // of half a hello that says 0x0303 no version is told
      assertThat(max.isEmpty() ? "TLS 1.2" : max)
          .as(as)
          .isEqualTo(versions(frame.all("handshake.version")).get(0));
    } else {
      List<String> told = new ArrayList<>();
      line.at("/tlsfloor/offered/versions").forEach(version -> told.add(version.asText()));
      assertThat(told).as(as).isEqualTo(versions);
    }
  }

  /**
   * A GREASE value among the signature algorithms (RFC 8701 §2) is another in each hello; JA4
   * passes over such values, and tshark 4.4 hashes this one into the last part.
   */
  private static void compareJa4(String ja4, Seen frame, String as) {
    if (frame.all("handshake.ja4").isEmpty()) {
      return;
    }
    boolean greased =
        frame.all("handshake.sig_hash_alg").stream()
            .anyMatch(algorithm -> algorithm.matches("0x([0-9a-f]a)\\1"));
    int compared = greased ? ja4.lastIndexOf('_') : ja4.length();
    assertThat(ja4.substring(0, compared))
        .as(as)
        .isIn(
            frame.all("handshake.ja4").stream()
                .map(theirs -> theirs.substring(0, Math.min(compared, theirs.length())))
                .toList());
  }

  private static void compareChoice(Seen frame, List<JsonNode> lines) {
    boolean retry =
        frame.all("handshake.random").stream()
            .anyMatch(random -> random.replace(":", "").equalsIgnoreCase(HELLO_RETRY));
    Optional<JsonNode> found = line(lines, frame, "server_hello");
    if (found.isEmpty()) {
      assertThat(retry || otherSideOfNat(frame, lines) || imitatesTls(frame))
          .as("ServerHello in frame %d", frame.number())
          .isTrue();
      return;
    }
    List<String> extension = versions(frame.all("handshake.extensions.supported_version"));
    List<String> version =
        extension.isEmpty() ? versions(frame.all("handshake.version")) : extension;
    assertThat(found.get().at("/tlsfloor/negotiated/version").asText())
        .as("ServerHello in frame %d", frame.number())
        .isEqualTo(version.get(0));
  }

  private static void compareAlert(Seen frame, List<JsonNode> lines) {
    Optional<JsonNode> found = lines.stream().filter(line -> isOf(frame, line)).findFirst();
    if (found.isEmpty() && otherSideOfNat(frame, lines)) {
      return;
    }
    assertThat(found).as("connection of the alert in frame %d", frame.number()).isPresent();
    if (found.get().at("/tlsfloor/ended/how").asText().equals("fin")) {
      return; // the end decided, and the alert came after it
    }
    JsonNode alert = found.get().at("/tlsfloor/alert");
    int description = Integer.parseInt(frame.all("alert_message.desc").get(0));
    assertThat(alert.at("/level").asText()).isEqualTo("fatal");
    assertThat(alert.at("/description").asText())
        .as("alert in frame %d", frame.number())
        .isEqualTo(ALERTS.getOrDefault(description, alert.at("/description").asText()));
    assertThat(alert.at("/by").asText())
        .as("sender of the alert in frame %d", frame.number())
        .isEqualTo(isFrom(frame, found.get().at("/source")) ? "client" : "server");
  }

  /** The constants of media relays, which tshark takes for hellos: their randoms are known. */
  private static boolean imitatesTls(Seen frame) {
    return frame.all("handshake.random").stream()
        .anyMatch(random -> PSEUDO_RANDOMS.contains(random.replace(":", "")));
  }

  /** The two sides of a NAT are told as one connection: only one side's frames are named. */
  private static boolean otherSideOfNat(Seen frame, List<JsonNode> lines) {
    return lines.stream()
        .map(line -> line.at("/tlsfloor/nat"))
        .filter(Predicate.not(JsonNode::isMissingNode))
        .anyMatch(nat -> isFrom(frame, nat) || isTo(frame, nat));
  }

  private static boolean isOf(Seen frame, JsonNode line) {
    JsonNode client = line.at("/source");
    JsonNode server = line.at("/destination");
    return isFrom(frame, client) && isTo(frame, server)
        || isFrom(frame, server) && isTo(frame, client);
  }

  private static boolean isFrom(Seen frame, JsonNode end) {
    return isEnd(frame, end, "src");
  }

  private static boolean isTo(Seen frame, JsonNode end) {
    return isEnd(frame, end, "dst");
  }

  /** Inside a tunnel the last of a field's values is the innermost. */
  private static boolean isEnd(Seen frame, JsonNode end, String which) {
    List<String> ports = new ArrayList<>(frame.all("tcp." + which + "port"));
    ports.addAll(frame.all("udp." + which + "port"));
    List<String> addresses = new ArrayList<>(frame.all("ip." + which));
    addresses.addAll(frame.all("ipv6." + which));
    return ports.contains(end.at("/port").asText()) && addresses.contains(end.at("/ip").asText());
  }

  private static Optional<JsonNode> line(List<JsonNode> lines, Seen frame, String hello) {
    for (JsonNode line : lines) {
      for (JsonNode number : line.at("/tlsfloor/capture/frames/" + hello)) {
        if (number.asInt() == frame.number() && isOf(frame, line)) {
          return Optional.of(line);
        }
      }
    }
    return Optional.empty();
  }

  /** Names of versions as tshark writes them, without GREASE. */
  private static List<String> versions(List<String> numbers) {
    return numbers.stream()
        .map(number -> Integer.decode(number))
        .filter(number -> (number & 0x0F0F) != 0x0A0A)
        .map(number -> VERSIONS.getOrDefault(number, "0x%04x".formatted(number)))
        .toList();
  }
}
