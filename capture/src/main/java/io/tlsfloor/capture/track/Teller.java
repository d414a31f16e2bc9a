package io.tlsfloor.capture.track;

import io.tlsfloor.capture.keep.FrameKeeper;
import io.tlsfloor.capture.names.ServerNames;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Loss;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.preface.Preface;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a conversation's verdict is due, and tells it, once: by what was learned, by an end,
 * or by silence. The two sides of a NAT are told as one.
 */
final class Teller {
  /** Packets of one connection that take different ways are apart by less than this. */
  private static final long LATE_NANOS = 1_000_000_000L;

  private final AnalyzerOptions options;
  private final Consumer<TlsConnection> sink;
  private final LossCounter losses;
  private final HeldBytes held;
  private final ConnectionBuilder builder;
  private final Deadlines silences;
  private final Deadlines late = new Deadlines(LATE_NANOS);
  private final Deadlines outsides = new Deadlines(HelloTwins.WITHIN_NANOS);
  private final Deadlines earlyEnds = new Deadlines(EarlyEnds.WITHIN_NANOS);
  private final HelloTwins twins = new HelloTwins();
  private final @Nullable FrameKeeper keeper;
  private long connections;

  Teller(
      AnalyzerOptions options,
      Consumer<TlsConnection> sink,
      LossCounter losses,
      HeldBytes held,
      ServerNames names,
      @Nullable FrameKeeper keeper) {
    this.keeper = keeper;
    this.held = held;
    this.options = options;
    this.sink = sink;
    this.losses = losses;
    this.builder = new ConnectionBuilder(names);
    this.silences = new Deadlines(options.timeout().toNanos());
  }

  /** Something was learned: perhaps the verdict is due, or the deadline moves. */
  void progressed(Conversation conversation) {
    if (conversation.facts().isPseudo()) {
      release(conversation);
      return;
    }
    if (joinsTwin(conversation)) {
      return;
    }
    Verdict verdict = Verdict.early(conversation.facts());
    if (verdict != null && !conversation.isComplete()) {
      late.set(conversation);
    } else if (verdict != null) {
      tellOrWait(conversation, verdict);
    } else if (conversation.facts().handshakeSeen()
        || conversation.facts().records().inferred().isPresent()) {
      silences.set(conversation);
    }
  }

  /** Joins the two sides of a NAT; true if this one is the side that is dropped. */
  private boolean joinsTwin(Conversation conversation) {
    Optional<HelloDigest> hello = conversation.facts().helloDigest();
    if (conversation.sighting != null || hello.isEmpty()) {
      return false;
    }
    int clientDirection = conversation.facts().clientDirection();
    Peer client = conversation.flow().sender(clientDirection);
    Peer server = conversation.flow().sender(1 - clientDirection);
    HelloTwins.Sighting sighting =
        new HelloTwins.Sighting(conversation.facts().progressNanos(), client, conversation);
    conversation.sighting = sighting;
    HelloTwins.Sighting earlier = twins.other(server, hello.get(), sighting);
    if (earlier == null) {
      return false;
    }
    Conversation other = earlier.undecided;
    boolean homeIsHere =
        options.home().test(client.address()) && !options.home().test(earlier.client.address());
    if (other != null && homeIsHere) {
      conversation.twin = earlier.client;
      twins.replace(server, hello.get(), sighting);
      release(other);
      return false;
    }
    if (other != null) {
      other.twin = client;
    }
    release(conversation);
    return true;
  }

  /** Tells the verdict with what there is; {@code direction} is -1 if no end caused it. */
  void conclude(Conversation conversation, EndedHow how, int direction) {
    if (conversation.decided != null) {
      tell(conversation, conversation.decided);
      return;
    }
    if (direction >= 0 && (how == EndedHow.FIN || how == EndedHow.RESET)) {
      conversation.endedHow = how;
      conversation.endedBy = direction;
    }
    conversation.flush();
    if (conversation.facts().isPseudo() || !conversation.isConnection()) {
      letGo(conversation);
      return;
    }
    int client = ConnectionBuilder.clientDirection(conversation);
    Optional<Side> by =
        direction < 0
            ? Optional.empty()
            : Optional.of(direction == client ? Side.CLIENT : Side.SERVER);
    tell(conversation, Verdict.last(conversation, new Ending(how, by)));
  }

