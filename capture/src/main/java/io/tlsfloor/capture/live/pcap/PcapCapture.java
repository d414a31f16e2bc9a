package io.tlsfloor.capture.live.pcap;

import io.tlsfloor.capture.Frame;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.FrameArena;
import io.tlsfloor.capture.live.LiveCapture;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.capture.live.LiveStats;
import io.tlsfloor.capture.live.Priority;
import io.tlsfloor.capture.live.WrappingCounter;
import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram.BpfCompileMode;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapHandle.TimestampPrecision;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;

/**
 * An interface through libpcap's loop. A thread of its own copies frames into a queue and does
 * nothing else; whatever it meets is kept and ends the capture.
 */
public final class PcapCapture implements LiveCapture {
  private static final int QUEUE_BYTES = 32 << 20; // about as long as the kernel's own buffer lasts
  private static final long NANOS = 1_000_000_000L;

  /** While a frame waits for room in the queue, others wait in the kernel. */
  private static final long PATIENCE_NANOS = NANOS;

  private static final int JOIN_MILLIS = 200; // then the loop is asked once more to end

  private final String device;
  private final PcapHandle handle;
  private final int linkType;
  private final FrameArena queue = new FrameArena(QUEUE_BYTES);
  private final Thread thread;
  private final WrappingCounter received = new WrappingCounter();
  private final WrappingCounter kernelDrops = new WrappingCounter();
  private final WrappingCounter interfaceDrops = new WrappingCounter();
  private LiveStats stats = LiveStats.NONE;
  private volatile @Nullable Throwable failure;
  private volatile boolean ended;
  private volatile boolean closing;
  private long packets;
  private long bytes;

  private PcapCapture(String device, PcapHandle handle) {
    this.device = device;
    this.handle = handle;
    linkType = handle.getDlt().value(); // live, the DLT_ numbers that are read are LINKTYPE_ ones
    thread = new Thread(this::run, "pcap-" + device);
    thread.setDaemon(true);
  }

  /**
   * Begins to capture.
   *
   * @throws CaptureException if that cannot be: no such interface, no right, no libpcap, no filter
   */
  public static PcapCapture open(String device, LiveOptions options) throws CaptureException {
    try {
      PcapHandle handle = handle(device, options);
      try {
        if (!options.filter().isEmpty()) {
          handle.setFilter(options.filter(), BpfCompileMode.OPTIMIZE);
        }
      } catch (PcapNativeException e) {
        handle.close();
        throw PcapErrors.filter(options.filter(), e);
      }
      PcapCapture capture = new PcapCapture(device, handle);
      capture.thread.start();
      return capture;
    } catch (NotOpenException e) {
      throw new IllegalStateException(e);
    } catch (LinkageError e) {
      throw PcapErrors.noLibrary(e);
    }
  }

  private static PcapHandle handle(String device, LiveOptions options) throws CaptureException {
    PcapHandle.Builder builder =
        new PcapHandle.Builder(device)
            .snaplen(LiveOptions.SNAPLEN)
            .bufferSize(options.bufferBytes())
            .timeoutMillis(LiveOptions.TIMEOUT_MILLIS)
            .promiscuousMode(
                options.promiscuous()
                    ? PromiscuousMode.PROMISCUOUS
                    : PromiscuousMode.NONPROMISCUOUS);
    try {
      if (System.getProperty("os.name", "").equals("Linux")) {
        builder.timestampPrecision(TimestampPrecision.NANO);
      }
      return builder.build();
    } catch (PcapNativeException e) {
      throw PcapErrors.open(device, e);
    }
  }

  private void run() {
    Priority.raise();
    try {
      handle.loop(-1, this::received);
    } catch (InterruptedException e) {
      // The loop was asked to end.
    } catch (PcapNativeException | NotOpenException | RuntimeException | LinkageError e) {
      fail(e);
    }
    ended = true;
    queue.wake();
  }

  /** Runs inside libpcap's loop, where JNA would swallow whatever is thrown. */
  private void received(byte[] packet) {
    try {
      Timestamp time = handle.getTimestamp();
      Integer length = handle.getOriginalLength();
      long nanos = Math.floorDiv(time.getTime(), 1000L) * NANOS + time.getNanos();
      queue.offer(
          packet, length == null ? packet.length : length, nanos, closing ? 0 : PATIENCE_NANOS);
    } catch (RuntimeException | Error e) {
      fail(e);
      breakLoop();
    }
  }

  private void fail(Throwable e) {
    if (failure == null) {
      failure = e;
    }
  }

  private void breakLoop() {
    try {
      handle.breakLoop();
    } catch (NotOpenException e) {
      // It is closed already.
    }
  }

  @Override
  public long nextNanos() {
    return queue.nextNanos();
  }

  @Override
  public boolean poll(Frame frame) {
    if (!queue.poll(frame, packets + 1, linkType)) {
      return false;
    }
    packets++;
    bytes += frame.originalLength() & 0xFFFF_FFFFL;
    return true;
  }

  @Override
  public void await(long nanos) {
    queue.await(nanos);
  }

  @Override
  public String engine() {
    return "pcap";
  }

  @Override
  public boolean isOpen() throws CaptureException {
    boolean over = ended;
    Throwable met = failure;
    if (met instanceof OutOfMemoryError full) {
      throw full;
    }
    if (over && met != null && !closing) {
      throw new CaptureException(
          CaptureException.Obstacle.OTHER,
          device + ": capture broke off: " + PcapErrors.oneLine(String.valueOf(met.getMessage())),
          "",
          met);
    }
    return !over || queue.nextNanos() != NOTHING;
  }

  @Override
  public LiveStats stats() {
    try {
      PcapStat now = handle.getStats();
      stats =
          new LiveStats(
              received.update(now.getNumPacketsReceived()),
              kernelDrops.update(now.getNumPacketsDropped()),
              interfaceDrops.update(now.getNumPacketsDroppedByIf()),
              0,
              0);
    } catch (PcapNativeException | NotOpenException e) {
      // The interface is gone: the counts of before stand.
    }
    return new LiveStats(
        stats.received(),
        stats.kernelDrops(),
        stats.interfaceDrops(),
        queue.dropped(),
        queue.queuedBytes());
  }

  @Override
  public String name() {
    return device;
  }

  @Override
  public long packets() {
    return packets;
  }

  /** Bytes that were on the wire. */
  @Override
  public long bytes() {
    return bytes;
  }

  /** Ends the loop, waits for its thread, and only then closes: the other way round would hang. */
  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      breakLoop();
      try {
        thread.join(JOIN_MILLIS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    handle.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
