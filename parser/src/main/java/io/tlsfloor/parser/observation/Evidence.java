package io.tlsfloor.parser.observation;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The frames that the facts were read from, and what the capture did not show.
 *
 * @param frames where each fact was read
 * @param visibility what was seen of the connection, and what was not
 * @param amends whether it was reported before, and this replaces what was said then
 * @param opening what recognises the same connection in another capture, where it is known
 */
public record Evidence(
    Frames frames, Visibility visibility, boolean amends, Optional<Opening> opening) {
  /**
   * Frames by what they hold.
   *
   * @param first the connection's first frame
   * @param last the last frame used for the verdict
   * @param clientHello frames with bytes of ClientHellos, in order
   * @param serverHello frames with bytes of the ServerHello, else of HelloRetryRequest
   * @param alert the frame of the alert
   * @param end the frame of the RST or FIN that decided
   * @param record the frame of the record whose version agrees with the one before it, where the
   *     version is inferred from records
   * @param commands the frame of each of {@link MailDialogue#commandsInClear}, in the same order;
   *     empty where frames are not known
   */
  public record Frames(
      FrameRef first,
      FrameRef last,
      List<FrameRef> clientHello,
      List<FrameRef> serverHello,
      Optional<FrameRef> alert,
      Optional<FrameRef> end,
      Optional<FrameRef> record,
      List<FrameRef> commands) {
    /** Copies the lists. */
    public Frames {
      clientHello = List.copyOf(clientHello);
      serverHello = List.copyOf(serverHello);
      commands = List.copyOf(commands);
    }
  }

  /**
   * How much of the connection the capture shows.
   *
   * @param sides from which ends packets were seen
   * @param holes missing pieces of either stream up to the verdict
   * @param truncated whether a frame before the verdict was cut by the snap length
   * @param duplicates frames dropped because the same frame was captured twice
   * @param fromStart whether the connection's set-up or its first bytes were seen, and not only its
   *     middle
   * @param timeKnown whether frame times come from the capture (a Simple Packet Block has none)
   * @param contradictions what in its packets contradicts others, in the order of their kinds
   */
  public record Visibility(
      Sides sides,
      int holes,
      boolean truncated,
      int duplicates,
      boolean fromStart,
      boolean timeKnown,
      Set<Contradiction> contradictions) {
    /** All of it was seen, with known times. */
    public static final Visibility WHOLE =
        new Visibility(Sides.BOTH, 0, false, 0, true, true, Set.of());

    /** Keeps a copy of the set. */
    public Visibility {
      contradictions =
          contradictions.isEmpty()
              ? Set.of()
              : Collections.unmodifiableSet(EnumSet.copyOf(contradictions));
    }
  }

  /** The same, with other names for the frames. */
  public Evidence renamed(UnaryOperator<FrameRef> name) {
    Frames renamed =
        new Frames(
            name.apply(first()),
            name.apply(last()),
            clientHello().stream().map(name).toList(),
            serverHello().stream().map(name).toList(),
            alert().map(name),
            end().map(name),
            record().map(name),
            commands().stream().map(name).toList());
    return new Evidence(renamed, visibility, amends, opening);
  }

  /** The same of a connection that was reported before. */
  Evidence amending() {
    return new Evidence(frames, visibility, true, opening);
  }

  /** The connection's first frame. */
  public FrameRef first() {
    return frames.first;
  }

  /** The last frame used for the verdict. */
  public FrameRef last() {
    return frames.last;
  }

  /** Frames with bytes of ClientHellos. */
  public List<FrameRef> clientHello() {
    return frames.clientHello;
  }

  /** Frames with bytes of the ServerHello. */
  public List<FrameRef> serverHello() {
    return frames.serverHello;
  }

  /** The frame of the alert. */
  public Optional<FrameRef> alert() {
    return frames.alert;
  }

  /** The frame of the RST or FIN that decided. */
  public Optional<FrameRef> end() {
    return frames.end;
  }

  /** The frame of the record that shows the version. */
  public Optional<FrameRef> record() {
    return frames.record;
  }

  /** The frames of mail commands in clear. */
  public List<FrameRef> commands() {
    return frames.commands;
  }

  /** From which ends packets were seen. */
  public Sides sides() {
    return visibility.sides;
  }

  /** Missing pieces up to the verdict. */
  public int holes() {
    return visibility.holes;
  }

  /** Returns whether a frame was cut by the snap length. */
  public boolean truncated() {
    return visibility.truncated;
  }

  /** Frames that were captured twice. */
  public int duplicates() {
    return visibility.duplicates;
  }

  /** What in its packets contradicts others. */
  public Set<Contradiction> contradictions() {
    return visibility.contradictions;
  }

  /** Returns whether its beginning was seen. */
  public boolean fromStart() {
    return visibility.fromStart;
  }

  /** Returns whether frame times come from the capture. */
  public boolean timeKnown() {
    return visibility.timeKnown;
  }

  /** Returns whether there are two contents of what decides, so that either may be forged. */
  public boolean contested() {
    if (contradictions().isEmpty()) { // as of most, and this is asked for each connection
      return false;
    }
    for (Contradiction each : contradictions()) {
      if (each.mayHide() && each != Contradiction.NOT_TAKEN) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether the other end took nothing of it, so that anyone may have sent it. */
  public boolean notTaken() {
    return contradictions().contains(Contradiction.NOT_TAKEN);
  }
}
