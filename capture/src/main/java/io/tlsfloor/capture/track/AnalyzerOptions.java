package io.tlsfloor.capture.track;

import io.tlsfloor.parser.observation.IpAddress;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How connections are followed, and how much room that may take.
 *
 * @param timeout of packet time: silence after a hello or a ServerHello for this long is an outcome
 * @param home whether an address is in the home networks: of the two sides of a NAT the home one is
 *     kept
 * @param maxFlows entries of the flow table of each transport
 * @param maxHeldBytes memory for undecided connections and their bytes that wait, all together
 */
public record AnalyzerOptions(
    Duration timeout, Predicate<IpAddress> home, int maxFlows, long maxHeldBytes) {
  /** Time-out of the design. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** Packet time after which an idle connection is forgotten. */
  public static final Duration IDLE = Duration.ofNanos(TcpTracker.IDLE_NANOS);

  /** About 50 MB of finished or new flows. */
  public static final int DEFAULT_MAX_FLOWS = 1 << 18;

  /** Room for 49,000 undecided connections, or for several thousand that hold a record each. */
  public static final long DEFAULT_MAX_HELD_BYTES = 96L << 20;

  /** The defaults, with these home networks. */
  public static AnalyzerOptions standard(Predicate<IpAddress> home) {
    return new AnalyzerOptions(DEFAULT_TIMEOUT, home, DEFAULT_MAX_FLOWS, DEFAULT_MAX_HELD_BYTES);
  }
}
