package io.tlsfloor.cli.proof;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.proof.Tshark.Seen;
import io.tlsfloor.testing.Requires;
import io.tlsfloor.testing.TakesLong;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
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

  /** A record with a hello that tshark does not read, as the answer to it is no TLS. */
  private static final Pattern RAW_HELLO = Pattern.compile("1603[0-9a-f]{6}0[12].*");

  private record Claim(Kind kind, int frame, String text) {}

  private final Set<Kind> kinds = EnumSet.noneOf(Kind.class);

  @TestFactory
  Stream<DynamicTest> holdWhatFindingsSayOfThem() {
    Requires.tools("tshark");
    Stream<DynamicTest> samples =
        Sample.each(
            sample -> compare(claims(sample.lines().connections()), n -> Tshark.frames(sample)));
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
                            file.getKey(),
                            () ->
                                compare(
                                    claims(file.getValue()),
                                    numbers -> Tshark.frames(Path.of(file.getKey()), numbers)))))
        .flatMap(each -> each);
  }

  /** The lines of connections with findings in a folder's captures, by file. */
  private static Map<String, List<JsonNode>> found(String folder) {
    List<String> scan = List.of("scan", "--any-service", "--direction", "any", "--format", "jsonl");
    Map<String, List<JsonNode>> files = new TreeMap<>();
    List<String> command = new ArrayList<>(scan);
    command.add(folder);
    for (JsonNode line : Cli.run(command.toArray(String[]::new)).connections()) {
      String file = line.at("/tlsfloor/capture/file").asText();
      files.computeIfAbsent(file, f -> new ArrayList<>()).add(line);
    }
    return files;
  }

  private static List<Claim> claims(List<JsonNode> lines) {
    List<Claim> claims = new ArrayList<>();
    lines.forEach(line -> addClaims(line, claims));
    return claims;
  }

  private void compare(List<Claim> claims, Function<List<Integer>, Map<Integer, Seen>> tshark) {
    Map<Integer, Seen> frames = tshark.apply(claims.stream().map(Claim::frame).toList());
    for (Claim claim : claims) {
      kinds.add(claim.kind());
      assertThat(frames).as(claim.text()).containsKey(claim.frame());
      Seen frame = frames.get(claim.frame());
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

  private static boolean holds(Claim claim, Seen frame) {
    return switch (claim.kind()) {
      case HELLO -> handshake(frame, 1);
      case CHOICE -> handshake(frame, 2);
      case ALERT -> frame.has("alert_message.desc");
      case RESET -> isSet(frame, "tcp.flags.reset");
      case FIN -> isSet(frame, "tcp.flags.fin");
      case END -> isSet(frame, "tcp.flags.fin") || isSet(frame, "tcp.flags.reset");
      case RECORD -> frame.has("tls.record.version") || isRecord(claim, frame);
      case COMMAND ->
          frame.has("smtp.command_line")
              || frame.has("smtp.response.code") // where the client's side is not there
              || frame.has("imap.request.command")
              || frame.has("pop.request.command");
      case DNS -> isSet(frame, "dns.flags.response");
    };
  }

  private static boolean handshake(Seen frame, int type) {
    return frame.hasHandshake(type)
        || frame.all("tls.record.version").contains("0x0002") // without types
        || frame.all("tcp.payload").stream()
            .anyMatch(
                bytes -> RAW_HELLO.matcher(bytes).matches() && bytes.charAt(11) == '0' + type);
  }

  /** Where tshark does not take the stream for TLS. */
  private static boolean isRecord(Claim claim, Seen frame) {
    Matcher version = Pattern.compile("0x(030[0-4])").matcher(claim.text());
    return version.find()
        && frame.all("tcp.payload").stream()
            .anyMatch(bytes -> bytes.contains("17" + version.group(1)));
  }

  private static boolean isSet(Seen frame, String flag) {
    List<String> values = frame.all(flag); // the last is the innermost
    return !values.isEmpty() && List.of("1", "True").contains(values.get(values.size() - 1));
  }
}
