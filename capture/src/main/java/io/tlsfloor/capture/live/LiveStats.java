package io.tlsfloor.capture.live;

/**
 * Holds what an interface delivered and lost, since capture began.
 *
 * @param received packets that the kernel took, dropped ones included where it counts so
 * @param kernelDrops packets that the kernel dropped for lack of room
 * @param interfaceDrops packets that the interface or its driver dropped
 * @param queueDrops packets that our own queue dropped
 * @param queuedBytes that wait in our own queue now
 */
public record LiveStats(
    long received, long kernelDrops, long interfaceDrops, long queueDrops, long queuedBytes) {
  /** Nothing yet. */
  public static final LiveStats NONE = new LiveStats(0, 0, 0, 0, 0);

  /** The sum of both. */
  public LiveStats plus(LiveStats other) {
    return new LiveStats(
        received + other.received,
        kernelDrops + other.kernelDrops,
        interfaceDrops + other.interfaceDrops,
        queueDrops + other.queueDrops,
        queuedBytes + other.queuedBytes);
  }

  /** Packets lost, wherever. */
  public long drops() {
    return kernelDrops + interfaceDrops + queueDrops;
  }

  /** The same of a capture that is closed: nothing waits any more. */
  LiveStats closed() {
    return new LiveStats(received, kernelDrops, interfaceDrops, queueDrops, 0);
  }
}
