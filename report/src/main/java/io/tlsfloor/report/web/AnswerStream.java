package io.tlsfloor.report.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The content of an answer of unknown length: in parts (RFC 9112 §7.1), or up to the end. */
final class AnswerStream extends OutputStream {
  private static final byte[] LAST = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Connection connection;
  private final boolean parts;
  private final boolean headAlone;
  private boolean closed;

  AnswerStream(Connection connection, boolean parts, boolean headAlone) {
    this.connection = connection;
    this.parts = parts;
    this.headAlone = headAlone;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int start, int length) throws IOException {
    if (closed) {
      throw new IOException("the answer is over");
    }
    if (length == 0 || headAlone) {
      return; // a part of no bytes would be the last
    }
    if (!parts) {
      connection.write(bytes, start, length);
      return;
    }
    byte[] head = (Integer.toHexString(length) + "\r\n").getBytes(StandardCharsets.US_ASCII);
    byte[] part = new byte[head.length + length + 2];
    System.arraycopy(head, 0, part, 0, head.length);
    System.arraycopy(bytes, start, part, head.length, length);
    part[part.length - 2] = '\r';
    part[part.length - 1] = '\n';
    connection.write(part, 0, part.length);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      if (parts && !headAlone) {
        connection.write(LAST, 0, LAST.length);
      }
    }
  }
}
