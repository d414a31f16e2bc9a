package io.tlsfloor.report.sink;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.text.Reasons;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines to a file that is never given up: what cannot be written waits, as much as there is room
 * for, and is tried again each second. A line is in the file whole or not at all. A file has one
 * writer: a second one is refused.
 */
public final class RotatingFile implements Sink {
  private static final int MAX_WAITING_BYTES = 4 << 20; // some thousand lines
  private static final long RETRY_NANOS = 1_000_000_000L;
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /**
   * When a file of results is full.
   *
   * @param bytes or more; 0 for never
   * @param time since it was begun; empty for never
   * @param keep full files that are kept; 0 for all
   */
  public record Rotation(long bytes, Optional<Duration> time, int keep) {}

  private final Path path;
  private final Rotation rotation;
  private final Consumer<String> events;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int waitingBytes;
  private @Nullable AppendedFile file;
  private long begun = System.nanoTime();
  private long triedAt = System.nanoTime();
  private long lookedAt = triedAt;
  private long rotations;
  private long lost;
  private boolean failing;
  private String stamp = "";
  private int number;
  private final List<Path> filled = new ArrayList<>(); // that this run made, in that order

  private RotatingFile(Path path, Rotation rotation, Consumer<String> events) {
    this.path = path;
    this.rotation = rotation;
    this.events = events;
  }

  /**
   * Opens a file for more lines.
   *
   * @param events takes a sentence when something fails, and when it works again
   * @throws ReportException if it cannot be opened now
   */
  public static RotatingFile open(Path path, Rotation rotation, Consumer<String> events)
      throws ReportException {
    try {
      RotatingFile file = new RotatingFile(path, rotation, events);
      file.open();
      return file;
    } catch (IOException e) {
      throw ReportException.output(
          "cannot write " + path + ": " + Reasons.of(e),
          "Name a file in a folder that is there and that you may write to, one for each watch.",
          e);
    }
  }

  private AppendedFile open() throws IOException {
    AppendedFile opened = AppendedFile.open(path);
    file = opened;
    begun = System.nanoTime();
    return opened;
  }

  @Override
  public void take(Chunk chunk) {
    waiting.add(Arrays.copyOf(chunk.bytes(), chunk.length()));
    waitingBytes += chunk.length();
    if (!failing) {
      write();
    }
    while (waitingBytes > MAX_WAITING_BYTES) {
      byte[] oldest = waiting.remove();
      waitingBytes -= oldest.length;
      lost += Chunk.lines(oldest);
    }
  }

  private void write() {
    triedAt = System.nanoTime();
    try {
      while (!waiting.isEmpty()) {
        byte[] next = waiting.element();
        rotateFor(next.length);
        (file == null ? open() : file).append(next);
        waiting.remove();
        waitingBytes -= next.length;
      }
      if (failing) {
        failing = false;
        events.accept(
            "writing to " + path + " works again" + (lost == 0 ? "" : "; " + lost + " lines lost"));
      }
    } catch (IOException e) {
      if (!failing) {
        failing = true;
        events.accept("cannot write " + path + ": " + Reasons.of(e) + ": trying again");
      }
    }
  }

  private void rotateFor(int bytes) throws IOException {
    AppendedFile current = file;
    if (current == null || current.length() == 0) {
      return;
    }
    boolean full = rotation.bytes() > 0 && current.length() + bytes > rotation.bytes();
    boolean old =
        rotation.time().isPresent() && System.nanoTime() - begun >= rotation.time().get().toNanos();
    if (full || old) {
      closeFile();
      Path free = free();
      Files.move(path, free);
      filled.add(free);
      open();
      rotations++;
      forget();
    }
  }

  /** A name that sorts after those given before, also within one second. */
  private Path free() {
    String now = STAMP.format(Instant.now());
    number = now.equals(stamp) ? number + 1 : 0;
    stamp = now;
    while (true) {
      String suffix = number == 0 ? "" : String.format(Locale.ROOT, ".%03d", number);
      Path name = path.resolveSibling(path.getFileName() + "-" + stamp + suffix);
      if (!Files.exists(name)) {
        return name;
      }
      number++;
    }
  }

  /** Deletes the oldest: by the order in which they were full, since clocks are set back, too. */
  private void forget() throws IOException {
    if (rotation.keep() == 0) {
      return;
    }
    String prefix = path.getFileName() + "-";
    Path folder = path.toAbsolutePath().getParent();
    List<Path> kept;
    try (Stream<Path> all = Files.list(folder == null ? path.toAbsolutePath() : folder)) {
      List<Path> names = filled.stream().map(Path::getFileName).toList();
      kept =
          all.filter(p -> isStamped(String.valueOf(p.getFileName()), prefix))
              .sorted(
                  Comparator.comparing((Path p) -> names.indexOf(p.getFileName()))
                      .thenComparing(Comparator.naturalOrder()))
              .toList();
    }
    for (int i = 0; i < kept.size() - rotation.keep(); i++) {
      Files.deleteIfExists(kept.get(i));
    }
    while (filled.size() > rotation.keep()) {
      filled.remove(0);
    }
  }

  /** Only names that {@link #free} makes: no other file is deleted. */
  private static boolean isStamped(String name, String prefix) {
    return name.startsWith(prefix)
        && name.substring(prefix.length()).matches("\\d{8}T\\d{6}Z(\\.\\d{3})?");
  }

  @Override
  public void reopen() {
    boolean moved = file != null && !file.isInPlace();
    closeFile();
    write();
    try {
      if (file == null) {
        open();
      }
      rotations += moved ? 1 : 0;
    } catch (IOException e) {
      failing = true;
      events.accept("cannot open " + path + " again: " + Reasons.of(e) + ": trying again");
    }
  }

  /** Others rotate files, too: by another name, or by a copy after which they cut them. */
  private void rotatedByOthers(AppendedFile current) throws IOException {
    if (!current.isInPlace()) {
      reopen();
    } else if (current.wasCut()) {
      rotations++;
    }
  }

  @Override
  public void tick() {
    long now = System.nanoTime();
    if (now - lookedAt < RETRY_NANOS) {
      return;
    }
    lookedAt = now;
    if (failing) {
      if (now - triedAt >= RETRY_NANOS) {
        write();
      }
      return;
    }
    try {
      rotateFor(0);
      if (file != null) {
        rotatedByOthers(file);
      }
    } catch (IOException e) {
      failing = true;
      events.accept("cannot begin a new " + path + ": " + Reasons.of(e) + ": trying again");
    }
  }

  @Override
  public long rotations() {
    return rotations;
  }

  @Override
  public Optional<String> away() {
    return failing ? Optional.of("cannot write " + path) : Optional.empty();
  }

  @Override
  public long lost() {
    return lost;
  }

  /** Tries once more; what cannot be written then is counted as lost. */
  @Override
  public Optional<LossCount> settle() {
    if (!waiting.isEmpty()) {
      write();
    }
    return LossCount.besides(LossCount.LINES_LOST, lost + waiting.size());
  }

  @Override
  public Optional<String> finish() {
    giveUp();
    return lost == 0
        ? Optional.empty()
        : Optional.of(path + ": " + Words.count(lost, "line") + " could not be written");
  }

  private void giveUp() {
    write();
    for (byte[] left : waiting) {
      lost += Chunk.lines(left);
    }
    waiting.clear();
    waitingBytes = 0;
  }

  private void closeFile() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      // All of it was written before.
    }
    file = null;
  }

  @Override
  public void close() {
    giveUp();
    closeFile();
  }
}
