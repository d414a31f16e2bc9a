package io.tlsfloor.archive;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.logs.LogKind;
import io.tlsfloor.logs.LogSet;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a look into a file shows, as far as its first packet or the first entries of a log.
 *
 * @param file that was looked into
 * @param capture whether it is a capture that can be read
 * @param log which log it is; null for none
 * @param timed whether its first packet or entry has a time
 * @param firstNanos that time, nanoseconds since 1970
 * @param fault why it cannot be read as a capture; null for a capture
 * @param advice what to do about that; null for a capture
 * @param counts whether that it cannot be read is a loss: not of other files in folders
 */
record CaptureLook(
    ArchiveFiles.Found file,
    boolean capture,
    @Nullable LogKind log,
    boolean timed,
    long firstNanos,
    @Nullable String fault,
    @Nullable String advice,
    boolean counts)
    implements Serializable {

  private static final int MAX_LOOK_BYTES = 1 << 20; // stored: more than shows what a log is
  private static final long NANOS = 1_000_000_000L;

  /** Looks into a file; on an executor. */
  static CaptureLook into(ArchiveFiles.Found file, Configuration configuration) {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(configuration).open(path);
        CaptureFile capture = CaptureFiles.open(in, file.name(), (address, name) -> {})) {
      Frame frame = new Frame();
      boolean timed = capture.next(frame) && frame.timeKnown();
      long first = timed ? frame.timeNanos() : 0;
      return new CaptureLook(file, true, null, timed, first, null, null, false);
    } catch (CaptureFormatException noCapture) {
      boolean counts = file.named() || noCapture.isCapture();
      return noCapture(file, noCapture.problem(), noCapture.advice(), counts, configuration);
    } catch (IOException failure) {
      Unread unread = ArchiveFiles.unread(file.name(), failure);
      return unread(file, unread.reason(), unread.advice(), true);
    }
  }

  /** Logs are recognised as {@code scan} does it, by the beginning of a file on a local disk. */
  private static CaptureLook noCapture(
      ArchiveFiles.Found file,
      String fault,
      String advice,
      boolean counts,
      Configuration configuration) {
    Path path = new Path(file.path());
    java.nio.file.Path local = null;
    java.nio.file.Path head = null;
    try (InputStream in = path.getFileSystem(configuration).open(path)) {
      local = Files.createTempDirectory("tlsfloor");
      head = Files.write(local.resolve(path.getName()), in.readNBytes(MAX_LOOK_BYTES));
      Optional<LogSet.Log> log = LogSet.examine(head);
      if (log.isPresent()) {
        Optional<Instant> first = log.get().first();
        long nanos = first.map(time -> time.getEpochSecond() * NANOS + time.getNano()).orElse(0L);
        LogKind kind = log.get().kind();
        return new CaptureLook(file, false, kind, first.isPresent(), nanos, fault, advice, counts);
      }
      LogSet others = LogSet.of(List.of(head));
      for (Unread export : others.unread()) {
        return unread(file, export.reason(), export.advice(), true);
      }
      if (others.isHeadless(head)) {
        Unread headless = LogSet.headless(file.name());
        return unread(file, headless.reason(), headless.advice(), true);
      }
      return unread(file, fault, advice, counts);
    } catch (IOException failure) {
      return unread(file, fault, advice, counts);
    } finally {
      delete(head);
      delete(local);
    }
  }

  private static void delete(java.nio.file.@Nullable Path made) {
    try {
      if (made != null) {
        Files.deleteIfExists(made);
      }
    } catch (IOException stays) { // until the executor's folder goes
      return;
    }
  }

  private static CaptureLook unread(
      ArchiveFiles.Found file, String fault, String advice, boolean counts) {
    return new CaptureLook(file, false, null, false, 0, fault, advice, counts);
  }

  /** Returns whether it is a log that holds connections. */
  boolean isLog() {
    return log != null && log.holdsConnections();
  }

  /** Returns whether it is a log that says more of the connections in another. */
  boolean isBeside() {
    return log != null && log.isBeside();
  }

  /** Time of the first packet; empty where it is not known. */
  OptionalLong first() {
    return timed ? OptionalLong.of(firstNanos) : OptionalLong.empty();
  }

  /** Says why it cannot be read. */
  Unread unread() {
    return new Unread(file.name(), fault == null ? "" : fault, advice == null ? "" : advice);
  }

  /** The order of {@code scan}: by first packet, those without a time last, then by name. */
  static int inOrder(CaptureLook a, CaptureLook b) {
    int order = Boolean.compare(!a.timed, !b.timed);
    if (order == 0) {
      order = Long.compare(a.firstNanos, b.firstNanos);
    }
    return order != 0 ? order : a.file.name().compareTo(b.file.name());
  }
}
