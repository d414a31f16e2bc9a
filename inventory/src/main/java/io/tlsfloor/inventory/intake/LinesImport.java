package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.intake.LinesAhead.Line;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.TableNumbers;
import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.saved.LineReader;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.rules.policy.GivenFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Imports saved lines. A file that grows is read on from where the last import ended: it is known
 * by its identity in the file system and by the bytes before that place, never by its name.
 */
public final class LinesImport {
  /** Bytes before the place where reading goes on that must be the same. */
  private static final int TAIL_BYTES = 4096;

  private final Store store;
  private final String site;

  /**
   * What became of one input.
   *
   * @param name for people
   * @param lines that were read
   * @param malformed lines of these that are none of tlsfloor's
   * @param firstMalformed what is wrong with the first of them
   * @param torn whether a last line without its end is left for another import
   * @param resumed whether it was read on from an earlier end
   * @param receipt what it changed
   */
  public record Result(
      String name,
      long lines,
      long malformed,
      Optional<String> firstMalformed,
      boolean torn,
      boolean resumed,
      Receipt receipt) {}

  /**
   * Imports to {@code store}.
   *
   * @param site where lines were seen that do not say it themselves
   */
  public LinesImport(Store store, String site) {
    this.store = store;
    this.site = site;
  }

  /**
   * Imports a file.
   *
   * @throws ReportException if it cannot be read, or the inventory cannot be written
   */
  public Result file(String name) throws IOException {
    Path file;
    try {
      file = Path.of(name);
      if (Files.isDirectory(file)) {
        throw unreadable(name, "it is a directory");
      }
    } catch (InvalidPathException e) {
      throw unreadable(name, Reasons.of(e));
    }
    try (InputStream in = new BufferedInputStream(GivenFile.open(file))) {
      if (LineReader.isCompressed(in)) {
        return stream(LineReader.decompressed(in), name); // such a file does not grow
      }
      String key = key(file);
      long from = key.isEmpty() ? 0 : resume(file, key);
      in.skipNBytes(from);
      Reading reading = new Reading(in, name);
      Result result = reading.run(from > 0);
      long end = from + reading.position;
      if (!key.isEmpty()) {
        String tail = tail(file, end);
        store.write(
            handle ->
                handle.execute(
                    "insert into input (file_key, position, tail) values (?, ?, ?)"
                        + " on conflict (file_key) do update set position = excluded.position,"
                        + " tail = excluded.tail",
                    key,
                    end,
                    tail));
      }
      return result;
    } catch (ReportException e) {
      throw e;
    } catch (IOException e) {
      throw unreadable(name, Reasons.of(e));
    }
  }

  /** Imports what a stream gives until its end. */
  public Result stream(InputStream in, String name) throws IOException {
    return new Reading(in, name).run(false);
  }

  private static ReportException unreadable(String name, String why) {
    return ReportException.given(
        "cannot read " + name + ": " + why,
        "Give results that tlsfloor scan --format jsonl wrote.");
  }

  /** What the file system knows the file by; empty where it has no such thing. */
  private static String key(Path file) throws IOException {
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return attributes.fileKey() == null || !attributes.isRegularFile()
        ? ""
        : attributes.fileKey().toString();
  }

  private long resume(Path file, String key) throws IOException {
    record Known(long position, String tail) {}
    Optional<Known> known =
        store.read(
            handle ->
                handle
                    .createQuery("select position, tail from input where file_key = ?")
                    .bind(0, key)
                    .map((r, c) -> new Known(r.getLong("position"), r.getString("tail")))
                    .findOne());
    return known.isPresent()
            && Files.size(file) >= known.get().position()
            && tail(file, known.get().position()).equals(known.get().tail())
        ? known.get().position()
        : 0;
  }

  private static String tail(Path file, long end) throws IOException {
    long start = Math.max(0, end - TAIL_BYTES);
    try (InputStream in = Files.newInputStream(file)) {
      in.skipNBytes(start);
      return hex(sha256().digest(in.readNBytes((int) (end - start))));
    }
  }

  private static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** One reading of one input. */
  private final class Reading {
    private final MessageDigest digest = sha256();
    private final LineReader lines;
    private final String name;
    private final Intake intake = Intake.ahead(store, site);
    private Optional<String> firstMalformed = Optional.empty();
    private long count;
    private long malformed;
    private long position;

    Reading(InputStream in, String name) {
      this.lines = new LineReader(new DigestInputStream(in, digest), name);
      this.name = name;
    }

    Result run(boolean resumed) throws IOException {
      boolean torn = false;
      try (LinesAhead ahead = new LinesAhead(lines)) {
        for (List<Line> block = ahead.next(); !block.isEmpty() && !torn; block = ahead.next()) {
          for (int i = 0; i < block.size() && !torn; i++) {
            torn = take(block.get(i));
          }
        }
        intake.flush();
      } finally {
        intake.close();
      }
      receipt();
      return new Result(name, count, malformed, firstMalformed, torn, resumed, intake.receipt());
    }

    /**
     * Takes a line.
     *
     * @return whether the writer is not done with it: another import reads it
     */
    private boolean take(Line line) throws IOException {
      ParsedLine parsed = line.parsed();
      if (parsed instanceof ParsedLine.Malformed wrong) {
        if (line.unended()) {
          return true;
        }
        malformed(line, wrong.why());
      }
      long misdated = intake.receipt().misdated();
      if (parsed instanceof ParsedLine.Connection connection) {
        site(connection.site());
        intake.connection(connection.eventId(), connection.findings());
      } else if (parsed instanceof ParsedLine.Client client) {
        site(client.site());
        intake.client(client.facts());
      } else if (parsed instanceof ParsedLine.Sign sign) {
        site(sign.site());
        intake.run(sign.facts());
      }
      if (intake.receipt().misdated() > misdated) {
        malformed(line, "its time is before 1995, or more than a year from now");
      }
      count++;
      position = line.end();
      return false;
    }

    private void site(String own) throws IOException {
      intake.site(own.isEmpty() ? site : own);
    }

    private void malformed(Line line, String why) {
      malformed++;
      firstMalformed = firstMalformed.or(() -> Optional.of("line " + line.number() + ": " + why));
    }

    private void receipt() throws IOException {
      Receipt receipt = intake.receipt();
      store.write(
          handle ->
              handle.execute(
                  "insert into receipt (id, imported, input, sha256, lines, malformed, fresh, changed,"
                      + " reopened, untouched) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                  TableNumbers.nextId(handle, "receipt"),
                  Times.nanos(Instant.now()),
                  Texts.clean(name),
                  hex(digest.digest()),
                  count,
                  malformed,
                  receipt.fresh(),
                  receipt.changed(),
                  receipt.reopened(),
                  receipt.untouched()));
    }
  }
}
