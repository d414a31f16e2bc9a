package io.tlsfloor.capture.file;

import io.tlsfloor.capture.NameSink;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Opens captures: finds out by its bytes what an input is, and gives the reader for it. */
public final class CaptureFiles {
  private CaptureFiles() {}

  /**
   * Opens a capture file, or a named pipe that one is written to.
   *
   * @param names takes the names of name-resolution blocks, while frames are read
   * @throws CaptureFormatException if it is empty, or no capture, or one of a kind that must be
   *     converted first
   * @throws IOException if it is not there or cannot be read; the message is the operating system's
   */
  public static CaptureFile open(Path path, NameSink names)
      throws IOException, CaptureFormatException {
    String name = path.toString();
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new CaptureFormatException(name, "is a directory", "give the captures in it");
    }
    if (!attributes.isRegularFile()) { // a pipe, or a terminal
      return open(Files.newInputStream(path), name, names);
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      ByteBuffer first = ByteBuffer.allocate(Integer.BYTES);
      channel.read(first, 0);
      if (compressionOf(first.getInt(0)) != null) {
        return openStream(
            Channels.newInputStream(channel), OptionalLong.of(channel.size()), name, names);
      }
      return openUncompressed(new FileInput(channel), name, "", names);
    } catch (IOException | CaptureFormatException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /**
   * Opens a capture file that another program still writes, and follows it as it grows; waits for
   * its header, too. The capture ends when {@code control} says so, when the thread is interrupted,
   * and when nothing more can come: see {@link FollowEnd}.
   *
   * @param set made for the same path
   * @throws CaptureFormatException as for {@link #open(Path, NameSink)}, and for a compressed file
   * @throws IOException if it is not there or cannot be read
   */
  public static CaptureFile follow(RotatedSet set, NameSink names, FollowControl control)
      throws IOException, CaptureFormatException {
    Path path = set.current();
    String name = path.toString();
    if (!Files.readAttributes(path, BasicFileAttributes.class).isRegularFile()) {
      return open(path, names); // a pipe waits by itself
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    try {
      return openUncompressed(new GrowingFileInput(set, channel, control), name, "", names);
    } catch (IOException | CaptureFormatException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  /**
   * Opens a capture that comes as a stream, compressed or not. Gives each frame as soon as its
   * bytes are there.
   *
   * @param in closed with the returned capture, and when this throws
   * @param name stands for it in messages and results
   */
  public static CaptureFile open(InputStream in, String name, NameSink names)
      throws IOException, CaptureFormatException {
    return openStream(in, OptionalLong.empty(), name, names);
  }

  private static CaptureFile openStream(
      InputStream in, OptionalLong size, String name, NameSink names)
      throws IOException, CaptureFormatException {
    StoredStream stored = new StoredStream(in, size);
    try {
      Compression compression = compressionOf(stored.firstFour());
      if (compression == null) {
        return openUncompressed(StreamInput.plain(stored), name, "", names);
      }
      ByteInput input;
      try {
        input = StreamInput.decompressing(stored, compression);
      } catch (DamagedInputException broken) {
        throw damagedAtOnce(name, broken.what());
      }
      return openUncompressed(input, name, ", " + compression, names);
    } catch (IOException | CaptureFormatException | RuntimeException failure) {
      stored.close();
      throw failure;
    }
  }

  private static CaptureFile openUncompressed(
      ByteInput input, String name, String compression, NameSink names)
      throws IOException, CaptureFormatException {
    ByteWindow window = new ByteWindow(input);
    try {
      return openWindow(window, name, compression, names);
    } catch (IOException | CaptureFormatException | RuntimeException failure) {
      window.close();
      throw failure;
    }
  }

  private static CaptureFile openWindow(
      ByteWindow window, String name, String compression, NameSink names)
      throws IOException, CaptureFormatException {
    int at = window.peek(Integer.BYTES);
    int first = at < 0 ? 0 : window.buffer().getInt(at);
    if (at >= 0 && PcapReader.recognises(first)) {
      return PcapReader.open(name, compression, window);
    }
    if (at >= 0 && PcapngReader.recognises(first)) {
      return PcapngReader.open(name, compression, window, names);
    }
    if (window.damage().isThere()) {
      throw damagedAtOnce(name, window.damage().what());
    }
    if (window.available() == 0) {
      throw new CaptureFormatException(
          name,
          compression.isEmpty() ? "is empty" : "holds nothing once it is decompressed",
          "capture again; a capture without packets still has a header");
    }
    Compression again = at < 0 ? null : compressionOf(first);
    if (again != null) {
      throw new CaptureFormatException(
          name,
          compression.isEmpty()
              ? "is compressed (" + again + ") and cannot be followed while it grows"
              : "is compressed twice" + compression + " and " + again + " inside",
          compression.isEmpty()
              ? "follow the uncompressed file, or pipe it in: zcat FILE | tlsfloor scan -"
              : "decompress it once first",
          true);
    }
    if (!window.waitsForMore()) {
      window.peek(ForeignFormat.LOOK);
    }
    int length = Math.min(ForeignFormat.LOOK, window.available());
    throw ForeignFormat.explain(name, window.buffer().slice(window.peek(length), length));
  }

  private static CaptureFormatException damagedAtOnce(String name, String what) {
    return new CaptureFormatException(
        name, "holds no capture: " + what, "copy the file again from where it was made", true);
  }

  /**
   * The compression that data with these first four bytes, read big-endian, is in; null for none.
   */
  static @Nullable Compression compressionOf(int first) {
    for (Compression compression : Compression.values()) {
      if (compression.recognises(first)) {
        return compression;
      }
    }
    return null;
  }
}
