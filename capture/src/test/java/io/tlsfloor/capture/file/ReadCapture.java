package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.capture.Damage;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.parser.observation.IpAddress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Reads capture files whole. */
final class ReadCapture {
  /** Holds what a capture told, from its begin to its end or its damage. */
  record Told(
      List<Packet> packets, List<String> names, Damage damage, long dropped, String format) {}

  /** One frame, copied out. */
  record Packet(
      long number, int linkType, long nanos, boolean timeKnown, int originalLength, String hex) {}

  private ReadCapture() {}

  static Told read(byte[] bytes) throws IOException, CaptureFormatException {
    return read(new ByteArrayInputStream(bytes));
  }

  static Told read(InputStream in) throws IOException, CaptureFormatException {
    List<String> names = new ArrayList<>();
    try (CaptureFile capture =
        CaptureFiles.open(
            in, "test", (IpAddress address, String name) -> names.add(address + " " + name))) {
      return drain(capture, names);
    }
  }

  static Told drain(CaptureFile capture, List<String> names) throws IOException {
    List<Packet> packets = new ArrayList<>();
    Frame frame = new Frame();
    while (capture.next(frame)) {
      byte[] copy = new byte[frame.capturedLength()];
      assertThat(frame.buffer().order()).isEqualTo(ByteOrder.BIG_ENDIAN);
      frame.buffer().get(frame.offset(), copy);
      packets.add(
          new Packet(
              frame.number(),
              frame.linkType(),
              frame.timeNanos(),
              frame.timeKnown(),
              frame.originalLength(),
              HexFormat.of().formatHex(copy)));
    }
    assertThat(capture.next(frame)).as("once it has ended").isFalse();
    assertThat(capture.packets()).isEqualTo(packets.size());
    return new Told(packets, names, capture.damage(), capture.droppedByCapture(), capture.format());
  }
}
