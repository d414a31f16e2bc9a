package io.tlsfloor.archive;

import io.tlsfloor.archive.ChainRun.Chain;
import io.tlsfloor.archive.ChainRun.How;
import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.capture.chain.ParallelChains;
import io.tlsfloor.capture.connection.AnalyzerOptions;
import io.tlsfloor.capture.connection.CaptureTwins;
import io.tlsfloor.capture.file.CaptureSet;
import io.tlsfloor.capture.file.CaptureSet.Unread;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.scan.ChainEngine;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.rules.HomeNetworks;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Reads chains of captures on a Spark cluster.
 *
 * <p>Which captures belong to one chain shows only when they are read, as in {@code scan}. So each
 * is read as if it were a chain; where one turns out to go on in the next, those are read again as
 * the chain that they are, and what was found first is thrown away. Captures that are not connected
 * are thus read once, and a rotated set by one task.
 */
final class SparkChains implements ChainEngine {
  /** Small captures are put together up to this size: a task costs some milliseconds. */
  private static final long TASK_BYTES = 64L << 20;

  private static final int TASKS_A_CORE = 4; // so that no core waits long for the last
  private static final int DEFAULT_ATTEMPTS = 4; // Spark's own
  private static final long NANOS = 1_000_000_000L;

  private final JavaSparkContext context;
  private final SerializableConfiguration configuration;
  private final Optional<ParquetTables> tables;
  private List<CaptureLook> captures = List.of();

  SparkChains(SparkSession spark, Optional<String> parquet) {
    context = new JavaSparkContext(spark.sparkContext());
    configuration = new SerializableConfiguration(context.hadoopConfiguration());
    tables = parquet.map(folder -> new ParquetTables(spark, folder));
  }

  @Override
  public List<Unread> find(List<String> inputs) throws CommandException {
    ArchiveFiles files = ArchiveFiles.of(inputs, context.hadoopConfiguration());
    List<Unread> failed = new ArrayList<>(files.failed());
    List<CaptureLook> found = new ArrayList<>();
    for (CaptureLook look : look(files.found())) {
      if (look.capture()) {
        found.add(look);
      } else if (look.counts()) {
        failed.add(look.unread());
      }
    }
    if (found.isEmpty() && failed.isEmpty()) {
      throw CommandException.usage(
          "no captures in " + String.join(", ", inputs),
          "Captures are pcap or pcapng files, compressed or not.");
    }
    found.sort(CaptureLook::inOrder);
    captures = found;
    return failed;
  }

  private List<CaptureLook> look(List<ArchiveFiles.Found> files) {
    if (files.isEmpty()) {
      return List.of();
    }
    SerializableConfiguration shipped = configuration;
    int tasks = Math.min(files.size(), context.defaultParallelism() * TASKS_A_CORE);
    return context
        .parallelize(files, tasks)
        .map(file -> CaptureLook.into(file, shipped.value()))
        .collect();
  }

  @Override
  public List<CaptureTwins.Begin> captures() {
    return captures.stream()
        .map(look -> new CaptureTwins.Begin(look.file().name(), look.first()))
        .toList();
  }

