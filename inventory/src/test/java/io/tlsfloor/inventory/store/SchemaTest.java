package io.tlsfloor.inventory.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tlsfloor.inventory.Book;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables are made once, and those of another version are refused. */
class SchemaTest {
  /** The version, and a digest of the tables that it has. */
  private static final String TABLES =
      "12 a2d21d0c07f23136b9f3ce6924b5b6074922867d31842297afd4145182e81053";

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
                  return Store.open(location, notice -> {});
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
  void aFileIsForItsOwnerAndGroup() throws Exception {
    Requires.that(
        Files.getFileStore(folder).supportsFileAttributeView("posix"),
        "a file system with owners and groups",
        "run the build on Linux");
    Store.open(Location.parse(folder.resolve("i.db").toString()), notice -> {});

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

  /** The scripts that make the tables of this version, without notes and spaces. */
  @Test
  void aChangeOfTheTablesRaisesTheirVersion() throws Exception {
    StringBuilder scripts = new StringBuilder();
    for (String name : List.of("facts.sql", "derived.sql")) {
      try (InputStream in = Schema.class.getResourceAsStream("/io/tlsfloor/inventory/" + name)) {
        scripts.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    String words = scripts.toString().replaceAll("--.*", "").replaceAll("\\s+", " ");
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(words.getBytes(StandardCharsets.UTF_8));

    assertThat(Schema.VERSION + " " + HexFormat.of().formatHex(digest))
        .as(
            "tables that differ have another Schema.VERSION; where facts.sql changed, with a script"
                + " in Migration.CHANGES. Write the new version and digest here")
        .isEqualTo(TABLES);
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
