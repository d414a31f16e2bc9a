package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.file.CaptureFile;
import io.tlsfloor.capture.file.CaptureFiles;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.testing.Project;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;

/** An interface on which connections of samples come again, of any client at any time. */
final class PlayedConnections implements LiveCapture {
  private static final int CLIENT_AT = 26; // its address, in the first frame of a connection
  private static final int SERVER_AT = 30;
  private static final int PORT_AT = 34;

  private final Queue<Of> waiting = new ConcurrentLinkedQueue<>();
  private long packets;
  private long bytes;

  /** A frame. */
  private record Of(byte[] bytes, long nanos) {}

  /** A connection, as a sample has it. */
  record Sample(List<byte[]> frames, List<Long> nanos) {
    static Sample of(String name) throws Exception {
      List<byte[]> frames = new ArrayList<>();
      List<Long> nanos = new ArrayList<>();
      Frame frame = new Frame();
      try (CaptureFile file =
          CaptureFiles.open(Project.path("samples/" + name + "/capture.pcapng"), (a, n) -> {})) {
        while (file.next(frame)) {
          byte[] bytes = new byte[frame.capturedLength()];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = frame.buffer().get(frame.offset() + i);
          }
          frames.add(bytes);
          nanos.add(frame.timeNanos());
        }
      }
      return new Sample(frames, nanos);
    }
  }

  /** A connection of 10.20.x.y, where {@code client} counts them, with a MAC address of its own. */
  void add(Sample sample, int client, int port, Instant at) {
    byte[] own = {10, 20, (byte) (client >> 8), (byte) client};
    byte[] known = at(sample.frames().get(0), CLIENT_AT);
    long begin = at.getEpochSecond() * 1_000_000_000L + at.getNano();
    for (int i = 0; i < sample.frames().size(); i++) {
      byte[] bytes = sample.frames().get(i).clone();
      boolean sends = Arrays.equals(at(bytes, CLIENT_AT), known);
      System.arraycopy(own, 0, bytes, sends ? CLIENT_AT : SERVER_AT, 4);
      System.arraycopy(own, 0, bytes, sends ? 8 : 2, 4); // the end of its MAC address
      int portAt = sends ? PORT_AT : PORT_AT + 2;
      bytes[portAt] = (byte) (port >> 8);
      bytes[portAt + 1] = (byte) port;
      waiting.add(new Of(bytes, begin + sample.nanos().get(i) - sample.nanos().get(0)));
    }
  }

  private static byte[] at(byte[] frame, int offset) {
    return Arrays.copyOfRange(frame, offset, offset + 4);
  }

  @Override
  public long nextNanos() {
    return NOTHING; // one interface: nobody asks
  }

  @Override
  public boolean poll(Frame frame) {
    Of next = waiting.poll();
    if (next == null) {
      return false;
    }
    packets++;
    bytes += next.bytes().length;
    frame.bytes(ByteBuffer.wrap(next.bytes()), 0, next.bytes().length, next.bytes().length);
    frame.about(packets, 1, next.nanos(), true);
    return true;
  }

  @Override
  public void await(long nanos) {
    LockSupport.parkNanos(this, nanos);
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  @Override
  public LiveStats stats() {
    return new LiveStats(packets, 0, 0, 0, 0);
  }

  @Override
  public String name() {
    return "any";
  }

  @Override
  public long packets() {
    return packets;
  }

  @Override
  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    // It holds nothing open.
  }
}
