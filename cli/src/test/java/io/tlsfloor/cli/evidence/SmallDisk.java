package io.tlsfloor.cli.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A disk of 32 KB, which the evidence of ten findings fills. */
final class SmallDisk implements AutoCloseable {
  private final Path place;

  private SmallDisk(Path place) {
    this.place = place;
  }

  /** Mounts one in a new folder. */
  static SmallDisk at(Path place) throws IOException {
    Requires.root();
    Files.createDirectory(place);
    run("mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", place.toString());
    return new SmallDisk(place);
  }

  Path path() {
    return place;
  }

  private static void run(String... command) throws IOException {
    try {
      assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    run("umount", "-l", place.toString());
  }
}
