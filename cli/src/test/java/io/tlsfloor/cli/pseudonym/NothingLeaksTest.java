package io.tlsfloor.cli.pseudonym;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.Lines;
import io.tlsfloor.cli.Sample;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Kind;
import io.tlsfloor.report.form.Format;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What stood for a client in a sample stands in no form of its pseudonymised results. */
class NothingLeaksTest {
  private static final String[] ALL = {"--all", "--any-service", "--direction", "any"};

  @TempDir static Path folder;
  private static String key;

  @BeforeAll
  static void makeAKey() throws IOException {
    Path file = Files.writeString(folder.resolve("key"), "k7Zs0qTn4wLx9Bv2Rj6Yd1Fm8Hc3Gp5Aeu");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    key = file.toString();
  }

  static List<Sample> samples() {
    return Sample.all();
  }

  private static Said run(String command, String sample, String... more) {
    List<String> args = new ArrayList<>(List.of(command));
    args.addAll(List.of(ALL));
    args.addAll(List.of(more));
    args.add(sample);
    return Cli.run(args.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("samples")
  void noFormTellsWhatStoodForAClient(Sample sample) throws IOException {
    if (!sample.name().equals("office-hour")) {
      Requires.time("every sample is written in every form");
    }
    List<JsonNode> plain = sample.everything().trees();
    Set<String> originals = Originals.of(plain);
    assertThat(originals.isEmpty()).as("nobody there").isEqualTo(plain.size() == 1);

    List<String> args = new ArrayList<>(List.of("--pseudonymize", key, "--verbose"));
    for (String form : Kind.word(Format.class).words()) {
      args.addAll(List.of("--write", form + "=" + folder.resolve(form)));
    }
    String capture = sample.capture().toString();
    Said said = run("scan", capture, args.toArray(String[]::new));
    Path page = folder.resolve("page.html");
    run("report", capture, "--pseudonymize", key, "-o", page.toString());

    List<String> outputs = new ArrayList<>(List.of(said.out(), Files.readString(page)));
    for (String form : Kind.word(Format.class).words()) {
      outputs.add(Files.readString(folder.resolve(form)));
    }
    for (String output : outputs) {
      String lower = output.toLowerCase(Locale.ROOT);
      for (String original : originals) {
        if (lower.contains(original)) { // a regular expression alone would take long
          assertThat(word(original).matcher(lower).results().map(m -> around(lower, m.start())))
              .as(original)
              .isEmpty();
        }
      }
    }
    List<JsonNode> replaced = Lines.of(folder.resolve("jsonl"));
    sameFacts(plain, replaced);
    assertThat(replaced.stream().filter(line -> line.at("/tlsfloor/capture").has("file")))
        .allSatisfy(
            line ->
                assertThat(line.at("/tlsfloor/capture/file").asText())
                    .matches("capture-[a-z2-7]{8}"));
    assertThat(outputs)
        .allSatisfy(each -> assertThat(each).doesNotContain("capture.pcap", "samples/" + sample));
  }

  private static String around(String text, int at) {
    return text.substring(Math.max(0, at - 60), Math.min(text.length(), at + 60));
  }

  private static Pattern word(String text) {
    return Pattern.compile("(?<![0-9a-z.:-])" + Pattern.quote(text) + "(?![0-9a-z:-]|\\.[0-9a-z])");
  }

  /** Nothing else changes: the same findings on the same connections. */
  private static void sameFacts(List<JsonNode> plain, List<JsonNode> other) {
    assertThat(other).hasSameSizeAs(plain);
    assertThat(facts(other)).isEqualTo(facts(plain));
    JsonNode run = other.get(other.size() - 1);
    assertThat(run.at("/tlsfloor/run/pseudonym_key").asText()).matches("[0-9a-f]{8}");
  }

  private static Map<String, Long> facts(List<JsonNode> lines) {
    Map<String, Long> counts = new TreeMap<>();
    for (JsonNode line : lines) {
      if (Lines.is(line, "connection")) {
        String fact =
            line.at("/event/start").asText()
                + line.at("/source/port")
                + line.at("/event/kind")
                + line.at("/rule/name")
                + line.at("/tlsfloor/service/name")
                + line.at("/tlsfloor/service/matched")
                + line.at("/tlsfloor/outcome")
                + line.at("/tls/version")
                + line.at("/tls/client/server_name")
                + line.at("/network/direction");
        counts.merge(fact, 1L, Long::sum);
      }
    }
    return counts;
  }

  @Test
  void aKeyIsRefusedOrWarnedOf() throws IOException {
    Path open = Files.copy(Path.of(key), folder.resolve("open"));
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));

    Said refused = run("scan", "samples/tls10", "--pseudonymize", folder.toString());
    Said warned = run("scan", "samples/tls10", "--pseudonymize", open.toString());

    assertThat(refused.code()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains("it is a directory", "head -c 32 /dev/urandom");
    assertThat(refused.out()).isEmpty();
    assertThat(warned.code()).isEqualTo(ExitCode.FLAGGED);
    assertThat(warned.err()).contains("warning", "others may read");
  }

  @Test
  void communityIdsAreThoseOfThePseudonyms() {
    JsonNode plain = Sample.of("tls10").everything().trees().get(0);
    JsonNode other =
        run("scan", "samples/tls10", "--format", "jsonl", "--pseudonymize", key).trees().get(0);

    assertThat(other.at("/network/community_id")).isNotEqualTo(plain.at("/network/community_id"));
    assertThat(other.at("/event/id")).isNotEqualTo(plain.at("/event/id"));
    assertThat(other.at("/destination/ip")).isEqualTo(plain.at("/destination/ip"));
    assertThat(other.at("/source/ip").asText()).startsWith("10.");
  }

  @Test
  void runsWithDifferentKeysAreNotCompared() throws IOException {
    Path one =
        Files.writeString(
            folder.resolve("one"),
            run("scan", "samples/tls10", "--format", "jsonl", "--pseudonymize", key).out(),
            StandardCharsets.UTF_8);
    Path plain = Files.writeString(folder.resolve("plain"), Sample.of("tls10").everything().out());

    assertThat(Cli.run("diff", one.toString(), one.toString()).out()).contains("same");
    Said said = Cli.run("diff", one.toString(), plain.toString());
    assertThat(said.code().status()).isEqualTo(2);
    assertThat(said.err()).contains("cannot be compared").contains("AFTER has none");
  }
}