  @Override
  public Optional<Instant> first() {
    return captures.isEmpty() || !captures.get(0).timed()
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochSecond(
                Math.floorDiv(captures.get(0).firstNanos(), NANOS),
                Math.floorMod(captures.get(0).firstNanos(), NANOS)));
  }

  @Override
  public void run(Duration timeout, HomeNetworks home, ParallelChains.Sink sink)
      throws IOException {
    sink.begun();
    if (captures.isEmpty()) {
      return;
    }
    How how =
        new How(
            timeout.toNanos(),
            home.prefixes().stream().map(IpPrefix::toString).toList(),
            attempts() - 1);
    List<Chain> alone = new ArrayList<>();
    for (int i = 0; i < captures.size(); i++) {
      alone.add(new Chain(i, List.of(captures.get(i).file())));
    }
    JavaRDD<byte[]> rows = read(alone, how);
    try {
      List<Chain> chains = chains(results(rows));
      List<Chain> joined = chains.stream().filter(chain -> chain.files().size() > 1).toList();
      if (joined.isEmpty()) {
        tell(chains, rows.toLocalIterator(), Set.of(), null, sink);
        return;
      }
      JavaRDD<byte[]> again = read(joined, how);
      try {
        Set<Integer> replaced = new HashSet<>();
        for (Chain chain : joined) {
          for (int i = 0; i < chain.files().size(); i++) {
            replaced.add(chain.index() + i);
          }
        }
        tell(chains, rows.toLocalIterator(), replaced, again.toLocalIterator(), sink);
      } finally {
        again.unpersist(false);
      }
    } finally {
      rows.unpersist(false);
    }
  }

  /** How often Spark tries a task: once where the cluster is this process. */
  private int attempts() {
    return context.master().startsWith("local")
        ? 1
        : context.getConf().getInt("spark.task.maxFailures", DEFAULT_ATTEMPTS);
  }

  /** The rows of chains, in their order, kept on the disks of the executors once read. */
  private JavaRDD<byte[]> read(List<Chain> chains, How how) {
    List<List<Chain>> tasks = tasks(chains, context.defaultParallelism() * TASKS_A_CORE);
    SerializableConfiguration shipped = configuration;
    return context
        .parallelize(tasks, tasks.size())
        .flatMap(
            task ->
                new InTurn(
                    task,
                    chain ->
                        ChainRun.read(
                            chain, how, TaskContext.get().attemptNumber(), shipped.value())))
        .persist(StorageLevel.DISK_ONLY());
  }

  /**
   * Puts small chains that follow each other together, up to a size at which enough tasks are left
   * for all cores.
   */
  static List<List<Chain>> tasks(List<Chain> chains, int wanted) {
    long all = chains.stream().mapToLong(Chain::size).sum();
    long most = Math.min(TASK_BYTES, Math.max(1, all / Math.max(1, wanted)));
    List<List<Chain>> tasks = new ArrayList<>();
    long bytes = Long.MAX_VALUE;
    for (Chain chain : chains) {
      if (bytes == Long.MAX_VALUE || bytes + chain.size() > most) {
        tasks.add(new ArrayList<>());
        bytes = 0;
      }
      tasks.get(tasks.size() - 1).add(chain);
      bytes += chain.size();
    }
    return tasks;
  }

  /** The results of captures that were read each by itself, by index: reads all of them. */
  private static Map<Integer, ChainResult> results(JavaRDD<byte[]> rows) {
    Map<Integer, ChainResult> results = new HashMap<>();
    for (byte[] row : rows.filter(Rows::isResult).collect()) {
      results.put(Rows.chain(row), Rows.result(row));
    }
    return results;
  }

  /** Which captures belong together, by the rule of {@code scan}. */
  private List<Chain> chains(Map<Integer, ChainResult> results) {
    List<Chain> chains = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (int i = 0; i < captures.size(); i++) {
      OptionalLong first = captures.get(i).first();
      boolean goesOn =
          i > 0
              && first.isPresent()
              && last != Long.MIN_VALUE
              && CaptureSet.continues(last, first.getAsLong(), AnalyzerOptions.IDLE.toNanos());
      if (!goesOn) {
        chains.add(new Chain(i, new ArrayList<>()));
        last = Long.MIN_VALUE;
      }
      chains.get(chains.size() - 1).files().add(captures.get(i).file());
      ChainResult result = results.get(i);
      last = result == null ? last : Math.max(last, result.lastNanos());
    }
    return chains;
  }

  /**
   * Gives all rows to the sink in the order of the chains.
   *
   * @param alone rows of each capture by itself
   * @param replaced captures whose rows of those do not count
   * @param joined rows of the chains that take their places; null for none
   */
  private static void tell(
      List<Chain> chains,
      Iterator<byte[]> alone,
      Set<Integer> replaced,
      @Nullable Iterator<byte[]> joined,
      ParallelChains.Sink sink)
      throws IOException {
    for (Chain chain : chains) {
      if (joined != null && chain.files().size() > 1) {
        tell(joined, sink);
        continue;
      }
      byte[] row = alone.next();
      while (replaced.contains(Rows.chain(row))) {
        row = alone.next();
      }
      while (!Rows.isResult(row)) {
        sink.connection(Rows.connection(row));
        row = alone.next();
      }
      sink.finished(Rows.result(row));
    }
  }

  private static void tell(Iterator<byte[]> rows, ParallelChains.Sink sink) throws IOException {
    for (byte[] row = rows.next(); ; row = rows.next()) {
      if (Rows.isResult(row)) {
        sink.finished(Rows.result(row));
        return;
      }
      sink.connection(Rows.connection(row));
    }
  }

  @Override
  public Optional<Sink> lines() throws IOException {
    return tables.isPresent() ? Optional.of(tables.get().lines()) : Optional.empty();
  }
}
