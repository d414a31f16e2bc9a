package io.tlsfloor.inventory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Tables are made once, and those of another version are refused. */
class SchemaTest {
  @TempDir Path folder;

  /** Works as imports of several gateways do that begin at the same time. */
  @RepeatedTest(20)
  void severalMakeOneFileAtTheSameTime() throws Exception {
    Location location = Location.parse(folder.resolve("i.db").toString());
    ExecutorService threads = Executors.newFixedThreadPool(8);
    CyclicBarrier start = new CyclicBarrier(8);
    try {
      List<Future<Store>> opened = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        opened.add(
            threads.submit(
                () -> {
                  start.await();
                  return Store.open(location);
                }));
      }
      for (Future<Store> each : opened) {
        assertThat(each.get()).isNotNull();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aFileIsForItsOwnerAndGroup() throws Exception {
    Store.open(Location.parse(folder.resolve("i.db").toString()));

    try (Stream<Path> made = Files.list(folder)) {
      assertThat(made.toList())
          .isNotEmpty()
          .allSatisfy(
              file ->
                  assertThat(Files.getPosixFilePermissions(file))
                      .doesNotContain(
                          PosixFilePermission.OTHERS_READ, PosixFilePermission.OTHERS_WRITE));
    }
  }

  @Test
  void aFileOfAnotherVersionIsRefused() throws IOException {
    new Book(folder).close();
    Path file = folder.resolve("inventory.db");
    Jdbi.create(Location.parse(file.toString()).url())
        .useHandle(
            handle -> handle.execute("update tlsfloor set version = ?", "" + (Schema.VERSION + 1)));

    assertThatThrownBy(() -> new Book(file.toString()))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("another tlsfloor");
  }
}
