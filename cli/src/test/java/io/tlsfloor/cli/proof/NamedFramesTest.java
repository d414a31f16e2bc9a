package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each frame that a finding names holds what the finding says of it: tshark is asked, for every
 * sample. {@code -Dtlsfloor.pcaps=DIR} asks for the captures of a folder, too.
 */
@TakesLong("tshark is asked about every sample")
class NamedFramesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Optional<String> MORE =
      Optional.ofNullable(System.getProperty("tlsfloor.pcaps"));

  /** Holds what is said of a frame, the words before its number, and the evidence that names it. */
  private enum Kind {
    HELLO("ClientHello", "client_hello"),
    CHOICE("ServerHello|HelloRetryRequest|sentinel \\w+", "server_hello|hello_retry_request"),
    ALERT("alert \\w+", "alert"),
    RESET("reset the connection", "-"),
    FIN("closed the connection", "-"),
    END("of application data", "-"),
    RECORD("the records carry \\w+ \\([^)]*\\)", "record"),
    COMMAND("in clear text", "smtp|imap|pop3"),
    DNS("known by DNS", "dns");

    private final Pattern sentence;
    private final Pattern field;

    Kind(String words, String field) {
      sentence = Pattern.compile("(?:" + words + ") in frames? (\\d+)(?: to (\\d+))?(?! of )");
      this.field = Pattern.compile("(?:" + field + ")\\..*");
    }
  }

  /** In every sentence: whatever names a frame must be one of the kinds. */
  private static final Pattern ANY = Pattern.compile("in frames? \\d+(?: to \\d+)?(?! of )");

  private static final List<String> FIELDS =
      List.of(
          "tls.handshake.type",
          "dtls.handshake.type",
          "tls.alert_message.desc",
          "dtls.alert_message.desc",
          "tls.record.version",
          "tcp.flags.fin",
          "tcp.flags.reset",
          "dns.flags.response",
          "smtp.command_line",
          "smtp.response.code",
          "imap.request.command",
          "pop.request.command",
          "tcp.payload");

  /** A record with a hello that tshark does not read, as the answer to it is no TLS. */
  private static final Pattern RAW_HELLO = Pattern.compile("1603[0-9a-f]{6}0[12].*");

  private record Claim(Kind kind, int frame, String text) {}

  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);

  @TestFactory
  Stream<DynamicTest> holdWhatFindingsSayOfThem() {
    Requires.tools("tshark");
    Stream<DynamicTest> samples =
        Sample.all().stream()
            .map(
                sample ->
                    DynamicTest.dynamicTest(
                        sample.name(), () -> compare(sample.capture(), expected(sample))));
    Stream<DynamicTest> together =
        Stream.of(
            DynamicTest.dynamicTest(
                "all together", () -> assertThat(kinds).containsExactly(Kind.values())));
    return Stream.of(
            samples,
            together,
            MORE.map(NamedFramesTest::found).orElse(Map.of()).entrySet().stream()
                .map(
                    file ->
                        DynamicTest.dynamicTest(
                            file.getKey(), () -> compare(Path.of(file.getKey()), file.getValue()))))
        .flatMap(each -> each);
  }

  private static List<JsonNode> expected(Sample sample) throws IOException {
    return lines(Files.readString(sample.capture().resolveSibling("expected.jsonl")));
  }

  /** The lines of connections with findings in a folder's captures, by file. */
  private static Map<String, List<JsonNode>> found(String folder) {
    List<String> scan = List.of("scan", "--any-service", "--direction", "any", "--format", "jsonl");
    Map<String, List<JsonNode>> files = new TreeMap<>();
    List<String> command = new ArrayList<>(scan);
    command.add(folder);
    for (JsonNode line : lines(Cli.run(command.toArray(String[]::new)).out())) {
      String file = line.at("/tlsfloor/capture/file").asText();
      files.computeIfAbsent(file, f -> new ArrayList<>()).add(line);
    }
    return files;
  }

  private static List<JsonNode> lines(String text) {
    List<JsonNode> lines = new ArrayList<>();
    for (String each : text.lines().toList()) {
      JsonNode line;
      try {
        line = JSON.readTree(each);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      if (line.at("/event/dataset").asText().equals("tlsfloor.connection")) {
        lines.add(line);
      }
    }
    return lines;
  }

  private void compare(Path capture, List<JsonNode> lines) throws Exception {
    List<Claim> claims = new ArrayList<>();
    lines.forEach(line -> addClaims(line, claims));
    Map<Integer, Map<String, List<String>>> frames =
        Tshark.frames(capture, FIELDS, claims.stream().map(Claim::frame).toList());
    for (Claim claim : claims) {
      kinds.add(claim.kind());
      assertThat(frames).as(claim.text()).containsKey(claim.frame());
      Map<String, List<String>> frame = frames.get(claim.frame());
      assertThat(holds(claim, frame)).as("%s; tshark sees there %s", claim.text(), frame).isTrue();
    }
  }

  private static void addClaims(JsonNode line, List<Claim> claims) {
    for (JsonNode finding : line.at("/tlsfloor/findings")) {
      String sentence = finding.path("summary").asText(line.path("message").asText());
      int before = claims.size();
      for (Kind kind : Kind.values()) {
        Matcher named = kind.sentence.matcher(sentence);
        while (named.find()) {
          String last = named.group(2) == null ? named.group(1) : named.group(2);
          claims.add(new Claim(kind, Integer.parseInt(last), named.group()));
        }
      }
      assertThat(ANY.matcher(sentence).results().count())
          .as("frames in: %s", sentence)
          .isEqualTo(claims.size() - before);
      finding.get("evidence").forEach(place -> addClaim(line, place, claims));
    }
  }

  /** The first of several frames is named, and the dissector shows a message in its last. */
  private static void addClaim(JsonNode line, JsonNode place, List<Claim> claims) {
    int frame = place.path("frame").asInt();
    for (Kind kind : Kind.values()) {
      if (frame == 0 || !kind.field.matcher(place.get("field").asText()).matches()) {
        continue;
      }
      JsonNode all =
          line.at(
              "/tlsfloor/capture/frames/" + (kind == Kind.HELLO ? "client_hello" : "server_hello"));
      int last = frame;
      if (kind == Kind.HELLO || kind == Kind.CHOICE) {
        assertThat(all.get(0).asInt()).isEqualTo(frame);
        last = all.get(all.size() - 1).asInt();
      }
      claims.add(new Claim(kind, last, place.toString()));
    }
  }

  private static boolean holds(Claim claim, Map<String, List<String>> frame) {
    return switch (claim.kind()) {
      case HELLO -> handshake(frame, "1");
      case CHOICE -> handshake(frame, "2");
      case ALERT -> has(frame, "tls.alert_message.desc") || has(frame, "dtls.alert_message.desc");
      case RESET -> isSet(frame, "tcp.flags.reset");
      case FIN -> isSet(frame, "tcp.flags.fin");
      case END -> isSet(frame, "tcp.flags.fin") || isSet(frame, "tcp.flags.reset");
      case RECORD -> has(frame, "tls.record.version") || isRecord(claim, frame);
      case COMMAND ->
          has(frame, "smtp.command_line")
              || has(frame, "smtp.response.code") // where the client's side is not there
              || has(frame, "imap.request.command")
              || has(frame, "pop.request.command");
      case DNS -> isSet(frame, "dns.flags.response");
    };
  }

  private static boolean handshake(Map<String, List<String>> frame, String type) {
    return frame.getOrDefault("tls.handshake.type", List.of()).contains(type)
        || frame.getOrDefault("dtls.handshake.type", List.of()).contains(type)
        || frame.getOrDefault("tls.record.version", List.of()).contains("0x0002") // without types
        || frame.getOrDefault("tcp.payload", List.of()).stream()
            .anyMatch(
                bytes -> RAW_HELLO.matcher(bytes).matches() && bytes.charAt(11) == type.charAt(0));
  }

  /** Where tshark does not take the stream for TLS. */
  private static boolean isRecord(Claim claim, Map<String, List<String>> frame) {
    Matcher version = Pattern.compile("0x(030[0-4])").matcher(claim.text());
    return version.find()
        && frame.getOrDefault("tcp.payload", List.of()).stream()
            .anyMatch(bytes -> bytes.contains("17" + version.group(1)));
  }

  private static boolean has(Map<String, List<String>> frame, String field) {
    return frame.containsKey(field);
  }

  private static boolean isSet(Map<String, List<String>> frame, String flag) {
    List<String> values = frame.getOrDefault(flag, List.of("0")); // the last is the innermost
    return List.of("1", "True").contains(values.get(values.size() - 1));
  }
}
