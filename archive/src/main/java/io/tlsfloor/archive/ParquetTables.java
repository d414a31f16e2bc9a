package io.tlsfloor.archive;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.Sink;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.StructType;

/**
 * The tables of a run: {@code connections}, {@code clients}, {@code runs} and {@code coverage},
 * with the columns of the JSON Lines. The lines are written by the driver as they come, in pieces;
 * the cluster turns the pieces into tables, and then they go.
 */
final class ParquetTables {
  private static final long PIECE_BYTES = 64L << 20; // before compression: a task of Spark each

  private final SparkSession spark;
  private final Path folder;
  private final Path pieces;
  private int count;

  ParquetTables(SparkSession spark, String folder) {
    this.spark = spark;
    this.folder = new Path(folder);
    pieces = new Path(this.folder, "_lines");
  }

  private FileSystem files() throws IOException {
    return folder.getFileSystem(spark.sparkContext().hadoopConfiguration());
  }

  /** Takes the lines, and writes the tables once all are there. */
  Sink lines() throws IOException {
    files().delete(pieces, true); // of a run that was broken off
    files().mkdirs(pieces);
    return new Pieces();
  }

  private void write() throws IOException {
    Dataset<Row> text = spark.read().text(pieces.toString());
    table(text, "connection", "connections");
    table(text, "client", "clients");
    Dataset<Row> runs = table(text, "run", "runs");
    save(
        runs.select(
            functions.col("`@timestamp`"),
            functions
                .explode(functions.col("tlsfloor.run.coverage"))
                .as(new String[] {"name", "count"})),
        "coverage");
    files().delete(pieces, true);
  }

  private String save(Dataset<Row> rows, String name) {
    String path = new Path(folder, name).toString();
    rows.write().mode(SaveMode.Overwrite).option("compression", "zstd").parquet(path);
    return path;
  }

  private Dataset<Row> table(Dataset<Row> lines, String dataset, String name) throws IOException {
    StructType schema = SchemaColumns.of(dataset);
    Dataset<Row> rows =
        lines
            .filter(functions.col("value").contains("\"dataset\":\"tlsfloor." + dataset + "\""))
            .select(functions.from_json(functions.col("value"), schema).as("line"))
            .select("line.*");
    return spark.read().parquet(save(rows, name));
  }

  /** Lines in several files, none of which ends within a line. */
  private final class Pieces implements Sink {
    private OutputStream piece = next();
    private long bytes;

    Pieces() throws IOException {}

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
      write();
      return Optional.empty();
    }

    @Override
    public void close() throws IOException {
      piece.close();
    }
  }
}
