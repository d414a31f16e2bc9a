package io.tlsfloor.capture.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.testing.WireFrame;
import io.tlsfloor.testing.WireTls;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Memory that packets cost on the hot path: counted, not timed. */
class AllocationTest {
  private static final int TLS_1_2 = 0x0303;
  private static final int CONNECTIONS = 50;
  private static final int PACKETS = 1_000_000;
  private static final int MEASURED = 1_000;
  private static final int MOST_BYTES = 3_000;

  @Test
  void aMillionPacketsOfFinishedConnectionsAllocateNothing() {
    Analyzer analyzer = new Analyzer(AnalyzerOptions.standard(address -> true), c -> {});
    analyzer.begin("test.pcap");
    Wire first = new Wire();
    for (int i = 0; i < CONNECTIONS; i++) {
      establish(i == 0 ? first : first.another("10.0.0.5", 41_000 + i));
    }
    List<WireFrame> setUp = List.copyOf(first.frames());
    Frame frame = new Frame();
    long number = 0;
    for (WireFrame captured : setUp) {
      give(analyzer, frame, ByteBuffer.wrap(captured.bytes()), ++number, captured.nanos());
    }
    first.client(WireTls.data(TLS_1_2, 1000)).server(WireTls.data(TLS_1_2, 1400)).serverAcks();
    ByteBuffer[] data = new ByteBuffer[3];
    for (int i = 0; i < data.length; i++) {
      data[i] = ByteBuffer.wrap(first.frames().get(setUp.size() + i).bytes());
    }
    long nanos = first.frames().get(first.frames().size() - 1).nanos();
    run(analyzer, frame, data, number, nanos, 10_000); // classes and profiles

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    run(analyzer, frame, data, number, nanos, PACKETS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    analyzer.end();
    assertThat(analyzer.connections()).isEqualTo(CONNECTIONS);
    assertThat(allocated).as("bytes for a million packets").isLessThan(100_000);
  }

  @Test
  void aConnectionAllocatesWhatItTellsAndLittleMore() {
    Analyzer analyzer = new Analyzer(AnalyzerOptions.standard(address -> true), c -> {});
    analyzer.begin("test.pcap");
    Wire first = new Wire();
    for (int i = 0; i < 2 * MEASURED; i++) {
      establish(i == 0 ? first : first.another("10.0.0.5", 20_000 + i));
    }
    List<ByteBuffer> frames = new ArrayList<>();
    first.frames().forEach(captured -> frames.add(ByteBuffer.wrap(captured.bytes())));
    Frame frame = new Frame();
    int half = frames.size() / 2;
    for (int i = 0; i < half; i++) { // classes, kinds of hello, streams and buffers to lend
      give(analyzer, frame, frames.get(i), i + 1, first.frames().get(i).nanos());
    }

    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int i = half; i < frames.size(); i++) {
      give(analyzer, frame, frames.get(i), i + 1, first.frames().get(i).nanos());
    }
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;

    analyzer.end();
    assertThat(analyzer.connections()).isEqualTo(2 * MEASURED);
    assertThat(allocated / MEASURED).as("bytes for a connection").isLessThan(MOST_BYTES);
  }

  private static void run(
      Analyzer analyzer, Frame frame, ByteBuffer[] data, long number, long nanos, int packets) {
    for (int i = 0; i < packets; i++) {
      give(analyzer, frame, data[i % data.length], number + i, nanos + i * 1000L);
    }
  }

  private static void give(
      Analyzer analyzer, Frame frame, ByteBuffer bytes, long number, long nanos) {
    frame.bytes(bytes, 0, bytes.capacity(), bytes.capacity());
    frame.about(number, 1, nanos, true);
    analyzer.frame(frame);
  }

  private static void establish(Wire wire) {
    wire.handshake().client(WireTls.hello(TLS_1_2, wire.hashCode())).tlsAfterHello(TLS_1_2);
  }
}
