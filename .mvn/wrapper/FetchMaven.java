import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Fetches the Maven that {@code mvnw} runs with what a JDK has: downloads the zip, checks its
 * SHA-256, and unpacks it.
 *
 * <p>{@code java FetchMaven.java URL SHA256 FOLDER}: the folder appears whole or not at all;
 * another run may make it at the same time.
 */
final class FetchMaven {
  private static final int TIMEOUT_MILLIS = 30_000;

  public static void main(String[] args) throws NoSuchAlgorithmException {
    URI from = URI.create(args[0]);
    Path folder = Path.of(args[2]);
    byte[] zip = null;
    try {
      zip = download(from);
    } catch (IOException e) {
      fail(
          "cannot fetch "
              + from
              + ": "
              + e
              + ". The first run needs a way there: a network, https_proxy for a proxy, or"
              + " MVNW_REPOURL for a mirror.");
    }
    String found = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(zip));
    if (!found.equals(args[1])) {
      fail(
          from
              + " has the SHA-256 "
              + found
              + ", not "
              + args[1]
              + " as .mvn/wrapper/maven-wrapper.properties says."
              + " Something on the way has changed it, or that line is of another version.");
    }
    try {
      Files.createDirectories(folder.getParent());
      Path draft = Files.createTempDirectory(folder.getParent(), "draft");
      try {
        unpack(zip, draft);
        Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        delete(draft);
      }
    } catch (IOException e) {
      if (!Files.exists(folder)) {
        fail("cannot unpack Maven to " + folder + ": " + e);
      }
    }
  }

  private static byte[] download(URI from) throws IOException {
    URLConnection connection = from.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return in.readAllBytes();
    }
  }

  /** Leaves out the folder that all entries lie in. */
  private static void unpack(byte[] zip, Path to) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = to.resolve(entry.getName().replaceFirst("^[^/]*/", ""));
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
        }
      }
    }
    to.resolve("bin/mvn").toFile().setExecutable(true, false);
    to.toFile().setReadable(true, false);
    to.toFile().setExecutable(true, false);
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
      }
    }
  }

  private static void fail(String why) {
    System.err.println("mvnw: " + why);
    System.exit(1);
  }
}
