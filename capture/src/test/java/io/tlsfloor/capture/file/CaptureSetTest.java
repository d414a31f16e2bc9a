package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.file.CaptureSet.Capture;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.testing.WireBytes;
import io.tlsfloor.testing.WireFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptureSetTest {
  @TempDir Path folder;

  @Test
  void capturesOfAFolderAreInTheOrderOfTheirFirstPackets() throws Exception {
    capture("c.pcap", 10);
    capture("b.pcap", 30);
    capture("below/deep/a.pcap", 20);
    Files.write(folder.resolve("none.pcap"), WireFile.big().pcap(0xa1b2c3d4L, 1).bytes());

    CaptureSet set = CaptureSet.of(List.of(folder.toString()));

    assertThat(names(set)).containsExactly("c.pcap", "below/deep/a.pcap", "b.pcap", "none.pcap");
    assertThat(set.captures().get(0).first()).hasValue(10_000_000_000L);
    assertThat(set.captures().get(3).first()).isEmpty();
    assertThat(set.captures().get(0).size()).isEqualTo(Files.size(folder.resolve("c.pcap")));
  }

  @Test
  void aRotatedRingIsInTheOrderOfTimeWhateverItsNames() throws Exception {
    capture("lan.pcap", 400);
    capture("lan.pcap1", 200);
    capture("lan.pcap2", 300);

    assertThat(names(CaptureSet.of(List.of(folder.toString()))))
        .containsExactly("lan.pcap1", "lan.pcap2", "lan.pcap");
  }

  @Test
  void whatIsNoCaptureInAFolderIsSkippedAndListed() throws Exception {
    capture("a.pcap", 1);
    capture(".hidden.pcap", 1);
    capture(".git/b.pcap", 1);
    Files.writeString(folder.resolve("README"), "captures of March");
    Files.createFile(folder.resolve("empty"));

    CaptureSet set = CaptureSet.of(List.of(folder.toString()));

    assertThat(names(set)).containsExactly("a.pcap");
    assertThat(set.failed()).isEmpty();
    assertThat(set.skipped())
        .extracting(unread -> folder.relativize(Path.of(unread.input())) + " " + unread.reason())
        .containsExactlyInAnyOrder(
            ".hidden.pcap is hidden", "README looks like text", "empty is empty");
  }

  @Test
  void aCaptureInAFolderThatCannotBeReadIsALossAndTheOthersAreRead() throws Exception {
    capture("a.pcap", 1);
    Files.write(folder.resolve("cut.pcap"), WireBytes.hex("d4c3b2a1 0200"));
    Files.write(folder.resolve("old.cap"), WireBytes.hex("474d4255 0200 0000"));
    Files.createSymbolicLink(folder.resolve("dangling"), folder.resolve("gone"));

    CaptureSet set = CaptureSet.of(List.of(folder.toString()));

    assertThat(names(set)).containsExactly("a.pcap");
    assertThat(set.failed())
        .extracting(Unread::reason)
        .containsExactlyInAnyOrder(
            "ends within the header of a pcap file: 6 of 24 bytes",
            "looks like a Microsoft Network Monitor 2 capture",
            "is a link to nothing");
  }

  @Test
  void aNamedFileThatIsNoCaptureIsALoss() throws Exception {
    capture("a.pcap", 1);
    Path text = Files.writeString(folder.resolve("notes.txt"), "nothing");

    CaptureSet set =
        CaptureSet.of(
            List.of(folder.resolve("a.pcap").toString(), text.toString(), folder + "/gone"));

    assertThat(names(set)).containsExactly("a.pcap");
    assertThat(set.failed())
        .extracting(Unread::reason)
        .containsExactly("looks like text", "there is no such file");
  }

  @Test
  void aFileThatIsFoundByTwoWaysIsReadOnce() throws Exception {
    Path file = capture("a.pcap", 1);
    Files.createSymbolicLink(folder.resolve("link.pcap"), file);
    Files.createSymbolicLink(folder.resolve("loop"), folder);

    CaptureSet set =
        CaptureSet.of(List.of(file.toString(), folder.toString(), folder + "/./a.pcap"));

    assertThat(names(set)).containsExactly("a.pcap");
    assertThat(set.failed()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *.pcap    | a1.pcap,a2.pcap
          a?.pcap   | a1.pcap,a2.pcap
          a[2-9]*   | a2.pcap
          */*.pcap  | sub/b.pcap
          **.pcap   | a1.pcap,a2.pcap,sub/b.pcap
          {a1,x}.*  | a1.pcap,x.cap
          """)
  void patternsThatTheShellDidNotExpandAreExpandedHere(String pattern, String expected)
      throws Exception {
    capture("a1.pcap", 1);
    capture("a2.pcap", 2);
    capture("x.cap", 3);
    capture("sub/b.pcap", 4);

    assertThat(names(CaptureSet.of(List.of(folder + "/" + pattern))))
        .containsExactly(expected.split(","));
  }

  @Test
  void aPatternThatMatchesNothingIsALoss() {
    assertThat(CaptureSet.of(List.of(folder + "/*.pcap")).failed())
        .extracting(Unread::reason)
        .containsExactly("no file matches");
    assertThat(CaptureSet.of(List.of(folder + "/[a.pcap")).failed())
        .extracting(Unread::reason)
        .containsExactly("is no pattern that can be read");
  }

  @Test
  void aFileWhoseNameLooksLikeAPatternIsAFile() throws Exception {
    capture("[a]*.pcap", 1);

    assertThat(names(CaptureSet.of(List.of(folder + "/[a]*.pcap")))).containsExactly("[a]*.pcap");
  }

  @Test
  void anEmptyFolderHoldsNothing() {
    CaptureSet set = CaptureSet.of(List.of(folder.toString()));

    assertThat(set.captures()).isEmpty();
    assertThat(set.skipped()).isEmpty();
    assertThat(set.failed()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 10, true",
    "10, 9, false",
    "10, 15, true",
    "10, 16, false",
    "-9223372036854775808, 9223372036854775807, false"
  })
  void connectionsGoOnInACaptureThatFollowsWithinTheTimeOut(
      long last, long first, boolean expected) {
    assertThat(CaptureSet.continues(last, first, 5)).isEqualTo(expected);
  }

  private Path capture(String name, long seconds) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(
        file, WireFile.little().pcap(0xa1b2c3d4L, 1).record(seconds, 0, new byte[60]).bytes());
  }

  private List<String> names(CaptureSet set) {
    return set.captures().stream()
        .map(Capture::path)
        .map(path -> folder.relativize(path).toString())
        .toList();
  }
}
