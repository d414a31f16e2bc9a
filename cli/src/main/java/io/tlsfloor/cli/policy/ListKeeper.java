package io.tlsfloor.cli.policy;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.policy.ListStore.StoredList;
import io.tlsfloor.report.sink.Draft;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.catalogue.ListVersion;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;

/** Changes what a {@link ListStore} holds: whole lists only, and only ones that can be used. */
public final class ListKeeper {
  private static final int HASH_BYTES = 8; // of SHA-256: identifies lists, protects nothing

  private final Path folder;

  /**
   * Opens the store for changes.
   *
   * @throws CommandException if there is no place for it, or it cannot be written
   */
  public ListKeeper(ListStore store) throws CommandException {
    folder =
        store
            .folder()
            .orElseThrow(
                () ->
                    new CommandException(
                        ExitCode.USAGE,
                        "there is no place for endpoint lists",
                        "Set HOME, or XDG_DATA_HOME to an absolute path."));
    try {
      Draft.refuseLink(folder); // the service's user may put one there, and root would follow it
      boolean isNew = Files.notExists(folder);
      Files.createDirectories(folder);
      if (isNew && isPosix(folder)) { // lists are public, whatever umask root has
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /**
   * Stores a list and switches to it. On any failure the old list stays in use.
   *
   * @param instance cloud instance, by the list's name for it
   * @param json official JSON, checked
   * @param version which list it is; its source is not kept
   * @throws CommandException if it cannot be written
   */
  public void replace(String instance, byte[] json, ListVersion version) throws CommandException {
    try (FileChannel channel = lockFile()) {
      channel.lock();
      String name = instance + "-" + hash(json) + ".json";
      put(instance, json, folder.resolve(name));
      switchTo(instance, name, version);
      removeOthers(instance, name);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /**
   * Notes that a stored list is still the newest.
   *
   * @param version the same list, with the day on which this was so
   */
  public void confirm(StoredList list, ListVersion version) throws CommandException {
    try (FileChannel channel = lockFile()) {
      channel.lock();
      switchTo(list.instance(), String.valueOf(list.file().getFileName()), version);
    } catch (IOException e) {
      throw failed(folder, e);
    }
  }

  /** When the service was last asked for the list of an instance, as far as is known. */
  public Optional<Instant> asked(String instance) {
    try {
      return Optional.of(Instant.parse(Files.readString(askedFile(instance)).trim()));
    } catch (IOException | DateTimeException never) {
      return Optional.empty();
    }
  }

  /** Notes that the service was asked. */
  public void setAsked(String instance, Instant time) throws CommandException {
    try {
      put(instance, bytes(time + "\n"), askedFile(instance));
    } catch (IOException e) {
      throw failed(askedFile(instance), e);
    }
  }

  private Path askedFile(String instance) {
    return folder.resolve(instance + ".asked");
  }

  /** The random number by which the service knows this installation: made once, then kept. */
  public UUID clientRequestId() throws CommandException {
    Path file = folder.resolve("client-request-id");
    try {
      if (Files.exists(file)) {
        try {
          return UUID.fromString(Files.readString(file).trim());
        } catch (IllegalArgumentException damaged) {
          Files.delete(file);
        }
      }
      UUID id = UUID.randomUUID();
      Files.writeString(file, id + "\n", StandardOpenOption.CREATE_NEW);
      return id;
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** Two updates at once would remove each other's lists. */
  private FileChannel lockFile() throws IOException {
    return FileChannel.open(
        folder.resolve("lock"),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  private void switchTo(String instance, String name, ListVersion version) throws IOException {
    Properties properties = new Properties();
    properties.setProperty(ListStore.FILE, name);
    version.version().ifPresent(number -> properties.setProperty(ListStore.VERSION, number));
    version.date().ifPresent(day -> properties.setProperty(ListStore.DATE, day.toString()));
    StringWriter text = new StringWriter();
    properties.store(text, "The endpoint list of " + instance + " that tlsfloor uses.");
    put(instance, bytes(text.toString()), ListStore.index(folder, instance));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /**
   * Writes a file in one step, and never through a link in its place. Others may read it: lists are
   * public.
   */
  private void put(String instance, byte[] bytes, Path file) throws IOException {
    Path draft = Files.createTempFile(folder, "." + instance + ".", ".part");
    try {
      if (isPosix(folder)) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-r--r--"));
      }
      Files.write(
          draft,
          bytes,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC,
          LinkOption.NOFOLLOW_LINKS);
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      deleteQuietly(draft);
    }
  }

  private static boolean isPosix(Path folder) {
    return folder.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private void removeOthers(String instance, String kept) throws IOException {
    try (DirectoryStream<Path> lists = Files.newDirectoryStream(folder, instance + "-*.json")) {
      for (Path list : lists) {
        if (!String.valueOf(list.getFileName()).equals(kept)) {
          deleteQuietly(list);
        }
      }
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException leftover) { // it is not in use, and the next update tries again
      file.toFile().deleteOnExit();
    }
  }

  private static String hash(byte[] json) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
      return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static CommandException failed(Path file, IOException e) {
    return new CommandException(
        ExitCode.FAULT,
        "cannot write " + file + ": " + Reasons.of(e),
        "The list in use stays as it was.",
        e);
  }
}
