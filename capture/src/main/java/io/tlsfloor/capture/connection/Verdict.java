package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.ClientBasis;
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
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is reported of a connection, while it waits to be: the connection itself, with all that
 * reads its bytes, is another one's meanwhile. Most of its parts are shared with others; the record
 * is made when it is reported. Written by {@link ConnectionBuilder}, but for what says otherwise.
 * Used again.
 */
final class Verdict implements Twins.Seen {
  // Between whom.
  Transport transport = Transport.TCP;
  long ends; // as the table has them
  int ports;
  long @Nullable [] addresses; // of IPv6
  int client; // direction
  ClientBasis clientBasis = ClientBasis.PORT;

  // What they said.
  @Nullable Handshake handshake;
  List<NameSeen> names = List.of();
  Optional<MailDialogue> mail = Optional.empty();
  @Nullable Way way;

  // Where it was read.
  final FrameMark first = new FrameMark();
  final FrameMark last = new FrameMark();
  List<FrameRef> helloFrames = List.of();
  List<FrameRef> choiceFrames = List.of();
  Optional<FrameRef> alertFrame = Optional.empty();
  Optional<FrameRef> endFrame = Optional.empty();
  Optional<FrameRef> inferredFrame = Optional.empty();
  List<FrameRef> commandFrames = List.of();
  Evidence.Visibility visibility = Evidence.Visibility.WHOLE;
  int losses; // a bit for each that its capture had
  int longLines;
  @Nullable Recording recording;

  // What recognises it where it was captured once more; see Opening.
  long randomOne;
  long randomTwo;
  long answerRandom;

  // What Twins find.
  @Nullable Peer nat;
  @Nullable Peer proxy;

  // What the teller knows.
  boolean told;

  /** Begins again: nothing of it was reported. */
  void begin() {
    transport = Transport.TCP;
    ends = 0;
    ports = 0;
    addresses = null;
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
    recording = null;
    randomOne = 0;
    randomTwo = 0;
    answerRandom = 0;
    nat = null;
    proxy = null;
    told = false;
  }

  /** The end that sends in {@code direction}. */
  Peer peer(int direction) {
    return peer(ends, ports, addresses, direction);
  }

  /** One of two ends, as the table has them. */
  static Peer peer(long ends, int ports, long @Nullable [] addresses, int direction) {
    IpAddress address =
        addresses == null
            ? IpAddress.v4((int) (direction == 0 ? ends >>> 32 : ends))
            : IpAddress.v6(addresses[2 * direction], addresses[2 * direction + 1]);
    return new Peer(address, direction == 0 ? ports >>> 16 : ports & 0xFFFF);
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
        transport,
        peer(client),
        peer(1 - client),
        home.test(peer(client).address()),
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
            transport, peer(client), peer(1 - client), clientBasis, Optional.ofNullable(nat)),
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
