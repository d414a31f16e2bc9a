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
import io.tlsfloor.logs.LogKind;
import io.tlsfloor.logs.LogTally;
import io.tlsfloor.logs.ReportDates;
import io.tlsfloor.parser.observation.TlsConnection;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
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
  private List<String> named = List.of();
  private List<CaptureLook> captures = List.of();
  private List<CaptureLook> logs = List.of();
  private List<LogFolder> folders = List.of();

  SparkChains(SparkSession spark, Optional<String> parquet) {
    context = new JavaSparkContext(spark.sparkContext());
    configuration = new SerializableConfiguration(context.hadoopConfiguration());
    tables = parquet.map(folder -> new ParquetTables(spark, folder));
  }

  @Override
  public List<Unread> find(List<String> inputs) throws CommandException {
    named = List.copyOf(inputs);
    ArchiveFiles files = ArchiveFiles.of(inputs, context.hadoopConfiguration());
    List<Unread> failed = new ArrayList<>(files.failed());
    List<CaptureLook> found = new ArrayList<>();
    List<CaptureLook> others = new ArrayList<>();
    for (CaptureLook look : look(files.found())) {
      (look.capture() ? found : others).add(look);
    }
    logs = others.stream().filter(CaptureLook::isLog).toList();
    folders = folders(logs, others);
    Set<ArchiveFiles.Found> taken = new HashSet<>();
    folders.forEach(
        folder -> {
          taken.addAll(folder.logs());
          taken.addAll(folder.beside());
        });
    for (CaptureLook look : others) {
      if (look.counts() && !taken.contains(look.file())) {
        failed.add(look.unread());
      }
    }
    if (found.isEmpty() && logs.isEmpty() && failed.isEmpty()) {
      throw CommandException.usage(
          "no captures in " + String.join(", ", inputs),
          "Captures are pcap or pcapng files, compressed or not; logs are Zeek's ssl.log, Suricata's"
              + " EVE and Microsoft's reports.");
    }
    found.sort(CaptureLook::inOrder);
    captures = found;
    return failed;
  }

  /** The logs by folder, each with those next to it: of Zeek's also what nobody named. */
  private List<LogFolder> folders(List<CaptureLook> all, List<CaptureLook> others) {
    Map<String, List<CaptureLook>> byFolder = new LinkedHashMap<>();
    for (CaptureLook log : all) {
      byFolder.computeIfAbsent(ArchiveFiles.folder(log.file()), f -> new ArrayList<>()).add(log);
    }
    List<ArchiveFiles.Found> zeek = new ArrayList<>();
    for (List<CaptureLook> some : byFolder.values()) {
      some.stream()
          .filter(log -> log.log() == LogKind.SSL)
          .findFirst()
          .ifPresent(log -> zeek.add(log.file()));
    }
    Set<String> known = new HashSet<>();
    others.forEach(look -> known.add(look.file().path()));
    List<ArchiveFiles.Found> unnamed =
        ArchiveFiles.around(zeek, context.hadoopConfiguration()).stream()
            .filter(file -> !known.contains(file.path()))
            .toList();
    List<CaptureLook> looks = new ArrayList<>(others);
    looks.addAll(look(unnamed));
    Set<String> ofZeek = new HashSet<>();
    zeek.forEach(file -> ofZeek.add(ArchiveFiles.folder(file)));
    List<LogFolder> found = new ArrayList<>();
    byFolder.forEach(
        (folder, some) ->
            found.add(
                new LogFolder(
                    found.size(),
                    some.stream().map(CaptureLook::file).toList(),
                    looks.stream()
                        .filter(CaptureLook::isBeside)
                        .map(CaptureLook::file)
                        .filter(file -> ofZeek.contains(folder))
                        .filter(file -> ArchiveFiles.folder(file).equals(folder))
                        .toList())));
    return found;
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
    Stream<CaptureLook> all = captures.isEmpty() ? logs.stream() : captures.stream().limit(1);
    OptionalLong first = all.filter(CaptureLook::timed).mapToLong(CaptureLook::firstNanos).min();
    return first.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Instant.ofEpochSecond(
                Math.floorDiv(first.getAsLong(), NANOS), Math.floorMod(first.getAsLong(), NANOS)));
  }

  @Override
  public int count() {
    return captures.size() + (folders.isEmpty() ? 0 : 1);
  }

  @Override
  public boolean holdsReports() {
    return logs.stream().anyMatch(look -> look.log() != null && look.log().isReport());
  }

  @Override
  public void readLogs(
      ReportDates dates, Consumer<TlsConnection> sink, Consumer<LogTally> tallies) {
    if (folders.isEmpty()) {
      return;
    }
    SerializableConfiguration shipped = configuration;
    LogFolder.Dates asSaid = LogFolder.Dates.of(dates);
    int last = attempts() - 1;
    JavaRDD<byte[]> rows =
        context
            .parallelize(folders, folders.size())
            .flatMap(
                folder ->
                    folder.read(asSaid, TaskContext.get().attemptNumber() < last, shipped.value()))
            .persist(StorageLevel.DISK_ONLY());
    try {
      Iterator<byte[]> each = rows.toLocalIterator();
      while (each.hasNext()) {
        byte[] row = each.next();
        if (Rows.isResult(row)) {
          tallies.accept(Rows.tally(row));
        } else {
          sink.accept(Rows.connection(row));
        }
      }
    } finally {
      rows.unpersist(false);
    }
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
    return tables.isPresent() ? Optional.of(tables.get().lines(named)) : Optional.empty();
  }
}
