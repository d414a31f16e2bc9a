package io.tlsfloor.archive;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Holds what a look into a file shows, as far as its first packet.
 *
 * @param file that was looked into
 * @param capture whether it is a capture that can be read
 * @param timed whether its first packet has a time
 * @param firstNanos that time, nanoseconds since 1970
 * @param fault why it cannot be read; null for a capture
 * @param advice what to do about that; null for a capture
 * @param counts whether that it cannot be read is a loss: not of other files in folders
 */
record CaptureLook(
    ArchiveFiles.Found file,
    boolean capture,
    boolean timed,
    long firstNanos,
    @Nullable String fault,
    @Nullable String advice,
    boolean counts)
    implements Serializable {

  /** Looks into a file; on an executor. */
  static CaptureLook into(ArchiveFiles.Found file, Configuration configuration) {
    Path path = new Path(file.path());
    try (InputStream in = path.getFileSystem(configuration).open(path);
        CaptureFile capture = CaptureFiles.open(in, file.name(), (address, name) -> {})) {
      Frame frame = new Frame();
      boolean timed = capture.next(frame) && frame.timeKnown();
      return new CaptureLook(file, true, timed, timed ? frame.timeNanos() : 0, null, null, false);
    } catch (CaptureFormatException noCapture) {
      boolean counts = file.named() || noCapture.isCapture();
      return unread(file, noCapture.problem(), noCapture.advice(), counts);
    } catch (IOException failure) {
      Unread unread = ArchiveFiles.unread(file.name(), failure);
      return unread(file, unread.reason(), unread.advice(), true);
    }
  }

  private static CaptureLook unread(
      ArchiveFiles.Found file, String fault, String advice, boolean counts) {
    return new CaptureLook(file, false, false, 0, fault, advice, counts);
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
