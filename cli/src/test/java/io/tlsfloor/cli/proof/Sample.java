package io.tlsfloor.cli.proof;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.file.CaptureFormatException;
import io.tlsfloor.testing.Project;
import io.tlsfloor.testing.WireFrame;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A capture under {@code samples/}, with its packets. {@code -Dtlsfloor.samples=DIR} reads others.
 *
 * @param name of its folder
 * @param capture the file
 * @param packets all of them, in order
 */
record Sample(String name, Path capture, List<WireFrame> packets) {
  private static final Path SAMPLES =
      Path.of(System.getProperty("tlsfloor.samples", Project.path("samples").toString()));

  /** Captures up to this size are small: hours of office traffic are not. */
  private static final int SMALL_BYTES = 1 << 17;

  /** All samples, sorted by name. */
  static List<Sample> all() {
    try (Stream<Path> folders = Files.list(SAMPLES)) {
      List<Sample> all = new ArrayList<>();
      for (Path folder : folders.sorted().toList()) {
        for (String file : List.of("capture.pcapng", "capture.pcap")) {
          Path capture = folder.resolve(file);
          if (Files.exists(capture)) {
            all.add(new Sample(folder.getFileName().toString(), capture, read(capture)));
          }
        }
      }
      return all;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The packets of a capture. */
  static List<WireFrame> read(Path capture) {
    List<WireFrame> packets = new ArrayList<>();
    Frame frame = new Frame();
    try (CaptureFile file = CaptureFiles.open(capture, (address, name) -> {})) {
      while (file.next(frame)) {
        byte[] bytes = new byte[frame.capturedLength()];
        frame.buffer().get(frame.offset(), bytes);
        packets.add(
            new WireFrame(frame.timeNanos(), frame.linkType(), bytes, frame.originalLength()));
      }
      return packets;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (CaptureFormatException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isSmall() {
    return packets.stream().mapToInt(packet -> packet.bytes().length).sum() <= SMALL_BYTES;
  }

  @Override
  public String toString() {
    return name;
  }
}
