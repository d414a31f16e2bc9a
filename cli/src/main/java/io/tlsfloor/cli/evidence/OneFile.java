package io.tlsfloor.cli.evidence;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.report.sink.Draft;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The one file of a scan's evidence, a section a connection. It has its name when the scan is over,
 * and its manifest lies next to it.
 */
final class OneFile implements Closeable {
  private final Path target;
  private @Nullable Draft draft;
  private long length; // of the sections of connections
  private OptionalLong silentUntil = OptionalLong.empty();

  private OneFile(Path target) {
    this.target = target;
  }

  /**
   * Will write a file.
   *
   * @throws CommandException if it cannot be written: exit 4
   */
  static OneFile of(Path target) throws CommandException {
    Path folder = target.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
      throw new CommandException(
          ExitCode.FAULT,
          "cannot write evidence to " + target + ": no such folder, or no right to write",
          "Name a file in a folder that is there and that you may write to.");
    }
    return new OneFile(target);
  }

  /** Makes a manifest of files. */
  interface Listing {
    byte[] of(List<Map<String, Object>> files) throws IOException;
  }

  /** Adds the section of a connection, or nothing where it fails. */
  void append(byte[] section) throws IOException {
    write(section, length);
    length += section.length;
  }

  /** Takes back as many bytes as the last section has. */
  void shorten(long bytes) {
    length -= bytes;
  }

  /** Packet time until which the captures went on at least. */
  void silentUntil(long nanos) {
    silentUntil = OptionalLong.of(Math.max(nanos, silentUntil.orElse(nanos)));
  }

  private void write(byte[] bytes, long place) throws IOException {
    Draft to = draft;
    if (to == null) {
      to = Draft.of(target);
      draft = to;
    }
    try (FileChannel channel = to.channel()) {
      channel.truncate(place);
      ByteBuffer from = ByteBuffer.wrap(bytes);
      while (from.hasRemaining()) {
        channel.write(from, place + from.position());
      }
    }
  }

  /**
   * Writes the end, gives the file its name, and writes its manifest.
   *
   * @throws IOException if there is no room for both: then neither is there
   */
  void finish(List<Map<String, Object>> connections, Listing manifest) throws IOException {
    byte[] end =
        silentUntil.isPresent()
            ? ProofWriter.end(silentUntil.getAsLong())
            : length == 0 ? ProofWriter.nothing() : new byte[0];
    write(end, length);
    Draft whole = Objects.requireNonNull(draft);
    String name = String.valueOf(target.getFileName());
    Map<String, Object> entry =
        Manifest.entry(name, connections, length + end.length, Sources.of(whole.path()));
    try (Draft list = Draft.of(target.resolveSibling(name + "." + Manifest.NAME))) {
      list.write(manifest.of(List.of(entry)));
      whole.commit();
      list.commit();
    }
  }

  /** Leaves nothing behind that is not finished. */
  @Override
  public void close() throws IOException {
    if (draft != null) {
      draft.close();
    }
  }
}
