package io.tlsfloor.archive;

import io.tlsfloor.logs.DateOrder;
import io.tlsfloor.logs.LogScanner;
import io.tlsfloor.logs.LogSet;
import io.tlsfloor.logs.LogTally;
import io.tlsfloor.logs.ReportDates;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The logs of one folder, read on an executor by the reader of {@code scan}. That reads some of
 * them side by side and looks into each before: so they are copied to the executor's disk first.
 *
 * @param index of the folder
 * @param logs that hold connections, as they were found
 * @param beside logs next to them that say more
 */
record LogFolder(int index, List<ArchiveFiles.Found> logs, List<ArchiveFiles.Found> beside)
    implements Serializable {

  /**
   * Dates of reports, in text, as they go to an executor.
   *
   * @param order of day and month; empty where the user does not say it
   * @param day of rows without a date; empty where the user does not say it
   */
  record Dates(String order, String day) implements Serializable {
    static Dates of(ReportDates dates) {
      return new Dates(
          dates.order().map(Enum::name).orElse(""),
          dates.day().map(LocalDate::toString).orElse(""));
    }

    private ReportDates dates() {
      return new ReportDates(
          Optional.of(order).filter(name -> !name.isEmpty()).map(DateOrder::valueOf),
          Optional.of(day).filter(text -> !text.isEmpty()).map(LocalDate::parse));
    }
  }

  /**
   * Reads the folder.
   *
   * @param dates for reports that do not say theirs
   * @param again whether what cannot be read is tried again; else it is a loss
   * @return rows of connections, then one of the tally
   */
  Iterator<byte[]> read(Dates dates, boolean again, Configuration configuration)
      throws IOException {
    java.nio.file.Path local = Files.createTempDirectory("tlsfloor");
    try (Rows.Spool spool = new Rows.Spool(index)) {
      Map<java.nio.file.Path, String> names = new HashMap<>();
      List<LogTally.Input> faults = new ArrayList<>();
      List<java.nio.file.Path> given = copies(logs, local, names, faults, again, configuration);
      copies(beside, local, names, faults, again, configuration);
      LogScanner scanner =
          new LogScanner(
              connection -> {
                try {
                  spool.connection(connection);
                } catch (IOException full) {
                  throw new UncheckedIOException(full);
                }
              },
              () -> false,
              bytes -> {},
              dates.dates(),
              path -> names.getOrDefault(path, path.toString()));
      LogSet.of(given).folders().forEach(scanner::read);
      spool.tally(with(scanner.end(), faults));
      return spool.rows();
    } finally {
      delete(local);
    }
  }

  private static List<java.nio.file.Path> copies(
      List<ArchiveFiles.Found> files,
      java.nio.file.Path to,
      Map<java.nio.file.Path, String> names,
      List<LogTally.Input> faults,
      boolean again,
      Configuration configuration)
      throws IOException {
    List<java.nio.file.Path> copies = new ArrayList<>();
    for (ArchiveFiles.Found file : files) {
      Path path = new Path(file.path());
      java.nio.file.Path copy = to.resolve(path.getName());
      try (InputStream in = path.getFileSystem(configuration).open(path)) {
        Files.copy(in, copy);
      } catch (IOException failure) {
        if (again) {
          throw failure;
        }
        String reason = ArchiveFiles.unread(file.name(), failure).reason();
        faults.add(new LogTally.Input(file.name(), 0, 0, Optional.of(reason)));
        continue;
      }
      names.put(copy, file.name());
      copies.add(copy);
    }
    return copies;
  }

  private static LogTally with(LogTally tally, List<LogTally.Input> faults) {
    List<LogTally.Input> inputs = new ArrayList<>(tally.inputs());
    inputs.addAll(faults);
    return tally.with(inputs);
  }

  private static void delete(java.nio.file.Path folder) throws IOException {
    try (Stream<java.nio.file.Path> files = Files.list(folder)) {
      for (java.nio.file.Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
