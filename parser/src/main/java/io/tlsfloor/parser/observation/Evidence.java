package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * The frames that the facts were read from, and what the capture did not show.
 *
 * @param first the connection's first frame
 * @param last the last frame used for the verdict
 * @param clientHello frames with bytes of ClientHellos, in order
 * @param serverHello frames with bytes of the ServerHello, else of HelloRetryRequest
 * @param alert the frame of the alert
 * @param end the frame of the RST or FIN that decided
 * @param sides from which ends packets were seen
 * @param holes missing pieces of either stream up to the verdict
 * @param truncated whether a frame before the verdict was cut by the snap length
 * @param duplicates frames dropped because the same frame was captured twice
 * @param conflicts overlapping segments or fragments whose bytes differ; the first copy won
 * @param fromStart whether the connection's set-up or its first bytes were seen, and not only its
 *     middle
 * @param timeKnown whether frame times come from the capture (a Simple Packet Block has none)
 */
public record Evidence(
    FrameRef first,
    FrameRef last,
    List<FrameRef> clientHello,
    List<FrameRef> serverHello,
    Optional<FrameRef> alert,
    Optional<FrameRef> end,
    Sides sides,
    int holes,
    boolean truncated,
    int duplicates,
    int conflicts,
    boolean fromStart,
    boolean timeKnown) {
  /** Copies the lists. */
  public Evidence {
    clientHello = List.copyOf(clientHello);
    serverHello = List.copyOf(serverHello);
  }
}
