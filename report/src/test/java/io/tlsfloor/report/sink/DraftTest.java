package io.tlsfloor.report.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DraftTest {

  @TempDir Path folder;

  private static Set<PosixFilePermission> permissions(Path file) throws IOException {
    return Files.getPosixFilePermissions(file);
  }

  private static void write(Path target, String text) throws IOException {
    try (OutputTarget file = OutputTarget.of(target)) {
      file.write(text.getBytes(StandardCharsets.UTF_8));
      file.commit();
    }
  }

  @Test
  void growsUnderANewNameThatOnlyItsOwnerMayRead() throws IOException {
    Path target = folder.resolve("out");
    Set<Path> names = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      try (Draft draft = Draft.of(target)) {
        names.add(draft.path());
        assertThat(draft.path()).isEmptyFile();
        assertThat(permissions(draft.path()))
            .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Draft.isOf("out", draft.path().getFileName().toString())).isTrue();
      }
    }

    assertThat(names).hasSize(100);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatIsCompleteIsNotForEverybody() throws IOException {
    Path target = folder.resolve("out");

    write(target, "whole");

    assertThat(permissions(target))
        .doesNotContain(PosixFilePermission.OTHERS_READ, PosixFilePermission.GROUP_WRITE);
  }

  @Test
  void aFileThatIsReplacedPassesOnWhoMayReadIt() throws IOException {
    Path target = Files.writeString(folder.resolve("out"), "old");
    Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-r--r--"));

    write(target, "new");

    assertThat(target).hasContent("new");
    assertThat(permissions(target)).isEqualTo(PosixFilePermissions.fromString("rw-r--r--"));
  }

  @Test
  void aLinkInTheWayIsReplacedAndNotFollowed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    Path target = Files.createSymbolicLink(folder.resolve("out"), precious);

    write(target, "results");

    assertThat(precious).hasContent("kept");
    assertThat(target).isRegularFile().hasContent("results");
    assertThat(Files.isSymbolicLink(target)).isFalse();
  }

  @Test
  void aLinkIsNotAppendedTo() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    Path link = Files.createSymbolicLink(folder.resolve("log"), precious);
    Path dangling = Files.createSymbolicLink(folder.resolve("other"), folder.resolve("nowhere"));

    for (Path each : List.of(link, dangling)) {
      assertThatThrownBy(() -> QueuedSink.file(each, event -> {}))
          .hasMessageContaining("it is a symbolic link");
    }

    assertThat(precious).hasContent("kept");
    assertThat(folder.resolve("nowhere")).doesNotExist();
  }

  @Test
  void aLogIsForOwnerAndGroup() throws Exception {
    Path log = folder.resolve("log");

    QueuedSink.file(log, event -> {}).close();

    assertThat(permissions(log)).doesNotContain(PosixFilePermission.OTHERS_READ);
  }

  @Test
  void devicesAreWrittenToThroughLinks() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));

    write(link, "gone");
    write(Path.of("/dev/fd/1"), "");

    assertThat(Files.isSymbolicLink(link)).isTrue();
    Files.delete(link);
  }

  @Test
  void aLinkInThePlaceOfADraftIsNotFollowed() throws IOException {
    Path precious = Files.writeString(folder.resolve("precious"), "kept");
    try (Draft draft = Draft.of(folder.resolve("out"))) {
      Files.delete(draft.path());
      Files.createSymbolicLink(draft.path(), precious);

      assertThatThrownBy(() -> draft.write(new byte[] {1})).isInstanceOf(IOException.class);
      assertThatThrownBy(draft::commit).isInstanceOf(IOException.class);
    }

    assertThat(precious).hasContent("kept");
    assertThat(folder.resolve("out")).doesNotExist();
  }

  @Test
  void whatIsNeverCompletedLeavesNothing() throws IOException {
    Path target = Files.writeString(folder.resolve("out"), "old");

    try (OutputTarget file = OutputTarget.of(target)) {
      file.write('n');
    }

    assertThat(target).hasContent("old");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all).containsExactly(target);
    }
  }
}
