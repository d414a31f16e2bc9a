package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is written is what is read. */
class PcapngWriterTest {
  private static final long TIME = 1_795_615_135_123_456_789L;
  private static final byte[] BYTES = {1, 2, 3, 4, 5};

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final PcapngWriter writer = new PcapngWriter(out);

  private CaptureFile read(List<String> names) throws Exception {
    return CaptureFiles.open(
        new ByteArrayInputStream(out.toByteArray()),
        "written",
        (address, name) -> names.add(address + " " + name));
  }

  @Test
  void timesAreWrittenInNanoseconds() throws Exception {
    writer.section("test", List.of());
    writer.packet(writer.addInterface(1, ""), TIME, BYTES, 60, List.of());

    Frame frame = new Frame();
    try (CaptureFile file = read(new ArrayList<>())) {
      assertThat(file.next(frame)).isTrue();
      assertThat(frame.timeNanos()).isEqualTo(TIME);
      assertThat(file.next(frame)).isFalse();
      assertThat(file.damage().isThere()).as(file.damage().what()).isFalse();
    }
  }

  @Test
  void packetsOfSeveralInterfacesAndSectionsAreReadBack() throws Exception {
    writer.section("test", List.of("first"));
    writer.packet(writer.addInterface(1, "eth0"), 1_000, BYTES, 60, List.of("a", "b"));
    writer.packet(writer.addInterface(113, ""), 2_000, BYTES, 5, List.of());
    writer.section("test", List.of("second"));
    writer.packet(writer.addInterface(101, ""), 3_000, new byte[0], 7, List.of("c"));

    List<String> frames = new ArrayList<>();
    Frame frame = new Frame();
    try (CaptureFile file = read(new ArrayList<>())) {
      while (file.next(frame)) {
        frames.add(
            frame.number()
                + " "
                + frame.linkType()
                + " "
                + frame.timeNanos()
                + " "
                + frame.capturedLength()
                + "/"
                + frame.originalLength());
      }
      assertThat(file.damage().isThere()).as(file.damage().what()).isFalse();
    }
    assertThat(frames).containsExactly("1 1 1000 5/60", "2 113 2000 5/5", "3 101 3000 0/7");
  }

  @Test
  void namesAreReadBack() throws Exception {
    writer.section("test", List.of());
    writer.names(
        Map.of(
            IpAddress.parse("52.96.1.10"), List.of("one.example", "two.example"),
            IpAddress.parse("2603:1006::10"), List.of("six.example")));
    List<String> names = new ArrayList<>();
    try (CaptureFile file = read(names)) {
      assertThat(file.next(new Frame())).isFalse();
      assertThat(file.damage().isThere()).as(file.damage().what()).isFalse();
    }
    assertThat(names)
        .containsExactlyInAnyOrder(
            "52.96.1.10 one.example", "52.96.1.10 two.example", "2603:1006::10 six.example");
  }

  @Test
  void theEndOfCapturingIsToldOnceAllInterfacesTellIt() throws Exception {
    writer.section("test", List.of());
    int first = writer.addInterface(1, "");
    int second = writer.addInterface(1, "");
    writer.packet(first, 1_000, BYTES, 5, List.of());
    writer.end(first, 9_000_000, "until then");
    byte[] half = out.toByteArray();
    writer.end(second, 8_000_000, "until then");

    assertThat(end(half)).isEmpty();
    assertThat(end(out.toByteArray())).hasValue(8_000_000);
  }

  private static OptionalLong end(byte[] capture) throws Exception {
    try (CaptureFile file =
        CaptureFiles.open(new ByteArrayInputStream(capture), "written", (address, name) -> {})) {
      Frame frame = new Frame();
      while (file.next(frame)) {
        // To the end.
      }
      return file.captureEnd();
    }
  }

  @Test
  void aCommentIsCutBetweenCharactersWhereAnOptionEnds() throws Exception {
    writer.section("test", List.of("ä".repeat(40_000)));

    try (CaptureFile file = read(new ArrayList<>())) {
      assertThat(file.next(new Frame())).isFalse();
      assertThat(file.damage().isThere()).as(file.damage().what()).isFalse();
    }
    assertThat(out.size()).isBetween(0xFFF0, 0x10040);
  }
}
