package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileOutletTest {
  @TempDir Path folder;
  private final List<String> events = new CopyOnWriteArrayList<>();

  private QueuedSink open() throws ReportException {
    return QueuedSink.file(folder.resolve("out"), events::add);
  }

  private static void write(QueuedSink file, String line) throws IOException {
    file.take(Chunk.of(line + "\n"));
  }

  private static void reopen(QueuedSink file) throws IOException {
    file.reopen();
    file.settle();
  }

  @Test
  void addsToAFileThatIsThere() throws Exception {
    Files.writeString(folder.resolve("out"), "old\n");
    try (QueuedSink file = open()) {
      write(file, "new");
    }

    assertThat(folder.resolve("out")).hasContent("old\nnew\n");
  }

  @Test
  void writesToTheFileOfThatNameAfterAReopen() throws Exception {
    try (QueuedSink file = open()) {
      write(file, "before");
      file.settle();
      Files.move(folder.resolve("out"), folder.resolve("moved"));
      write(file, "still the moved one");
      file.settle();
      reopen(file);
      write(file, "after");
    }

    assertThat(folder.resolve("moved")).hasContent("before\nstill the moved one\n");
    assertThat(folder.resolve("out")).hasContent("after\n");
  }

  @Test
  void keepsLinesWhileTheFolderIsGoneAndWritesThemLater() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (QueuedSink file = QueuedSink.file(inner.resolve("out"), events::add)) {
      write(file, "before");
      file.settle();
      Files.move(inner, folder.resolve("away"));
      file.reopen();
      write(file, "meanwhile");
      Await.until(() -> !events.isEmpty());
      assertThat(events).singleElement().asString().contains("trying again");

      Files.move(folder.resolve("away"), inner);
      Await.until(() -> events.size() > 1);
    }

    assertThat(inner.resolve("out")).hasContent("before\nmeanwhile\n");
    assertThat(events).hasSize(2).last().asString().contains("works again");
  }

  @Test
  void refusesALinkThatSomeonePutsInItsPlace() throws Exception {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    try (QueuedSink file = open()) {
      write(file, "before");
      file.settle();
      Files.delete(folder.resolve("out"));
      Files.createSymbolicLink(folder.resolve("out"), precious);
      file.reopen();
      write(file, "after");
      Await.until(() -> !events.isEmpty());
      file.endBy(System.nanoTime());

      assertThat(events).singleElement().asString().contains("it is a symbolic link");
    }

    assertThat(precious).hasContent("kept");
  }

  @Test
  void goesOnAtTheEndOfAFileThatSomeoneCut() throws Exception {
    try (QueuedSink file = open()) {
      write(file, "copied elsewhere");
      file.settle();
      Files.write(folder.resolve("out"), new byte[0]);
      write(file, "after");
    }

    assertThat(folder.resolve("out")).hasContent("after\n");
  }

  /** Works as logrotate's copytruncate does it, at any moment: a hole would be read as zeros. */
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
    try (QueuedSink file = open()) {
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
    try (QueuedSink file = open()) {
      write(file, "copied elsewhere");
      file.settle();
      Files.write(folder.resolve("out"), new byte[0]);
      untilRotated(file);
      write(file, "after");
    }

    assertThat(folder.resolve("out")).hasContent("after\n");
  }

  /** Without a signal, too: lines in a file without a name are lost, and keep its disk full. */
  @Test
  void beginsAgainWhenItsFileWasMovedOrDeletedByOthers() throws Exception {
    try (QueuedSink file = open()) {
      write(file, "before");
      file.settle();
      Files.move(folder.resolve("out"), folder.resolve("moved"));
      untilRotated(file);
      write(file, "between");
      file.settle();
      Files.delete(folder.resolve("out"));
      Files.writeString(folder.resolve("out"), "made by someone else\n");
      untilRotated(file);
      write(file, "after");
    }

    assertThat(folder.resolve("moved")).hasContent("before\n");
    assertThat(folder.resolve("out")).hasContent("made by someone else\nafter\n");
    assertThat(events).isEmpty();
  }

  private static void untilRotated(QueuedSink file) {
    long before = file.rotations();
    Await.until(() -> file.rotations() > before); // it looks each second
  }

  @Test
  void aReopenCountsAsARotationIfTheFileWasMoved() throws Exception {
    try (QueuedSink file = open()) {
      write(file, "before");
      reopen(file);
      assertThat(file.rotations()).isZero();
      Files.move(folder.resolve("out"), folder.resolve("moved"));
      reopen(file);
      assertThat(file.rotations()).isEqualTo(1);
    }
  }

  /** A watch that tells many clients at once is faster than a disk. */
  @Test
  void losesNoneOfMoreLinesThanThereIsRoomForWhileTheDiskTakesThem() throws Exception {
    String long10k = "x".repeat(10_000);
    long slowest = 0;
    long lost;
    try (QueuedSink file = open()) {
      for (int i = 0; i < 1_000; i++) {
        long begun = System.nanoTime();
        write(file, long10k);
        slowest = Math.max(slowest, System.nanoTime() - begun);
      }
      file.settle();
      lost = file.lost();
    }

    assertThat(folder.resolve("out")).hasSize((1_000 - lost) * 10_001);
    if (slowest < 400_000_000L) { // else nothing was written for as long as a watch may wait
      assertThat(lost).isZero();
    }
  }

  /** The file is as a machine that lost its power leaves it. */
  @Test
  void endsALastLineThatHasNoEnd() throws Exception {
    Files.writeString(folder.resolve("out"), "whole\nhal");
    try (QueuedSink file = open()) {
      write(file, "new");
    }

    assertThat(folder.resolve("out")).hasContent("whole\nhal\nnew\n");
  }

  @Test
  void countsWhatHadToBeDroppedForLackOfRoom() throws Exception {
    Path inner = Files.createDirectory(folder.resolve("inner"));
    try (QueuedSink file = QueuedSink.file(inner.resolve("out"), events::add)) {
      Files.move(inner, folder.resolve("away"));
      file.reopen();
      Await.until(() -> !events.isEmpty());
      String long10k = "x".repeat(10_000);
      for (int i = 0; i < 500; i++) {
        write(file, long10k);
      }

      file.endBy(System.nanoTime());

      assertThat(file.lost()).isBetween(50L, 120L); // 4 MiB of 5 MB stay
    }
  }

  @Test
  void saysAtOnceWhenItCannotBeOpened() {
    assertThatThrownBy(() -> QueuedSink.file(folder.resolve("no/out"), events::add))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining("cannot write")
        .hasMessageContaining("no such file or directory");
  }

  /** The disk is bounded: what does not fit waits until the file is rotated. */
  @Test
  void aFileHasABoundAndGoesOnWhenItIsRotated() throws Exception {
    Path path = folder.resolve("out");
    try (QueuedSink file = QueuedSink.file(path, 1000, events::add)) {
      for (int i = 0; i < 12; i++) {
        write(file, i + "x".repeat(99 - Integer.toString(i).length()));
      }
      Await.until(() -> file.away().isPresent());
      assertThat(Files.size(path)).isEqualTo(1000);
      assertThat(events)
          .containsExactly(
              "cannot write "
                  + path
                  + ": it has the 1.0 kB that a file may have, and is to be rotated: trying again");

      Files.move(path, folder.resolve("moved"));
      Await.until(() -> file.away().isEmpty());
    }

    assertThat(Files.size(folder.resolve("moved"))).isEqualTo(1000);
    assertThat(Files.readAllLines(path)).hasSize(2).first().asString().startsWith("10x");
    assertThat(events).hasSize(2).last().asString().endsWith("works again");
  }
}
