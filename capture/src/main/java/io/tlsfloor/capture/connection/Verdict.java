package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.ConnectionRecorder;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Opening;
import io.tlsfloor.parser.observation.Peer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsConnection.Handshake;
import io.tlsfloor.parser.observation.Transport;
import io.tlsfloor.parser.observation.Way;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of a connection, while it waits to be: the connection itself, with all that
 * reads its bytes, is another one's meanwhile. Most of its parts are shared with others; the record
 * is made when it is reported. Used again.
 */
final class Verdict implements Twins.Seen {
  // Between whom.
  private Transport transport = Transport.TCP;
  private final FlowEnds ends = new FlowEnds();
  private int client; // direction
  private ClientBasis clientBasis = ClientBasis.PORT;

  // What they said.
  private @Nullable Handshake handshake;
  private List<NameSeen> names = List.of();
  private Optional<MailDialogue> mail = Optional.empty();
  private @Nullable Way way;

  // Where it was read.
  private final FrameMark first = new FrameMark();
  private final FrameMark last = new FrameMark();
  private List<FrameRef> helloFrames = List.of();
  private List<FrameRef> choiceFrames = List.of();
  private Optional<FrameRef> alertFrame = Optional.empty();
  private Optional<FrameRef> endFrame = Optional.empty();
  private Optional<FrameRef> inferredFrame = Optional.empty();
  private List<FrameRef> commandFrames = List.of();
  private Evidence.Visibility visibility = Evidence.Visibility.WHOLE;
  private int losses; // a bit for each that its capture had
  private int longLines;
  private ConnectionRecorder recorder = ConnectionRecorder.NONE;
  private int changes; // of the facts, when it was written

  // What recognises it where it was captured once more; see Opening.
  private long randomOne;
  private long randomTwo;
  private long answerRandom;

  // What Twins find.
  private @Nullable Peer nat;
  private @Nullable Peer proxy;

  private boolean told;

  /** Nothing is known; of another connection. */
  void clear() {
    transport = Transport.TCP;
    ends.clear();
    client = 0;
    clientBasis = ClientBasis.PORT;
    handshake = null;
    names = List.of();
    mail = Optional.empty();
    way = null;
    first.clear();
    last.clear();
    helloFrames = List.of();
    choiceFrames = List.of();
    alertFrame = Optional.empty();
    endFrame = Optional.empty();
    inferredFrame = Optional.empty();
    commandFrames = List.of();
    visibility = Evidence.Visibility.WHOLE;
    losses = 0;
    longLines = 0;
    recorder = ConnectionRecorder.NONE;
    changes = 0;
    randomOne = 0;
    randomTwo = 0;
    answerRandom = 0;
    nat = null;
    proxy = null;
    told = false;
  }

  /** Writes down what became of a connection. */
  void write(Connection connection, Conclusion conclusion, ConnectionBuilder builder) {
    HandshakeFacts facts = connection.facts;
    transport = connection.transport();
    ends.set(connection.ends);
    client = connection.client();
    clientBasis = connection.clientBasis();
    mail = connection.dialogues.mailDialogue();
    handshake = builder.handshake(connection, conclusion, mail);
    names = builder.names(connection, client);
    way = builder.way(connection, client);
    evidence(connection, conclusion);
    visibility = builder.visibility(connection, client);
    losses = ConnectionLosses.of(connection, handshake, visibility);
    longLines = ConnectionLosses.longLines(connection);
    recorder = facts.recorder();
    changes = facts.changes();
    randomOne = facts.hello.randomOne();
    randomTwo = facts.hello.randomTwo();
    answerRandom = facts.answer.random();
    if (!isRecognised()) {
      randomOne = connection.dialogues.hash(client);
    }
  }

  private void evidence(Connection connection, Conclusion conclusion) {
    HandshakeFacts facts = connection.facts;
    int ended = conclusion.isEndShown() ? connection.ended() : -1;
    FrameMark end = ended < 0 ? null : connection.side(ended).endFrame();
    first.set(connection.first());
    last.set(end != null ? end : facts.latest().number() > 0 ? facts.latest() : connection.first());
    helloFrames = facts.hello.frames();
    choiceFrames = facts.answer.frames();
    alertFrame = facts.alertFrame();
    endFrame = end == null ? Optional.empty() : Optional.of(end.toRef());
    inferredFrame = facts.inferredFrame();
    commandFrames = List.copyOf(connection.dialogues.commands());
  }

  /** It is reported from now on; false if it was before. */
  boolean tell() {
    boolean first = !told;
    told = true;
    return first;
  }

  /** Returns whether it was reported of what is known by now. */
  boolean isOf(HandshakeFacts facts) {
    return told && changes == facts.changes();
  }

  /** The end that is taken for the client. */
  Peer clientPeer() {
    return ends.peer(client);
  }

  /** Returns whether a hello was read. */
  boolean isOfHello() {
    return !helloFrames.isEmpty();
  }

  /** What its capture does not show of it, a bit for each loss. */
  int losses() {
    return losses;
  }

  /** What in it contradicts itself. */
  Set<Contradiction> contradictions() {
    return visibility.contradictions();
  }

  /** Lines of its dialogues that were too long to be read. */
  int longLines() {
    return longLines;
  }

  /** Where what is read is recorded has the record, too. */
  void record(TlsConnection connection) {
    recorder.told(client, connection);
  }

  /** Returns whether it can be recognised elsewhere. */
  boolean isRecognised() {
    return (randomOne | randomTwo | answerRandom) != 0;
  }

  private Opening opening() {
    return new Opening(randomOne, randomTwo, answerRandom);
  }

  @Override
  public long hello() {
    return Opening.hello(randomOne, randomTwo);
  }

  @Override
  public long answer() {
    return answerRandom;
  }

  @Override
  public Twins.Sight sight(Predicate<IpAddress> home) {
    return new Twins.Sight(
        0,
        (helloFrames.isEmpty() ? last.toRef() : helloFrames.get(0)).timeNanos(),
        opening(),
        Objects.requireNonNull(handshake),
        names,
        transport,
        ends.peer(client),
        ends.peer(1 - client),
        home.test(ends.peer(client).address()),
        Objects.requireNonNull(way).target(),
        nat == null ? proxy : nat);
  }

  @Override
  public void seenAs(Peer otherClient, boolean ofProxy) {
    if (ofProxy) {
      proxy = otherClient;
    } else {
      nat = otherClient;
    }
  }

  @Override
  public boolean isTold() {
    return told;
  }

  /** The record of it. */
  TlsConnection record() {
    Way seen = Objects.requireNonNull(way);
    return new TlsConnection(
        new TlsConnection.SocketPair(
            transport,
            ends.peer(client),
            ends.peer(1 - client),
            clientBasis,
            Optional.ofNullable(nat)),
        Objects.requireNonNull(handshake),
        names,
        mail,
        proxy == null ? seen : seen.through(proxy),
        new Evidence(
            new Evidence.Frames(
                first.toRef(),
                last.toRef(),
                helloFrames,
                choiceFrames,
                alertFrame,
                endFrame,
                inferredFrame,
                commandFrames),
            visibility,
            told,
            isRecognised() ? Optional.of(opening()) : Optional.empty()),
        Optional.empty());
  }
}
