package io.tlsfloor.capture.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GivenPathTest {
  @TempDir Path folder;

  @BeforeEach
  void namesAreUtf8() {
    Requires.that(
        Charset.forName(System.getProperty("sun.jnu.encoding")).name().equals("UTF-8"),
        "file names in UTF-8",
        "set LC_ALL=C.UTF-8");
  }

  /** A file whose name has bytes that are no UTF-8, in octal as printf(1) takes them. */
  private void make(String octal, String content) throws Exception {
    String script = "printf '%s' " + content + " > \"$(printf '" + octal + "')\"";
    Process process =
        new ProcessBuilder("sh", "-c", script).directory(folder.toFile()).inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  private String only() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      return all.iterator().next().toString(); // as Java shows it
    }
  }

  @Test
  void findsAFileWhoseNameIsNoUtf8() throws Exception {
    make("b\\374ro.pcap", "it");
    String typed = only();
    assertThat(Path.of(typed)).doesNotExist();

    assertThat(GivenPath.of(typed)).hasContent("it");
  }

  @Test
  void findsAFolderOnTheWay() throws Exception {
    make("b\\374ro", "x");
    Path file = GivenPath.of(only());
    Files.delete(file);
    Files.createDirectory(file);
    Files.writeString(file.resolve("a.pcap"), "inside");

    assertThat(GivenPath.of(only() + "/a.pcap")).hasContent("inside");
  }

  @Test
  void takesNoneOfTwoThatLookAlike() throws Exception {
    make("b\\374ro", "one");
    make("b\\366ro", "other");

    assertThat(GivenPath.of(only())).doesNotExist();
  }

  /** A file that is not there yet, as an option's value: its bytes stand in the command line. */
  @Test
  void takesTheBytesThatWereTyped() throws Exception {
    make("b\\374ro", "it");
    byte[] typed = ("java\0scan\0--output=" + folder + "/bXro\0").getBytes(UTF_8);
    typed[typed.length - 4] = (byte) 0xFC;

    Path path = GivenPath.asTyped(folder + "/b\uFFFDro", typed, Path.of("other"));

    assertThat(path).hasContent("it");
    assertThat(GivenPath.asTyped("b\uFFFD", typed, Path.of("other"))).isEqualTo(Path.of("other"));
  }

  @Test
  void aNameThatIsUtf8IsTakenAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("büro \uFFFD.pcap"), "exact");

    assertThat(GivenPath.of(file.toString())).isEqualTo(file).hasContent("exact");
    assertThat(GivenPath.of("no/such/file")).isEqualTo(Path.of("no/such/file"));
  }
}
