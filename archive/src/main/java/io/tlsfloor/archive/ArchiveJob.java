package io.tlsfloor.archive;

import io.tlsfloor.cli.Main;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.scan.ScanCommand;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;

/**
 * The program that {@code spark-submit} starts: a scan of captures and logs that a cluster reads.
 * Its arguments and its exit status are those of {@code tlsfloor archive}.
 */
public final class ArchiveJob {
  private static final String PARQUET = "--parquet";

  private ArchiveJob() {}

  /** Runs the job and ends the process with its exit status. */
  public static void main(String[] args) {
    SparkSession spark = SparkSession.builder().appName("tlsfloor archive").getOrCreate();
    ExitCode code = run(args, spark);
    spark.stop();
    System.exit(code.status());
  }

  /** Runs the job in a session, with the streams of this process. */
  static ExitCode run(String[] args, SparkSession spark) {
    spark.conf().set("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS"); // not INT96
    spark.conf().set("spark.sql.session.timeZone", "UTC");
    SparkChains engine = new SparkChains(spark, parquet(args));
    return Main.run(new ScanCommand("archive", engine), Arrays.asList(args));
  }

  /** The value of an option that the engine needs before the others are parsed. */
  static Optional<String> parquet(String[] args) {
    List<String> words = new ArrayList<>(Arrays.asList(args));
    Optional<String> found = Optional.empty();
    for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
      if (words.get(i).equals(PARQUET) && i + 1 < words.size()) {
        found = Optional.of(words.get(++i));
      } else if (words.get(i).startsWith(PARQUET + "=")) {
        found = Optional.of(words.get(i).substring(PARQUET.length() + 1));
      }
    }
    return found;
  }
}
