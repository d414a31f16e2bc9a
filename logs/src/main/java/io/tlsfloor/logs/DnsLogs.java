package io.tlsfloor.logs;

import io.tlsfloor.logs.LogTally.Input;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Zeek's {@code dns.log}, or a rotated set of it, read in step with the connections. Logs are in
 * the order of their first entries, and the entries of each about in the order of time.
 */
final class DnsLogs {
  private final ZeekLogs zeek;
  private final Function<Path, String> names;
  private final Deque<Path> waiting = new ArrayDeque<>();
  private final List<Input> inputs = new ArrayList<>();
  private @Nullable LogReader reader;
  private @Nullable LogFields entry; // read, and not yet due
  private long bad;

  DnsLogs(ZeekLogs zeek, Function<Path, String> names) {
    this.zeek = zeek;
    this.names = names;
  }

  /** Adds a log; those that begin earlier first. */
  void add(Path path) {
    waiting.add(path);
  }

  /** Takes all answers that came before {@code time}. */
  void upTo(Instant time) {
    try {
      while (isAhead()) {
        LogReader from = reader;
        LogFields next = entry;
        if (from == null || next == null || from.place().time().isAfter(time)) {
          return;
        }
        entry = null;
        zeek.beside(from, next);
      }
    } catch (IOException broken) {
      close(Optional.of("cannot be read further: " + broken.getMessage()));
    }
  }

  /** Returns whether there is another entry; reads it if it is not yet read. */
  private boolean isAhead() throws IOException {
    while (entry == null) {
      LogReader from = reader;
      if (from == null) {
        if (waiting.isEmpty()) {
          return false;
        }
        Path next = waiting.remove();
        reader = LogReader.open(next, names.apply(next), ReportDates.NONE);
      } else {
        entry = from.next();
        entry = entry == null ? from.last() : entry;
        if (entry == null) {
          close(Optional.empty());
        }
      }
    }
    return true;
  }

  private void close(Optional<String> failure) {
    LogReader done = reader;
    reader = null;
    entry = null;
    if (done != null) {
      inputs.add(LogScanner.input(done, failure));
      bad += done.bad();
      try {
        done.close();
      } catch (IOException closed) { // all that there was is read
        return;
      }
    }
  }

  /** Takes what is left up to {@code time}, and gives what became of each log. */
  List<Input> end(Instant time) {
    upTo(time);
    close(Optional.empty());
    return inputs;
  }

  /** Lines that are no entries. */
  long bad() {
    return bad;
  }
}
