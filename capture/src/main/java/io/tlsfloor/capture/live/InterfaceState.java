package io.tlsfloor.capture.live;

/**
 * How the capture of an interface is doing.
 *
 * @param name of the interface
 * @param engine that captures it, or captured it last: {@code ring} or {@code pcap}; empty for none
 * @param up whether frames can come at the moment
 * @param packets read so far
 * @param bytes of them on the wire
 * @param stats what was delivered and lost
 * @param blindNanos for how long no frame could come, because it was down, gone, or not opened
 */
public record InterfaceState(
    String name,
    String engine,
    boolean up,
    long packets,
    long bytes,
    LiveStats stats,
    long blindNanos) {
  private static final long NANOS = 1_000_000_000L;

  /** Seconds in which no frame could come, one that was begun included. */
  public long blindSeconds() {
    return (blindNanos + NANOS - 1) / NANOS;
  }
}
