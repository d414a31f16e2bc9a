package io.tlsfloor.archive;

import io.tlsfloor.capture.chain.ChainResult;
import io.tlsfloor.logs.LogTally;
import io.tlsfloor.parser.observation.TlsConnection;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Holds what tasks give: rows of bytes, each with the index of its chain and whether it is a
 * connection or the chain's result. Of a folder of logs the result is its tally.
 */
final class Rows {
  private static final int HEAD = Integer.BYTES + 1;
  private static final byte CONNECTION = 0;
  private static final byte RESULT = 1;

  private Rows() {}

  /** The index of the chain that a row is of. */
  static int chain(byte[] row) {
    return ByteBuffer.wrap(row).getInt();
  }

  /** Returns whether a row is the result of its chain, which is its last. */
  static boolean isResult(byte[] row) {
    return row[Integer.BYTES] == RESULT;
  }

  /** The result that a row is. */
  static ChainResult result(byte[] row) {
    return RecordBytes.read(ChainResult.class, Arrays.copyOfRange(row, HEAD, row.length));
  }

  /** The tally that a row is. */
  static LogTally tally(byte[] row) {
    return RecordBytes.read(LogTally.class, Arrays.copyOfRange(row, HEAD, row.length));
  }

  /** The connection that a row is. */
  static TlsConnection connection(byte[] row) {
    return RecordBytes.read(TlsConnection.class, Arrays.copyOfRange(row, HEAD, row.length));
  }

  /** Rows that wait in a file of their own until they are taken. */
  static final class Spool implements Closeable {
    private final int chain;
    private final Path file;
    private final DataOutputStream out;

    Spool(int chain) throws IOException {
      this.chain = chain;
      file = Files.createTempFile("tlsfloor", ".rows");
      out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    void connection(TlsConnection connection) throws IOException {
      put(CONNECTION, RecordBytes.write(connection));
    }

    void result(ChainResult result) throws IOException {
      put(RESULT, RecordBytes.write(result));
    }

    void tally(LogTally tally) throws IOException {
      put(RESULT, RecordBytes.write(tally));
    }

    private void put(byte kind, byte[] record) throws IOException {
      out.writeInt(HEAD + record.length);
      out.writeInt(chain);
      out.writeByte(kind);
      out.write(record);
    }

    /** All rows, once; the file goes with the last of them. */
    Iterator<byte[]> rows() throws IOException {
      out.close();
      DataInputStream in =
          new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
      Files.delete(file); // what is open can be read all the same
      return new Iterator<>() {
        private boolean last;

        @Override
        public boolean hasNext() {
          return !last;
        }

        @Override
        public byte[] next() {
          if (last) {
            throw new NoSuchElementException();
          }
          try {
            byte[] row = new byte[in.readInt()];
            in.readFully(row);
            if (isResult(row)) {
              last = true;
              in.close();
            }
            return row;
          } catch (IOException broken) {
            throw new UncheckedIOException("the spool of a chain cannot be read", broken);
          }
        }
      };
    }

    @Override
    public void close() throws IOException {
      out.close();
      Files.deleteIfExists(file);
    }
  }
}
