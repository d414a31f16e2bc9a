package io.tlsfloor.inventory.store;

import io.tlsfloor.testing.FreePort;
import io.tlsfloor.testing.MemoryFolders;
import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A PostgreSQL of Debian's, in a temporary folder, on loopback. */
public final class Postgres implements AutoCloseable {
  private static @Nullable Path made;

  private final Path bin;
  private final Path folder;
  private final int port;
  private final List<String> before;

  public Postgres() throws IOException {
    this(MemoryFolders.create("tlsfloor-postgres"));
  }

  /** One whose programs are started by such words as those of a network namespace. */
  public static Postgres within(String... before) throws IOException {
    return new Postgres(MemoryFolders.create("tlsfloor-postgres"), before);
  }

  /**
   * Starts one.
   *
   * @param folder for its data; deleted when it is closed
   * @param before words that its programs are started by, such as those of a network namespace
   */
  public Postgres(Path folder, String... before) throws IOException {
    bin = programs();
    this.folder = folder;
    this.before = List.of(before);
    port = FreePort.next();
    if (isRoot()) { // which PostgreSQL refuses to run as
      run(List.of("chown", "postgres", folder.toString()));
    }
    run(List.of("cp", "-a", made().toString(), folder.resolve("data").toString()));
    start();
  }

  /** The data of a server that holds nothing, made once and copied for each. */
  private Path made() throws IOException {
    synchronized (Postgres.class) {
      if (made == null) {
        Path first = MemoryFolders.untilTheEnd("tlsfloor-postgres");
        if (isRoot()) {
          run(List.of("chown", "postgres", first.toString()));
        }
        Path data = first.resolve("data");
        run(
            server(
                "initdb",
                "-D",
                data.toString(),
                "-A",
                "trust",
                "-U",
                "test",
                "--no-locale",
                "-E",
                "UTF8",
                "-N"));
        made = data;
      }
      return made;
    }
  }

  private static Path programs() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(all)) {
      try (Stream<Path> versions = Files.list(all)) {
        versions
            .map(version -> version.resolve("bin"))
            .filter(folder -> Files.isExecutable(folder.resolve("initdb")))
            .sorted()
            .forEach(found::add);
      }
    }
    Requires.that(!found.isEmpty(), "PostgreSQL", "install it (.ci/run lists Debian's packages)");
    return found.get(found.size() - 1);
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  private List<String> server(String program, String... words) {
    List<String> command = new ArrayList<>(before);
    if (isRoot()) {
      command.addAll(List.of("runuser", "-u", "postgres", "--"));
    }
    command.add(bin.resolve(program).toString());
    command.addAll(List.of(words));
    return command;
  }

  private static String run(List<String> command) throws IOException {
    Path said = Files.createTempFile("postgres", ".log");
    Process process =
        new ProcessBuilder(command)
            .directory(Path.of("/").toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      if (!process.waitFor(5, TimeUnit.MINUTES) || process.exitValue() != 0) {
        throw new IOException(command + ": " + Files.readString(said));
      }
      return Files.readString(said).strip();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      Files.delete(said);
    }
  }

  /** Returns what a query gives, as {@code psql -At} prints it. */
  public String ask(String query) throws IOException {
    return run(
        server(
            "psql",
            "-h",
            "127.0.0.1",
            "-p",
            String.valueOf(port),
            "-U",
            "test",
            "-Atc",
            query,
            "postgres"));
  }

  /** A client of the server that takes statements by its standard input. */
  public Process session() throws IOException {
    return new ProcessBuilder(
            server("psql", "-h", "127.0.0.1", "-p", String.valueOf(port), "-U", "test", "postgres"))
        .directory(Path.of("/").toFile())
        .redirectErrorStream(true)
        .start();
  }

  public void start() throws IOException {
    run(
        server(
            "pg_ctl",
            "-D",
            folder.resolve("data").toString(),
            "-w",
            "-l",
            folder.resolve("log").toString(),
            "-o",
            // Its processes are killed in tests, the machine is not: nothing has to be on the disk.
            "-c fsync=off -c listen_addresses=127.0.0.1 -p "
                + port
                + " -c unix_socket_directories="
                + folder,
            "start"));
  }

  public void stop() throws IOException {
    run(server("pg_ctl", "-D", folder.resolve("data").toString(), "-w", "-m", "immediate", "stop"));
  }

  public String url() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=test";
  }

  @Override
  public void close() throws IOException {
    try {
      stop();
    } finally {
      MemoryFolders.delete(folder);
    }
  }
}
