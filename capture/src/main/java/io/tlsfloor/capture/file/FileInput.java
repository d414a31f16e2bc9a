package io.tlsfloor.capture.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.OptionalLong;

/** A regular file, read as it is. */
final class FileInput implements ByteInput {
  private final FileChannel channel;
  private volatile long position; // a thread that reads ahead moves it, another asks

  FileInput(FileChannel channel) {
    this.channel = channel;
  }

  @Override
  public int read(ByteBuffer into) throws IOException {
    int count = channel.read(into);
    if (count > 0) {
      long after = position + count;
      position = after;
    }
    return count;
  }

  @Override
  public long skip(long count) throws IOException {
    long after = position + count;
    position = after;
    channel.position(position);
    return count;
  }

  @Override
  public long storedBytes() {
    return position;
  }

  @Override
  public OptionalLong storedSize() {
    try {
      return OptionalLong.of(channel.size());
    } catch (IOException unknown) { // closed, or a file system that does not say
      return OptionalLong.empty();
    }
  }

  @Override
  public boolean readsAhead() {
    return true;
  }

  @Override
  public boolean isGrowing() {
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
