package io.tlsfloor.capture.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.tlsfloor.capture.Frame;
import io.tlsfloor.testing.WireFile;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AllocationTest {
  private static final int PACKETS = 100_000;
  private static final int BEGINNING = 1_000; // what is linked at its first use is linked by then

  @TempDir Path folder;

  @Test
  void readingPcapPacketsAllocatesNothing() throws Exception {
    WireFile file = WireFile.little().pcap(0xa1b2c3d4L, 1);
    byte[] packet = new byte[66];
    for (int i = 0; i < PACKETS; i++) {
      file.record(1_700_000_000, i, packet);
    }

    assertThat(allocated(file.bytes())).isLessThan(PACKETS / 10);
  }

  @Test
  void readingPcapngPacketsAllocatesNothing() throws Exception {
    WireFile file = WireFile.little().section().interfaceOf(1, 0);
    byte[] packet = new byte[66];
    for (int i = 0; i < PACKETS; i += 2) {
      file.enhanced(0, i, packet, WireFile.option(2, "00000001")).simple(66, packet);
    }

    assertThat(allocated(file.bytes())).isLessThan(PACKETS / 10);
  }

  /** Bytes that this thread allocates for all packets after the first ones. */
  private long allocated(byte[] bytes) throws Exception {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long self = Thread.currentThread().getId();
    try (CaptureFile capture =
        CaptureFiles.open(Files.write(folder.resolve("f"), bytes), (address, name) -> {})) {
      Frame frame = new Frame();
      for (int i = 0; i < BEGINNING; i++) {
        assertThat(capture.next(frame)).isTrue();
      }
      long before = threads.getThreadAllocatedBytes(self);
      for (int i = BEGINNING; i < PACKETS; i++) {
        capture.next(frame);
      }
      long after = threads.getThreadAllocatedBytes(self);
      assertThat(capture.next(frame)).isFalse();
      assertThat(capture.packets()).isEqualTo(PACKETS);
      return after - before;
    }
  }
}
