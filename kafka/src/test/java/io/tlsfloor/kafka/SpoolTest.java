package io.tlsfloor.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that wait on disk. */
class SpoolTest {
  private static final long ROOM = 64L << 20;

  @TempDir private Path folder;

  private static Line line(String text) {
    return new Line(new byte[] {1}, text.getBytes(StandardCharsets.UTF_8));
  }

  private static List<String> taken(Spool spool, boolean arrive) throws IOException {
    List<String> texts = new ArrayList<>();
    for (Spool.Taken next = spool.take(); next != null; next = spool.take()) {
      texts.add(new String(next.line().value(), StandardCharsets.UTF_8));
      if (arrive) {
        spool.arrived(next.part());
      }
    }
    return texts;
  }

  private long files() throws IOException {
    return parts().size();
  }

  private List<Path> parts() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(file -> file.toString().endsWith(".spool")).sorted().toList();
    }
  }

  @Test
  void linesComeInTheOrderInWhichTheyCame() throws Exception {
    try (Spool spool = Spool.open(folder, ROOM)) {
      assertThat(spool.isEmpty()).isTrue();
      spool.add(line("a"));
      spool.add(line("b"));
      assertThat(spool.isEmpty()).isFalse();
      assertThat(taken(spool, true)).containsExactly("a", "b");
      spool.add(line("c"));
      assertThat(taken(spool, true)).containsExactly("c");
      assertThat(spool.isEmpty()).isTrue();
    }
    assertThat(files()).isZero();
  }

  @Test
  void manyFilesAreOneOrderAndGoWhenTheirLinesHaveArrived() throws Exception {
    String large = "x".repeat(1 << 20);
    try (Spool spool = Spool.open(folder, ROOM)) {
      List<String> added = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        added.add(i + large);
        assertThat(spool.add(line(i + large))).isTrue();
      }
      assertThat(files()).isGreaterThan(2);
      assertThat(taken(spool, true)).isEqualTo(added);
      assertThat(files()).isEqualTo(1);
    }
    assertThat(files()).isZero();
  }

  @Test
  void whatDidNotArriveIsThereForTheNextRun() throws Exception {
    try (Spool spool = Spool.open(folder, ROOM)) {
      spool.add(line("a"));
      spool.add(line("b"));
      assertThat(taken(spool, false)).containsExactly("a", "b");
    }
    try (Spool spool = Spool.open(folder, ROOM)) {
      spool.add(line("c"));
      assertThat(taken(spool, true)).containsExactly("a", "b", "c");
    }
    assertThat(files()).isZero();
  }

  @Test
  void aFileThatIsCutIsReadUpToThere() throws Exception {
    try (Spool spool = Spool.open(folder, ROOM)) {
      spool.add(line("whole"));
      spool.add(line("cut"));
    }
    Path file = parts().get(0);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    try (Spool spool = Spool.open(folder, ROOM)) {
      assertThat(taken(spool, true)).containsExactly("whole");
      assertThat(spool.isEmpty()).isTrue();
    }
    assertThat(files()).isZero();
  }

  @Test
  void aFullSpoolTakesNoMoreUntilLinesHaveArrived() throws Exception {
    String large = "x".repeat(1 << 20);
    try (Spool spool = Spool.open(folder, 20L << 20)) {
      int count = 0;
      while (spool.add(line(large))) {
        count++;
      }
      assertThat(count).isEqualTo(19);
      taken(spool, true);
      assertThat(spool.add(line(large))).isTrue();
    }
  }

  /** Whatever becomes of the process then. */
  @Test
  void aLineIsInItsFileAsSoonAsItWasAdded() throws Exception {
    try (Spool spool = Spool.open(folder, ROOM)) {
      spool.add(line("a"));
      Path elsewhere = Files.createDirectory(folder.resolve("as-a-kill-leaves-it"));
      Files.copy(parts().get(0), elsewhere.resolve(parts().get(0).getFileName()));
      try (Spool next = Spool.open(elsewhere, ROOM)) {
        assertThat(taken(next, true)).containsExactly("a");
      }
    }
  }

  @Test
  void aProcessHasAFolderForItself() throws Exception {
    try (Spool spool = Spool.open(folder, ROOM)) {
      assertThatThrownBy(() -> Spool.open(folder, ROOM)).hasMessageContaining("another");
      assertThat(spool.add(line("a"))).isTrue();
    }
    try (Spool spool = Spool.open(folder, ROOM)) {
      assertThat(taken(spool, true)).containsExactly("a");
    }
  }

  @Test
  void whatIsNoneOfItsFilesIsLeftAlone() throws Exception {
    Files.createDirectory(folder.resolve("000000000000.spool"));
    Files.writeString(folder.resolve("mine.spool"), "mine");
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "elsewhere");
    Files.createSymbolicLink(folder.resolve("000000000001.spool"), elsewhere);
    Files.createDirectory(folder.resolve("000000000002.spool"));

    try (Spool spool = Spool.open(folder, ROOM)) {
      spool.add(line("a"));
      assertThat(taken(spool, true)).containsExactly("a");
    }

    assertThat(folder.resolve("mine.spool")).hasContent("mine");
    assertThat(elsewhere).hasContent("elsewhere");
  }

  @Test
  void zerosAsAMachineWithoutPowerLeavesThemAreNoLines() throws Exception {
    Files.write(folder.resolve("000000000001.spool"), new byte[4096]);

    try (Spool spool = Spool.open(folder, ROOM)) {
      spool.add(line("a"));
      assertThat(taken(spool, true)).containsExactly("a");
    }
    assertThat(files()).isZero();
  }

  @Test
  void aLineThatWouldPassForDamageIsNotTaken() throws Exception {
    try (Spool spool = Spool.open(folder, ROOM)) {
      assertThat(spool.add(line("x".repeat(17 << 20)))).isFalse();
      assertThat(spool.add(line("a"))).isTrue();
      assertThat(taken(spool, true)).containsExactly("a");
    }
  }
}
