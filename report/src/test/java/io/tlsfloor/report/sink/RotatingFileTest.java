package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.RotatingFile.Rotation;
import io.tlsfloor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotatingFileTest {
  private static final Rotation NEVER = new Rotation(0, Optional.empty(), 0);

  @TempDir Path folder;
  private final List<String> events = new ArrayList<>();

  private RotatingFile open(Rotation rotation) throws ReportException {
    return RotatingFile.open(folder.resolve("out"), rotation, events::add);
  }

  private static void write(RotatingFile file, String line) {
    file.take(Chunk.of(Chunk.About.HEADER, line + "\n"));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.sorted().toList();
    }
  }

  @Test
  void addsToAFileThatIsThere() throws Exception {
    Files.writeString(folder.resolve("out"), "old\n");
    try (RotatingFile file = open(NEVER)) {
      write(file, "new");
    }

    assertThat(folder.resolve("out")).hasContent("old\nnew\n");
  }

  @Test
  void beginsANewFileBeforeALineThatWouldMakeItTooLarge() throws Exception {
    try (RotatingFile file = open(new Rotation(10, Optional.empty(), 0))) {
      write(file, "aaaa");
      write(file, "bbbb");
      write(file, "cccc");
      write(file, "longer than ten bytes");
    }

    List<Path> files = files();
    assertThat(files).hasSize(3);
    assertThat(files.get(0).getFileName()).hasToString("out");
    assertThat(files.get(0)).hasContent("longer than ten bytes\n");
    assertThat(files.get(1).getFileName().toString()).matches("out-\\d{8}T\\d{6}Z");
    assertThat(files.get(1)).hasContent("aaaa\nbbbb\n");
    assertThat(files.get(2)).hasContent("cccc\n");
  }

  @Test
  void keepsOnlyTheNewestFullFilesAndDeletesNobodyElses() throws Exception {
    Files.writeString(folder.resolve("out-notes"), "mine");
    try (RotatingFile file = open(new Rotation(1, Optional.empty(), 2))) {
      for (int i = 0; i < 6; i++) {
        write(file, "line " + i);
      }
    }

    assertThat(files()).hasSize(4);
    assertThat(folder.resolve("out")).hasContent("line 5\n");
    assertThat(folder.resolve("out-notes")).hasContent("mine");
    assertThat(Files.readString(files().get(1)) + Files.readString(files().get(2)))
        .isEqualTo("line 3\nline 4\n");
  }

  /** A clock that was ahead, and then set right, would have the newest file sort as the oldest. */
  @Test
  void keepsTheNewestFullFilesAlsoWhenTheClockWasSetBack() throws Exception {
    for (String name : List.of("out-20991231T000000Z", "out-20991231T000001Z")) {
      Files.writeString(folder.resolve(name), "of a clock that was ahead\n");
    }
    try (RotatingFile file = open(new Rotation(1, Optional.empty(), 2))) {
      for (int i = 0; i < 4; i++) {
        write(file, "line " + i);
      }
    }

    assertThat(files()).hasSize(3);
    assertThat(Files.readString(files().get(1)) + Files.readString(files().get(2)))
        .isEqualTo("line 1\nline 2\n");
  }

  @Test
  void beginsANewFileAfterATime() throws Exception {
    Duration passed = Duration.ofNanos(1); // between two lines
    try (RotatingFile file = open(new Rotation(0, Optional.of(passed), 0))) {
      write(file, "a");
      write(file, "b");
    }

    assertThat(files()).hasSize(2);
    assertThat(folder.resolve("out")).hasContent("b\n");
  }

  @Test
  void staysWithItsFileUntilTheTimeHasPassed() throws Exception {
    try (RotatingFile file = open(new Rotation(0, Optional.of(Duration.ofHours(1)), 0))) {
      write(file, "a");
      write(file, "b");
    }

    assertThat(files()).hasSize(1);
    assertThat(folder.resolve("out")).hasContent("a\nb\n");
  }

  @Test
  void writesToTheFileOfThatNameAfterAReopen() throws Exception {
    try (RotatingFile file = open(NEVER)) {
      write(file, "before");
      Files.move(folder.resolve("out"), folder.resolve("moved"));
      write(file, "still the moved one");
      file.reopen();
      write(file, "after");
    }

    assertThat(folder.resolve("moved")).hasContent("before\nstill the moved one\n");
    assertThat(folder.resolve("out")).hasContent("after\n");
  }

  @Test
  void keepsLinesWhileTheFolderIsGoneAndWritesThemLater() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (RotatingFile file = RotatingFile.open(inner.resolve("out"), NEVER, events::add)) {
      write(file, "before");
      Files.move(inner, folder.resolve("away"));
      file.reopen();
      write(file, "meanwhile");
      assertThat(events).singleElement().asString().contains("trying again");

      Files.move(folder.resolve("away"), inner);
      Await.until( // it tries each second
          () -> {
            file.tick();
            return events.size() > 1;
          });
    }

    assertThat(inner.resolve("out")).hasContent("before\nmeanwhile\n");
    assertThat(events).hasSize(2).last().asString().contains("works again");
  }

  @Test
  void refusesALinkThatSomeonePutsInItsPlace() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    try (RotatingFile file = open(NEVER)) {
      write(file, "before");
      Files.delete(folder.resolve("out"));
      Files.createSymbolicLink(folder.resolve("out"), precious);
      file.reopen();
      write(file, "after");

      assertThat(events).singleElement().asString().contains("it is a symbolic link");
    }

    assertThat(precious).hasContent("kept");
  }

  @Test
  void anInterruptLosesNoLineAndWaits() throws Exception {
    try (RotatingFile file = open(new Rotation(100, Optional.empty(), 0))) {
      for (int i = 0; i < 30; i++) {
        Thread.currentThread().interrupt();
        write(file, "line " + i);
        assertThat(Thread.interrupted()).isTrue();
      }
    }

    assertThat(events).isEmpty();
    StringBuilder all = new StringBuilder();
    for (Path each : files()) {
      all.append(Files.readString(each));
    }
    assertThat(all.toString().lines()).hasSize(30).doesNotHaveDuplicates();
  }

  @Test
  void interruptsInTheMidstOfAWriteLoseNoLine() throws Exception {
    Thread writer = Thread.currentThread();
    AtomicBoolean done = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              while (!done.get()) {
                writer.interrupt();
              }
            });
    other.start();
    try (RotatingFile file = open(NEVER)) {
      for (int i = 0; i < 5_000; i++) {
        write(file, "line " + i);
      }
    } finally {
      done.set(true);
      while (other.isAlive()) {
        Thread.onSpinWait();
      }
      Thread.interrupted();
    }

    assertThat(Files.readAllLines(folder.resolve("out"))).hasSize(5_000).doesNotHaveDuplicates();
  }

  @Test
  void goesOnAtTheEndOfAFileThatSomeoneCut() throws Exception {
    try (RotatingFile file = open(NEVER)) {
      write(file, "copied elsewhere");
      Files.write(folder.resolve("out"), new byte[0]);
      write(file, "after");
    }

    assertThat(folder.resolve("out")).hasContent("after\n");
  }

  /** As logrotate's copytruncate does it, at any moment: a hole would be read as zeros. */
  @Test
  void leavesNoHoleInAFileThatSomeoneCutsWhileItWrites() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicBoolean hole = new AtomicBoolean();
    Thread other =
        new Thread(
            () -> {
              while (!done.get()) {
                try {
                  byte[] all = Files.readAllBytes(folder.resolve("out"));
                  hole.compareAndSet(false, all.length > 0 && all[0] == 0);
                  Files.write(folder.resolve("out"), new byte[0]);
                } catch (IOException e) {
                  hole.set(true);
                }
              }
            });
    try (RotatingFile file = open(NEVER)) {
      other.start();
      for (int i = 0; i < 50_000 && !hole.get(); i++) {
        write(file, "line " + i);
      }
    } finally {
      done.set(true);
      other.join();
    }

    assertThat(hole).isFalse();
    assertThat(events).isEmpty();
  }

  @Test
  void countsACutByOthersAsARotation() throws Exception {
    try (RotatingFile file = open(NEVER)) {
      write(file, "copied elsewhere");
      Files.write(folder.resolve("out"), new byte[0]);
      untilRotated(file);
      write(file, "after");
    }

    assertThat(folder.resolve("out")).hasContent("after\n");
  }

  /** Without a signal, too: lines in a file without a name are lost, and keep its disk full. */
  @Test
  void beginsAgainWhenItsFileWasMovedOrDeletedByOthers() throws Exception {
    try (RotatingFile file = open(NEVER)) {
      write(file, "before");
      Files.move(folder.resolve("out"), folder.resolve("moved"));
      untilRotated(file);
      write(file, "between");
      Files.delete(folder.resolve("out"));
      Files.writeString(folder.resolve("out"), "made by someone else\n");
      untilRotated(file);
      write(file, "after");
    }

    assertThat(folder.resolve("moved")).hasContent("before\n");
    assertThat(folder.resolve("out")).hasContent("made by someone else\nafter\n");
    assertThat(events).isEmpty();
  }

  private static void untilRotated(RotatingFile file) {
    long before = file.rotations();
    Await.until( // it looks each second
        () -> {
          file.tick();
          return file.rotations() > before;
        });
  }

  @Test
  void aReopenCountsAsARotationIfTheFileWasMoved() throws Exception {
    try (RotatingFile file = open(NEVER)) {
      write(file, "before");
      file.reopen();
      assertThat(file.rotations()).isZero();
      Files.move(folder.resolve("out"), folder.resolve("moved"));
      file.reopen();
      assertThat(file.rotations()).isEqualTo(1);
    }
  }

  /** As a machine that lost its power leaves it. */
  @Test
  void endsALastLineThatHasNoEnd() throws Exception {
    Files.writeString(folder.resolve("out"), "whole\nhal");
    try (RotatingFile file = open(NEVER)) {
      write(file, "new");
    }

    assertThat(folder.resolve("out")).hasContent("whole\nhal\nnew\n");
  }

  @Test
  void countsWhatHadToBeDroppedForLackOfRoom() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (RotatingFile file = RotatingFile.open(inner.resolve("out"), NEVER, events::add)) {
      Files.move(inner, folder.resolve("away"));
      file.reopen();
      String long10k = "x".repeat(10_000);
      for (int i = 0; i < 500; i++) {
        write(file, long10k);
      }

      assertThat(file.lost()).isBetween(50L, 120L); // 4 MiB of 5 MB stay
    }
  }

  @Test
  void saysAtOnceWhenItCannotBeOpened() {
    assertThatThrownBy(() -> RotatingFile.open(folder.resolve("no/out"), NEVER, events::add))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("no such file or directory");
  }
}
