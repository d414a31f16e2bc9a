package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.names.ServerNames;
import io.tlsfloor.capture.retention.FrameKeeper;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Decides when a conversation's verdict is due, and reports it: by what was learned, by an end, or
 * by silence. Connections that a capture holds twice are reported as one.
 */
final class Teller {
  /** Packets of one connection that take different ways are apart by less than this. */
  private static final long LATE_NANOS = 900_000_000L; // and a live finding comes within a second

  private final AnalyzerOptions options;
  private final Predicate<Peer> isHome;
  private final Consumer<TlsConnection> sink;
  private final ConnectionLosses losses;
  private final HeldBytes held;
  private final ConnectionBuilder builder;
  private final Deadlines silences;
  private final Deadlines late = new Deadlines(LATE_NANOS);
  private final Deadlines twinsDue = new Deadlines(HelloTwins.WITHIN_NANOS);
  private final Deadlines earlyEnds = new Deadlines(EarlyEnds.WITHIN_NANOS);
  private final HelloTwins twins = new HelloTwins();
  private final TwinNotes notes;
  private final @Nullable FrameKeeper keeper;
  private long connections;
  private long nowNanos;

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
    this.isHome = peer -> options.home().test(peer.address());
    this.notes = new TwinNotes(sink, keeper);
    this.sink = sink;
    this.losses = new ConnectionLosses(losses);
    this.builder = new ConnectionBuilder(names);
    this.silences = new Deadlines(options.timeout().toNanos());
  }

  /** Something was learned: perhaps the verdict is due, or the deadline moves. */
  void progressed(Conversation conversation) {
    if (conversation.facts().isPseudo()) { // unless another content of it is TLS
      return;
    }
    if (conversation.flow().isTentative() && !conversation.facts().helloSeen()) {
      return;
    }
    meetTwin(conversation, conversation.facts().helloDigest());
    conversation.telling.silent = false;
    Verdict verdict = Verdict.early(conversation.facts());
    if (verdict != null && verdict.outcome() == Outcome.ESTABLISHED && conversation.isComplete()) {
      established(conversation, verdict);
    } else if (verdict != null || conversation.endedHow() != null) {
      waitForLate(conversation);
    } else if (conversation.facts().handshakeSeen()
        || conversation.facts().inferred().isPresent()) {
      silences.set(conversation, conversation.facts().progressNanos());
    }
  }

  /** The server may end mail at once when it has not, so that such a verdict waits. */
  private void established(Conversation conversation, Verdict verdict) {
    if (conversation.endedHow() != null || !EarlyEnds.mayCome(conversation)) {
      tellOrWait(conversation, verdict);
    } else if (!conversation.waitsIn(earlyEnds)) { // the first time counts
      conversation.facts().settle();
      earlyEnds.set(conversation, conversation.facts().progressNanos());
    }
  }

  /** An end came in its place: packets that take another way may still come before it. */
  void ending(Conversation conversation) {
    if (conversation.waitsIn(earlyEnds)) {
      conclude(conversation, EndedHow.TIMEOUT);
    } else {
      waitForLate(conversation);
    }
  }

  /** What was taken for an end was none. */
  void goesOn(Conversation conversation) {
    Deadlines.remove(conversation);
    progressed(conversation);
  }

  private void waitForLate(Conversation conversation) {
    if (!conversation.waitsIn(late)) { // the first time counts
      late.set(conversation, conversation.current.timeNanos());
    }
  }

  private void meetTwin(Conversation conversation, Optional<HelloDigest> opening) {
    Telling telling = conversation.telling;
    if (telling.sighting == null && opening.isPresent()) {
      telling.sighting =
          new HelloTwins.Sighting(
              conversation,
              ConnectionBuilder.clientDirection(conversation),
              conversation.facts().helloSeen()
                  ? conversation.facts().progressNanos()
                  : conversation.current.timeNanos(),
              isHome);
      twins.meet(opening.get(), telling.sighting);
    }
  }

  /** A deadline is over. */
  void due(Conversation conversation) {
    Verdict decided = conversation.telling.decided;
    if (decided != null) {
      waited(conversation, decided);
    } else if (isSilent(conversation)) {
      silent(conversation);
    } else {
      conclude(conversation, EndedHow.TIMEOUT);
    }
  }

  private static boolean isSilent(Conversation conversation) {
    return conversation.endedHow() == null
        && Verdict.early(conversation.facts()) == null
        && conversation.isConnection()
        && conversation.isClear()
        && !conversation.flow().isTentative();
  }

  /** Silence is an outcome, until an answer comes: a scan waits for it, a watch reports twice. */
  private void silent(Conversation conversation) {
    conversation.telling.silent = true;
    if (options.late() == AnalyzerOptions.Late.TOLD_AGAIN) {
      Verdict verdict = Verdict.last(conversation, new Ending(EndedHow.TIMEOUT, Optional.empty()));
      hand(conversation, verdict);
    }
  }

  /**
   * Reports the verdict with what there is.
   *
   * @param how what ended it, where no packet did
   */
  void conclude(Conversation conversation, EndedHow how) {
    Telling telling = conversation.telling;
    if (telling.over) {
      return;
    }
    if (telling.decided != null) {
      waited(conversation, telling.decided);
      return;
    }
    boolean toldAlready = telling.told && telling.silent;
    if (!toldAlready) {
      conversation.flush();
    }
    if (toldAlready
        || conversation.facts().isPseudo()
        || !conversation.isConnection()
        || conversation.flow().isTentative()) {
      letGo(conversation);
      return;
    }
    Optional<HelloDigest> hello = conversation.facts().helloDigest();
    meetTwin(conversation, hello.isPresent() ? hello : conversation.mailOpening());
    tellOrWait(conversation, Verdict.last(conversation, ending(conversation, how)));
  }

  private static Ending ending(Conversation conversation, EndedHow how) {
    EndedHow packet = conversation.endedHow();
    if (conversation.telling.silent) {
      return new Ending(EndedHow.TIMEOUT, Optional.empty());
    }
    if (packet == null) {
      return new Ending(how, Optional.empty());
    }
    int client = ConnectionBuilder.clientDirection(conversation);
    return new Ending(
        packet, Optional.of(conversation.endedBy() == client ? Side.CLIENT : Side.SERVER));
  }

  /** Reports a verdict; that on what may be another connection once that one is decided. */
  private void tellOrWait(Conversation conversation, Verdict verdict) {
    HelloTwins.Sighting here = conversation.telling.sighting;
    if (here == null) {
      tell(conversation, verdict);
      return;
    }
    here.answered(conversation.facts().answerDigest());
    HelloTwins.Sighting there = here.twin();
    Conversation other = there == null ? null : there.conversation();
    Verdict others = other == null ? null : other.telling.decided;
    if (there == null) {
      long age = conversation.current.timeNanos() - here.nanos();
      boolean first = here.isHome() && conversation.facts().helloSeen();
      if (first || age >= HelloTwins.WITHIN_NANOS) {
        tell(conversation, verdict);
      } else {
        hold(conversation, verdict, twinsDue);
      }
    } else if (there.isTold()) {
      tellUnlessOne(conversation, verdict, here, there);
    } else if (other == null) {
      tell(conversation, verdict);
    } else if (others == null) {
      hold(conversation, verdict, here.isKept(there) ? late : twinsDue);
    } else {
      other.telling.decided = null;
      boolean keptHere = here.isKept(there);
      tell(keptHere ? conversation : other, keptHere ? verdict : others);
      tellUnlessOne(
          keptHere ? other : conversation,
          keptHere ? others : verdict,
          keptHere ? there : here,
          keptHere ? here : there);
    }
  }

  private static void hold(Conversation conversation, Verdict verdict, Deadlines until) {
    conversation.telling.decided = verdict;
    until.set(conversation, conversation.current.timeNanos());
  }

  /** Its twin was reported: it is another connection only if the server answered otherwise. */
  private void tellUnlessOne(
      Conversation conversation,
      Verdict verdict,
      HelloTwins.Sighting here,
      HelloTwins.Sighting told) {
    if (here.isSameAnswer(told)) {
      told.note(here);
      release(conversation);
    } else {
      tell(conversation, verdict);
    }
  }

  /** A verdict has waited for a twin's long enough. */
  private void waited(Conversation conversation, Verdict verdict) {
    HelloTwins.Sighting here = conversation.telling.sighting;
    HelloTwins.Sighting there = here == null ? null : here.twin();
    Conversation other = there == null ? null : there.conversation();
    if (here == null || there == null || other == null || here.isKept(there)) {
      conversation.telling.decided = null;
      tell(conversation, verdict);
      return;
    }
    there.answered(other.facts().answerDigest());
    if (!here.isSameAnswer(there)) {
      conversation.telling.decided = null;
      here.part();
      tell(conversation, verdict);
    } // else it goes on waiting: the other one is reported, or lets go of it
  }

  private void tell(Conversation conversation, Verdict verdict) {
    HelloTwins.Sighting here = conversation.telling.sighting;
    HelloTwins.Sighting there = here == null ? null : here.twin();
    if (here != null && there != null && here.isKept(there) && here.isSameAnswer(there)) {
      if (here.asksFor(there)) {
        conversation.telling.proxy = there.client();
      } else {
        conversation.telling.nat = there.client();
      }
    }
    hand(conversation, verdict);
    release(conversation);
  }

  private void hand(Conversation conversation, Verdict verdict) {
    TlsConnection connection = builder.build(conversation, verdict);
    if (!conversation.telling.told) {
      losses.count(conversation, connection);
      connections++;
    }
    if (keeper != null) {
      keeper.tell(conversation.flow(), connection);
    }
    HelloTwins.Sighting here = conversation.telling.sighting;
    TwinNotes.Waiting waiting = null;
    if (options.patient()) {
      waiting = notes.take(connection, until(conversation, here));
    } else {
      sink.accept(connection);
    }
    if (keeper != null) {
      keeper.forgetTold();
    }
    conversation.telling.told = true;
    if (here != null) {
      here.told(waiting);
    }
  }

  /** When no verdict on a twin can come any more, of a connection whose verdict did not wait. */
  private long until(Conversation conversation, HelloTwins.@Nullable Sighting here) {
    long now = Math.max(nowNanos, conversation.current.timeNanos());
    return here == null || here.twin() != null || !here.isHome()
        ? Long.MIN_VALUE
        : now + HelloTwins.WITHIN_NANOS;
  }

  /** Lets go of a conversation of which there is nothing to report. */
  void letGo(Conversation conversation) {
    if (!conversation.telling.told) {
      losses.countUntold(conversation);
    }
    release(conversation);
  }

  /** Lets go of a conversation: nothing more of its flow is read. */
  private void release(Conversation conversation) {
    Telling telling = conversation.telling;
    TrackedFlow flow = conversation.flow();
    Deadlines.remove(conversation);
    telling.over = true;
    conversation.giveBack();
    held.account(conversation);
    if (flow.conversation == conversation) {
      flow.conversation = null;
      flow.done = true;
      if (keeper != null) {
        keeper.drop(flow);
      }
    }
    if (telling.sighting != null) {
      telling.sighting.over();
      tellWaiting(telling.sighting.twin());
    }
  }

  /** A verdict that waited for a connection which is over. */
  private void tellWaiting(HelloTwins.@Nullable Sighting waiting) {
    Conversation conversation = waiting == null ? null : waiting.conversation();
    Verdict decided = conversation == null ? null : conversation.telling.decided;
    if (conversation != null && decided != null) {
      conversation.telling.decided = null;
      tellOrWait(conversation, decided);
    }
  }

  /**
   * Whether all conversations hold at most so many bytes; where they hold more, verdicts wait for
   * no twin any longer: such conversations are in no table from which they could be driven out.
   */
  boolean fitsIn(long bytes) {
    while (held.total() > bytes) {
      Conversation longest = twinsDue.poll();
      if (longest == null) {
        return false;
      }
      conclude(longest, EndedHow.TIMEOUT);
    }
    return true;
  }

  /** Lets packet time pass: {@code due} takes each conversation whose deadline is over. */
  void advance(long nowNanos, Consumer<Conversation> due) {
    this.nowNanos = nowNanos;
    silences.advance(nowNanos, due);
    late.advance(nowNanos, due);
    twinsDue.advance(nowNanos, due);
    earlyEnds.advance(nowNanos, due);
    notes.advance(nowNanos);
  }

  /** Hands on what was decided. */
  void handOn() {
    notes.advance(Long.MAX_VALUE);
  }

  /** The capture is over: what waits is reported, and its hellos are forgotten. */
  void end() {
    advance(Long.MAX_VALUE, this::due);
    nowNanos = 0; // the next capture may be earlier
    twins.clear();
  }

  long connections() {
    return connections;
  }
}
