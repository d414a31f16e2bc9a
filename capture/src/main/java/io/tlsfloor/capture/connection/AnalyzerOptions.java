package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.Room;
import java.time.Duration;
import java.util.function.Predicate;

/**
 * How connections are followed, and how much room that may take.
 *
 * @param timeout of packet time: silence after a hello or a ServerHello for this long is an outcome
 * @param home whether an address is in the home networks: of the two sides of a NAT the home one is
 *     kept
 * @param maxFlows entries of the flow table
 * @param maxHeldBytes memory for undecided connections and their bytes that wait, all together
 * @param late what becomes of an answer that comes after the time-out
 * @param patient whether the connection of a home client is handed on only once the other side of a
 *     NAT cannot be captured any more, two seconds after its hello: it has the address there
 */
public record AnalyzerOptions(
    Duration timeout,
    Predicate<IpAddress> home,
    int maxFlows,
    long maxHeldBytes,
    Late late,
    boolean patient) {
  /**
   * When a connection is reported that was silent until the time-out, and may still be answered.
   */
  public enum Late {
    /** Once, when nothing more can come: of files. */
    TOLD_ONCE,
    /** At the time-out, and again if an answer comes: live. */
    TOLD_AGAIN
  }

  /** Time-out of the design. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

  /** Packet time after which an idle connection is forgotten. */
  public static final Duration IDLE = Duration.ofNanos(Wait.IDLE.nanos);

  /** About 30 MB of finished flows, or 65 MB of new ones. */
  public static final int DEFAULT_MAX_FLOWS = 1 << 18;

  /** Room for 49,000 undecided connections, or for several thousand that hold a record each. */
  public static final long DEFAULT_MAX_HELD_BYTES = 96L << 20;

  /** The same with another time-out. */
  public AnalyzerOptions withTimeout(Duration other) {
    return new AnalyzerOptions(other, home, maxFlows, maxHeldBytes, late, patient);
  }

  /** The same for a capture that goes on. */
  public AnalyzerOptions live() {
    return new AnalyzerOptions(timeout, home, maxFlows, maxHeldBytes, Late.TOLD_AGAIN, false);
  }

  /** The same for a file that grows: who waits for what it holds is told at once. */
  public AnalyzerOptions growing() {
    return new AnalyzerOptions(timeout, home, maxFlows, maxHeldBytes, late, false);
  }

  /** The defaults with these home networks, as far as there is room for them. */
  public static AnalyzerOptions standard(Predicate<IpAddress> home) {
    return new AnalyzerOptions(
        DEFAULT_TIMEOUT,
        home,
        Room.entries(DEFAULT_MAX_FLOWS),
        Room.of(DEFAULT_MAX_HELD_BYTES),
        Late.TOLD_ONCE,
        true);
  }
}
