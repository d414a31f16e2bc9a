package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.testing.Requires;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Public captures, when their folder lies beside the project: as many packets as an independent
 * dissector counts.
 */
class PublicCapturesTest {
  private static final Path FOLDER =
      Path.of(System.getProperty("tlsfloor.pcaps", "../../shared/pcaps"));
  private static final Pattern FILE = Pattern.compile("\"file\": \"([^\"]+)\"");
  private static final Pattern PACKETS = Pattern.compile("\"packets\": (\\d+)");
  private static final Pattern DAMAGED = Pattern.compile("\"damaged\": (true|false)");

  /** Where our count of packets is another, and rightly so. */
  private static final Map<String, Long> OURS =
      Map.of(
          // three of tshark's eight frames are custom blocks: numbered, but no packets
          "google+gopacket/pcapgo__tests__be__test102.pcapng", 5L,
          // tshark knows no link type 281 and opens the file not at all
          "the-tcpdump-group+libpcap/tests__filter__brcm-tag-stp.pcap", 4L);

  @TestFactory
  Stream<DynamicTest> readsAsManyPacketsAsTheDissector() throws Exception {
    Path truth = FOLDER.resolve("truth.jsonl");
    Requires.publicCaptures(truth);
    return Files.readAllLines(truth).stream()
        .filter(line -> line.startsWith("{\"kind\": \"capture\""))
        .map(line -> DynamicTest.dynamicTest(first(FILE, line), () -> check(line)));
  }

  private static void check(String line) throws Exception {
    String file = first(FILE, line);
    boolean damaged = first(DAMAGED, line).equals("true") && !OURS.containsKey(file);
    long expected = OURS.getOrDefault(file, Long.parseLong(first(PACKETS, line)));
    try (CaptureFile capture = CaptureFiles.open(FOLDER.resolve(file), (address, name) -> {})) {
      Frame frame = new Frame();
      while (capture.next(frame)) {
        assertThat(frame.number()).isGreaterThanOrEqualTo(capture.packets());
      }
      assertThat(capture.damage().isThere()).as("damage: %s", capture.damage()).isEqualTo(damaged);
      assertThat(capture.packets()).isEqualTo(expected);
    }
  }

  private static String first(Pattern pattern, String line) {
    Matcher matcher = pattern.matcher(line);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
