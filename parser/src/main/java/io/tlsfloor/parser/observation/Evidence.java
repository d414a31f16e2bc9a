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
 * @param record the frame of the record whose version agrees with the one before it, where that
 *     tells the version
 * @param commands the frame of each of {@link MailDialogue#commandsInClear}, in the same order;
 *     empty where frames are not known
 * @param sides from which ends packets were seen
 * @param holes missing pieces of either stream up to the verdict
 * @param truncated whether a frame before the verdict was cut by the snap length
 * @param duplicates frames dropped because the same frame was captured twice
 * @param conflicts segments or fragments of one place whose bytes differ
 * @param fromStart whether the connection's set-up or its first bytes were seen, and not only its
 *     middle
 * @param timeKnown whether frame times come from the capture (a Simple Packet Block has none)
 * @param contested whether there are two contents of what decides, and nothing settled which of
 *     them the other end took: the lower one is told
 * @param amends whether it was told before, and this replaces what was told then
 * @param opening what recognises the same connection in another capture, where it is known
 */
public record Evidence(
    FrameRef first,
    FrameRef last,
    List<FrameRef> clientHello,
    List<FrameRef> serverHello,
    Optional<FrameRef> alert,
    Optional<FrameRef> end,
    Optional<FrameRef> record,
    List<FrameRef> commands,
    Sides sides,
    int holes,
    boolean truncated,
    int duplicates,
    int conflicts,
    boolean fromStart,
    boolean timeKnown,
    boolean contested,
    boolean amends,
    Optional<Opening> opening) {
  /** Copies the lists. */
  public Evidence {
    clientHello = List.copyOf(clientHello);
    serverHello = List.copyOf(serverHello);
    commands = List.copyOf(commands);
  }

  /** Without what recognises the connection elsewhere. */
  public Evidence(
      FrameRef first,
      FrameRef last,
      List<FrameRef> clientHello,
      List<FrameRef> serverHello,
      Optional<FrameRef> alert,
      Optional<FrameRef> end,
      Optional<FrameRef> record,
      List<FrameRef> commands,
      Sides sides,
      int holes,
      boolean truncated,
      int duplicates,
      int conflicts,
      boolean fromStart,
      boolean timeKnown,
      boolean contested,
      boolean amends) {
    this(
        first,
        last,
        clientHello,
        serverHello,
        alert,
        end,
        record,
        commands,
        sides,
        holes,
        truncated,
        duplicates,
        conflicts,
        fromStart,
        timeKnown,
        contested,
        amends,
        Optional.empty());
  }

  /** The same of a connection that was told before. */
  Evidence amending() {
    return new Evidence(
        first,
        last,
        clientHello,
        serverHello,
        alert,
        end,
        record,
        commands,
        sides,
        holes,
        truncated,
        duplicates,
        conflicts,
        fromStart,
        timeKnown,
        contested,
        true,
        opening);
  }
}
