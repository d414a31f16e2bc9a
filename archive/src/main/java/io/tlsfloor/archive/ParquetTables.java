package io.tlsfloor.archive;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.from_json;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.to_date;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The tables of runs: {@code connections}, {@code clients}, {@code runs} and {@code coverage}, with
 * the columns of the JSON Lines. The lines are written by the driver as they come, in pieces; the
 * cluster turns the pieces into tables, and then they go.
 *
 * <p>Each table is in parts by {@code run}, which is equal for the same inputs and site, and by
 * {@code day}. A run takes the place of what it had written of the days that it looked at, and
 * touches nothing else.
 */
final class ParquetTables {
  private static final long PIECE_BYTES = 64L << 20; // before compression: a task of Spark each
  private static final int KEY_BYTES = 8;
  private static final String RUN = "run";
  private static final String DAY = "day";

  private final SparkSession spark;
  private final Path folder;
  private int count;

  ParquetTables(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = new Path(folder);
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /**
   * Takes the lines of a run, and writes the tables once all are there.
   *
   * @param inputs of the run, as the user named them
   * @throws IOException if the folder cannot be written, or holds other tables
   */
  Sink lines(List<String> inputs) throws IOException {
    Path connections = new Path(folder, "connections");
    if (files().exists(connections)) {
      for (FileStatus each : files().listStatus(connections)) {
        if (each.isFile() && each.getPath().getName().endsWith(".parquet")) {
          throw new IOException(
              folder
                  + " holds tables without runs and days, of another version: give another folder");
        }
      }
    }
    String named = key(String.join("\n", inputs.stream().sorted().toList()));
    Path pieces = new Path(folder, "_lines-" + named);
    files().delete(pieces, true); // of a run that was broken off
    files().mkdirs(pieces);
    return new Pieces(pieces, named);
  }

  private static String key(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "r" + HexFormat.of().formatHex(hash, 0, KEY_BYTES); // never read as a number
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
      throw new IllegalStateException(impossible);
    }
  }

  private void write(Path pieces, String inputs) throws IOException {
    Dataset<Row> text = spark.read().text(pieces.toString());
    Dataset<Row> runs = rows(text, "run");
    Row about = runs.select("observer.name", "tlsfloor.run.days.day").first();
    String run = about.isNullAt(0) ? inputs : key(inputs + "\n" + about.getString(0));
    List<String> days = about.isNullAt(1) ? List.of() : about.getList(1);
    save(rows(text, "connection"), "connections", run, to_date(col("`@timestamp`")), days);
    save(rows(text, "client"), "clients", run, to_date(col("event.start")), days);
    Column last = to_date(coalesce(col("tlsfloor.run.last_packet"), col("`@timestamp`")));
    save(runs, "runs", run, last, days);
    Dataset<Row> coverage =
        runs.select(
            col("`@timestamp`"),
            last.as(DAY),
            explode(col("tlsfloor.run.coverage")).as(new String[] {"name", "count"}));
    save(coverage, "coverage", run, col(DAY), days);
    files().delete(pieces, true);
  }

  private Dataset<Row> rows(Dataset<Row> lines, String dataset) throws IOException {
    return lines
        .filter(col("value").contains("\"dataset\":\"tlsfloor." + dataset + "\""))
        .select(from_json(col("value"), SchemaColumns.of(dataset)).as("line"))
        .select("line.*");
  }

  /** Writes rows, and takes away what the run had written of other days that it looked at. */
  private void save(Dataset<Row> rows, String name, String run, Column day, List<String> days)
      throws IOException {
    Path table = new Path(folder, name);
    Path own = new Path(table, RUN + "=" + run);
    for (String each : days) {
      files().delete(new Path(own, DAY + "=" + each), true);
    }
    rows.withColumn(RUN, lit(run))
        .withColumn(DAY, day)
        .write()
        .mode(SaveMode.Overwrite)
        .option("partitionOverwriteMode", "dynamic")
        .option("compression", "zstd")
        .partitionBy(RUN, DAY)
        .parquet(table.toString());
  }

  /** Lines in several files, none of which ends within a line. */
  private final class Pieces implements Sink {
    private final Path pieces;
    private final String inputs;
    private OutputStream piece;
    private long bytes;

    Pieces(Path pieces, String inputs) throws IOException {
      this.pieces = pieces;
      this.inputs = inputs;
      piece = next();
    }

    private OutputStream next() throws IOException {
      Path path = new Path(pieces, String.format("part-%05d.gz", count++));
      return new GZIPOutputStream(files().create(path, true), 1 << 16);
    }

    @Override
    public void take(Chunk line) throws IOException {
      piece.write(line.bytes(), 0, line.length());
      bytes += line.length();
      if (bytes >= PIECE_BYTES) {
        piece.close();
        piece = next();
        bytes = 0;
      }
    }

    @Override
    public Optional<String> finish() throws IOException {
      piece.close();
      write(pieces, inputs);
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      piece.close();
    }
  }
}
