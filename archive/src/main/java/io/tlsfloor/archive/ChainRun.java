package io.tlsfloor.archive;

import io.tlsfloor.capture.chain.ChainReader;
import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Reads one chain of captures on an executor, with the analyzer of {@code scan}. Files are
 * streamed; what is found waits on disk, so that memory depends on neither.
 */
final class ChainRun {
  private ChainRun() {}

  /**
   * How to analyse.
   *
   * @param timeoutNanos of packet time
   * @param home the home networks, in text
   * @param lastAttempt the number of the attempt after which a file that cannot be read is a loss
   */
  record How(long timeoutNanos, List<String> home, int lastAttempt) implements Serializable {
    private AnalyzerOptions options() {
      HomeNetworks networks = new HomeNetworks(home.stream().map(IpPrefix::parse).toList());
      return AnalyzerOptions.standard(networks::contains)
          .withTimeout(Duration.ofNanos(timeoutNanos));
    }
  }

  /**
   * A chain.
   *
   * @param index of its first capture
   * @param files its captures, in order
   */
  record Chain(int index, List<ArchiveFiles.Found> files) implements Serializable {
    /** Size of all of them in bytes. */
    long size() {
      long size = 0;
      for (ArchiveFiles.Found file : files) {
        size += file.size();
      }
      return size;
    }
  }

  /**
   * Reads a chain.
   *
   * @param attempt which of the attempts at this task it is, from 0
   * @return rows of connections, then one of the result
   * @throws IOException if a file cannot be read, and may be at another attempt
   */
  static Iterator<byte[]> read(Chain chain, How how, int attempt, Configuration configuration)
      throws IOException {
    Rows.Spool spool = new Rows.Spool(chain.index());
    try {
      ChainReader reader =
          new ChainReader(
              how.options(),
              null,
              connection -> {
                try {
                  spool.connection(connection);
                } catch (IOException full) {
                  throw new UncheckedIOException(full);
                }
              },
              null,
              () -> false,
              bytes -> {});
      List<ChainResult.Input> faults = new ArrayList<>();
      for (ArchiveFiles.Found file : chain.files()) {
        read(file, reader, faults, attempt < how.lastAttempt(), configuration);
      }
      spool.result(with(reader.end(), faults));
      return spool.rows();
    } catch (IOException | RuntimeException failure) {
      spool.close();
      throw failure;
    }
  }

  private static void read(
      ArchiveFiles.Found file,
      ChainReader reader,
      List<ChainResult.Input> faults,
      boolean again,
      Configuration configuration)
      throws IOException {
    Path path = new Path(file.path());
    Noting in = null;
    try (FSDataInputStream stored = path.getFileSystem(configuration).open(path)) {
      in = new Noting(stored);
      reader.read(in, file.name());
    } catch (IOException failure) {
      if (again) {
        throw failure;
      }
      faults.add(
          new ChainResult.Input(
              file.name(),
              0,
              0,
              Optional.of(ArchiveFiles.unread(file.name(), failure).reason()),
              Optional.of("check the file system")));
    }
    if (in != null && in.failure.isPresent() && again) {
      throw in.failure.get(); // a node may be gone: another attempt reads elsewhere
    }
  }

  private static ChainResult with(ChainResult result, List<ChainResult.Input> faults) {
    if (faults.isEmpty()) {
      return result;
    }
    List<ChainResult.Input> inputs = new ArrayList<>(result.inputs());
    inputs.addAll(faults);
    return new ChainResult(
        inputs,
        result.coverage(),
        result.clientNames(),
        result.droppedByCapture(),
        result.filtered(),
        result.firstNanos(),
        result.lastNanos());
  }

  /** Remembers that the file itself failed, and not what is in it. */
  private static final class Noting extends InputStream {
    private final InputStream in;
    Optional<IOException> failure = Optional.empty();

    Noting(InputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      try {
        return in.read(into, offset, length);
      } catch (IOException broken) {
        failure = Optional.of(broken);
        throw broken;
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