  /**
   * Tells a verdict; that on what may be the outside of a NAT when the inside has not come, and
   * that on mail which the server may end at once when it has not.
   */
  private void tellOrWait(Conversation conversation, Verdict verdict) {
    HelloTwins.Sighting hello = conversation.sighting;
    boolean mayBeOutside =
        hello != null
            && hello.nanos + HelloTwins.WITHIN_NANOS > conversation.facts().progressNanos()
            && !options.home().test(hello.client.address());
    if (mayBeOutside) {
      conversation.decided = verdict;
      outsides.set(conversation);
    } else if (verdict.outcome() == Outcome.ESTABLISHED && EarlyEnds.mayCome(conversation)) {
      if (conversation.waitsIn != earlyEnds) { // the first time counts
        conversation.facts().settle();
        earlyEnds.set(conversation);
      }
    } else {
      tell(conversation, verdict);
    }
  }

  private void tell(Conversation conversation, Verdict verdict) {
    TlsConnection connection = builder.build(conversation, verdict);
    count(conversation, connection);
    connections++;
    if (keeper == null) {
      release(conversation);
      sink.accept(connection);
      return;
    }
    keeper.tell(conversation.flow(), connection);
    release(conversation);
    sink.accept(connection);
    keeper.forgetTold();
  }

  /** Lets go of a conversation of which there is nothing to tell. */
  void letGo(Conversation conversation) {
    if (conversation.isCutAtStart() && !conversation.facts().isPseudo()) {
      losses.add(Loss.CUT_CONNECTIONS);
    }
    release(conversation);
  }

  /** Lets go of a conversation: nothing more of its flow is read. */
  void release(Conversation conversation) {
    TrackedFlow flow = conversation.flow();
    Deadlines.remove(conversation);
    if (conversation.sighting != null) {
      conversation.sighting.undecided = null;
    }
    if (flow.conversation == conversation) {
      flow.conversation = null;
      flow.done = true;
      held.account(conversation);
      if (keeper != null) {
        keeper.drop(flow);
      }
    }
  }

  private void count(Conversation conversation, TlsConnection connection) {
    boolean undecided = connection.outcome() == Outcome.INCOMPLETE;
    boolean cutAtStart = connection.offer().isEmpty() && conversation.isCutAtStart();
    if (cutAtStart || conversation.facts().isHalf() && conversation.isTruncated()) {
      losses.add(Loss.CUT_HELLOS);
    } else if (undecided && connection.evidence().holes() > 0) {
      losses.add(Loss.HOLES);
    }
    if (connection.evidence().sides() != Sides.BOTH) {
      losses.add(Loss.ONE_SIDED);
    }
    if (!connection.evidence().fromStart()
        && connection.offer().isEmpty()
        && connection.choice().isEmpty()) {
      losses.add(Loss.FROM_MIDDLE);
    }
    if (undecided && connection.ending().map(Ending::how).orElse(null) == EndedHow.CAPTURE_END) {
      losses.add(Loss.UNFINISHED);
    }
    if (connection.offer().isPresent() && connection.offer().get().encryptedClientHello()) {
      losses.add(Loss.ENCRYPTED_CLIENT_HELLO);
    }
    for (Preface preface : conversation.prefaces()) {
      losses.add(Loss.LONG_LINES, preface.longLines());
    }
  }

  /** Lets packet time pass: {@code silent} takes each conversation whose deadline is over. */
  void advance(long nowNanos, Consumer<Conversation> silent) {
    silences.advance(nowNanos, silent);
    late.advance(nowNanos, silent);
    outsides.advance(nowNanos, silent);
    earlyEnds.advance(nowNanos, silent);
  }

  /** Forgets hellos of captures before. */
  void end() {
    twins.clear();
  }

  long connections() {
    return connections;
  }
}
