package io.tlsfloor.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tlsfloor.cli.Cli;
import io.tlsfloor.cli.Cli.Said;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.pseudonym.Originals;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence with pseudonyms: nothing of a client in it, and the same verdicts all the same. */
class SharedEvidenceTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  private static Path key;

  @BeforeAll
  static void makeAKey() throws IOException {
    key = Files.writeString(folder.resolve("key"), "k7Zs0qTn4wLx9Bv2Rj6Yd1Fm8Hc3Gp5Aeu");
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
  }

  static List<Path> captures() throws IOException {
    try (Stream<Path> folders = Files.list(Project.path("samples"))) {
      return folders
          .map(each -> each.resolve("capture.pcapng"))
          .filter(Files::exists)
          .sorted()
          .toList();
    }
  }

  private static Said scan(Path capture, String... more) {
    List<String> words = new ArrayList<>(List.of("scan"));
    words.addAll(List.of(SecondReading.ALL));
    words.addAll(List.of(more));
    words.add(capture.toString());
    return Cli.run(words.toArray(String[]::new));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("captures")
  void readAgainItGivesTheSameVerdictsAndTellsNoClient(Path capture) throws IOException {
    if (!capture.toString().contains("office-hour")) {
      Requires.time("evidence of every sample is written and read");
    }
    List<JsonNode> lines = new ArrayList<>();
    for (String line : scan(capture, "--all", "--format", "jsonl").lines()) {
      lines.add(JSON.readTree(line));
    }
    Set<String> originals = Originals.of(lines);
    Path evidence = folder.resolve(capture.getParent().getFileName() + ".pcapng");
    Said said = scan(capture, "--pseudonymize", key.toString(), "--evidence", evidence.toString());
    assertThat(said.code()).as(said.err()).isIn(ExitCode.CLEAN, ExitCode.FLAGGED, ExitCode.LOSS);

    Path manifest = folder.resolve(evidence.getFileName() + ".manifest.json");
    for (Path file : List.of(evidence, manifest)) {
      byte[] bytes = Files.readAllBytes(file);
      String text = new String(bytes, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
      String hex = HexFormat.of().formatHex(bytes);
      for (String original : originals) {
        assertThat(places(text, original, 1)).as(original + " in " + file).isEmpty();
        assertThat(places(hex, inHex(original), 2)).as(original + " in " + file).isEmpty();
      }
      assertThat(text).doesNotContain("samples/");
    }
    assertThat(verdicts(SecondReading.of(evidence).values()))
        .isEqualTo(verdicts(SecondReading.of(capture).values()));
  }

  /** Where a text stands by itself, in whole bytes. */
  private static List<String> places(String text, String wanted, int unit) {
    List<String> found = new ArrayList<>();
    int length = wanted.length();
    for (int at = text.indexOf(wanted); length > 0 && at >= 0; at = text.indexOf(wanted, at + 1)) {
      boolean begins = unit == 2 || at == 0 || !isPart(text.charAt(at - 1));
      boolean ends = unit == 2 || at + length == text.length() || !isPart(text.charAt(at + length));
      if (at % unit == 0 && begins && ends) {
        found.add(text.substring(Math.max(0, at - 20), Math.min(text.length(), at + length + 20)));
      }
    }
    return found;
  }

  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '.';
  }

  /** The bytes of an address or a MAC address; nothing for a name. */
  private static String inHex(String text) {
    if (text.matches("[0-9a-f]{2}([:-][0-9a-f]{2}){5}")) {
      return text.replaceAll("[:-]", "");
    }
    try {
      IpAddress address = IpAddress.parse(text);
      ByteBuffer bytes = ByteBuffer.allocate(16).putLong(address.high()).putLong(address.low());
      return HexFormat.of().formatHex(bytes.array()).substring(address.v4() ? 24 : 0);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  /** Without the ends, which are others. */
  private static List<String> verdicts(Collection<String> words) {
    return words.stream().map(each -> each.substring(each.indexOf(" | "))).sorted().toList();
  }
}
