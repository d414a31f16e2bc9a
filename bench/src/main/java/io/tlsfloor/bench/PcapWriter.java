package io.tlsfloor.bench;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Writes a little-endian pcap of Ethernet frames with microseconds. */
public final class PcapWriter implements Closeable {
  private static final int RECORD_HEADER_BYTES = 16;
  private static final int SNAP_LENGTH = 262_144;

  private final FileChannel file;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(4 << 20).order(ByteOrder.LITTLE_ENDIAN);
  private long packets;
  private long bytes;

  /** Begins the file, in place of what was there. */
  public PcapWriter(Path path) throws IOException {
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    buffer.putInt(0xA1B2C3D4).putShort((short) 2).putShort((short) 4).putInt(0).putInt(0);
    buffer.putInt(SNAP_LENGTH).putInt(1);
    bytes = buffer.position();
  }

  /** Writes the frame that lies from 0 to the position of {@code frame}. */
  public void write(long micros, ByteBuffer frame) throws IOException {
    write(micros, frame.position());
    buffer.put(buffer.position(), frame, 0, frame.position());
    buffer.position(buffer.position() + frame.position());
  }

  /** Writes a frame. */
  public void write(long micros, byte[] frame) throws IOException {
    write(micros, frame.length);
    buffer.put(frame);
  }

  /** Writes the header of a frame, after which there is room for it. */
  private void write(long micros, int length) throws IOException {
    if (buffer.remaining() < RECORD_HEADER_BYTES + length) {
      flush();
    }
    buffer.putInt((int) (micros / 1_000_000)).putInt((int) (micros % 1_000_000));
    buffer.putInt(length).putInt(length);
    packets++;
    bytes += RECORD_HEADER_BYTES + length;
  }

  /** Packets written. */
  public long packets() {
    return packets;
  }

  /** Bytes of the file. */
  public long bytes() {
    return bytes;
  }

  private void flush() throws IOException {
    buffer.flip();
    while (buffer.hasRemaining()) {
      file.write(buffer);
    }
    buffer.clear();
  }

  @Override
  public void close() throws IOException {
    flush();
    file.close();
  }
}
