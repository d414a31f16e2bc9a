package io.tlsfloor.capture.names;

import io.tlsfloor.capture.NameSink;
import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.dns.DnsAnswers;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.IpAddress;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Room;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Names of servers' addresses, from DNS answers and from a capture's name-resolution blocks.
 *
 * <p>An answer names an address for the client that it was sent to, from its packet on until its
 * time to live and {@link #SLACK_NANOS} are over. For a client without such an answer, those of a
 * forwarder count: behind a resolver that asks for others, the capture shows its questions and not
 * theirs. Who connects to an address that it was given is taken to have asked for itself alone. An
 * answer may give an alias alone, whose address comes in another.
 */
public final class ServerNames implements NameSink {
  /**
   * How long programs go on using an address after its time to live: those that look up names once
   * in a run, and connections that a pool opens again.
   */
  static final long SLACK_NANOS = 3_600_000_000_000L;

  /** A time to live above a day counts as a day, as most resolvers have it (RFC 8767 §4). */
  static final int MAX_TTL_SECONDS = 86_400;

  static final int MAX_ADDRESSES = 1 << 16;
  static final int MAX_PAIRS = 1 << 17;
  static final int MAX_NAMES_TOLD = 24;
  static final int MAX_NAME_CHARS = 255; // RFC 1035 §2.3.4

  /**
   * Holds what messages may bring: each adds to what is left, and each address with its names takes
   * from it. Answers hold two or three addresses, and none is ever missing; those of a flood hold
   * as many as fit, and cost more to keep than to send.
   */
  static final int CREDIT_A_MESSAGE = 8;

  static final int MAX_CREDIT = 1 << 14;

  static final int MAX_EVICTED = 1 << 18; // by names from blocks; after that none is looked at

  private static final long MAX_TABLE_BYTES = 32L << 20;
  private static final long NANOS = 1_000_000_000L;
  private static final FrameRef FROM_NO_FRAME = new FrameRef("", 0, 0);

  private static final int MAX_STORY = 8; // answers that lead to an address: usual is one

  private record Pair(IpAddress client, IpAddress server) {}

  /** Holds what an alias leads to, for whom. */
  private record Alias(IpAddress client, String name) {}

  private final long maxTableBytes = Room.of(MAX_TABLE_BYTES);
  private final AnswerTable<Pair> byClient = new AnswerTable<>(MAX_PAIRS, maxTableBytes);
  private final AnswerTable<IpAddress> byAnybody = new AnswerTable<>(MAX_ADDRESSES, maxTableBytes);
  private final AnswerTable<Alias> aliases = new AnswerTable<>(MAX_ADDRESSES, maxTableBytes);
  private final AnswerTable<IpAddress> byBlocks = new AnswerTable<>(MAX_ADDRESSES, maxTableBytes);
  private int credit = MAX_CREDIT;
  private long beyond;
  private long leftOut;

  @Override
  public void name(IpAddress address, String name) {
    if (byBlocks.evicted() >= MAX_EVICTED) {
      leftOut(1);
    } else if (!name.isEmpty() && name.length() <= MAX_NAME_CHARS) {
      byBlocks.put(
          address,
          new NameAnswer(
              address, List.of(name), Long.MIN_VALUE, Long.MAX_VALUE, true, FROM_NO_FRAME));
    }
  }

  @Override
  public void leftOut(int names) {
    leftOut += names;
  }

  /**
   * Remembers the addresses of an answer that {@code client} got in the frame of {@code mark}, or
   * the alias that it gives alone.
   *
   * @param solicited whether its question was seen
   */
  void answered(IpAddress client, DnsAnswers answers, boolean solicited, FrameMark mark) {
    FrameRef frame = mark.toRef();
    List<String> names = List.of();
    int namesOf = -1;
    credit = Math.min(MAX_CREDIT, credit + CREDIT_A_MESSAGE);
    beyond += answers.left();
    alias(client, answers, solicited, frame);
    for (int i = 0; i < answers.count(); i++) {
      if (credit <= 0) {
        beyond += answers.count() - i;
        return;
      }
      credit--;
      if (namesOf < 0 || !answers.sameNames(namesOf, i)) {
        names = List.copyOf(answers.names(i));
        namesOf = i;
        credit -= names.size() - 1;
      }
      IpAddress address = answers.address(i);
      remember(address, answer(client, names, answers.ttl(i), solicited, frame));
    }
  }

  private void remember(IpAddress address, NameAnswer answer) {
    byClient.put(new Pair(answer.asker(), address), answer);
    byAnybody.put(address, answer);
  }

  private static NameAnswer answer(
      IpAddress client, List<String> names, long ttl, boolean solicited, FrameRef frame) {
    long now = frame.timeNanos();
    long seconds = Math.max(0, Math.min(ttl, MAX_TTL_SECONDS));
    return new NameAnswer(
        client, List.copyOf(names), now, now + seconds * NANOS + SLACK_NANOS, solicited, frame);
  }

  private void alias(IpAddress client, DnsAnswers answers, boolean solicited, FrameRef frame) {
    List<String> names = answers.alias();
    if (names.isEmpty() || credit <= 0) {
      return;
    }
    credit -= names.size();
    String last = names.get(names.size() - 1).toLowerCase(Locale.ROOT);
    aliases.put(
        new Alias(client, last), answer(client, names, answers.aliasTtl(), solicited, frame));
  }

  /**
   * Remembers an address of an answer in a log.
   *
   * @param client whom it was sent to
   * @param names the one that was asked for, then its aliases in order; what is no name is left out
   * @param seconds its time to live
   * @param entry of the log, with the time of the answer
   */
  public void answered(
      IpAddress client, List<String> names, IpAddress address, long seconds, FrameRef entry) {
    List<String> kept = new ArrayList<>(names.size());
    for (String name : names) {
      if (!name.isEmpty() && name.length() <= MAX_NAME_CHARS && kept.size() < MAX_NAMES_TOLD) {
        kept.add(name);
      }
    }
    if (!kept.isEmpty()) {
      remember(address, answer(client, kept, seconds, true, entry));
    }
  }

  /** Returns whether no server has a name, as in a capture without DNS. */
  public boolean isEmpty() {
    return byClient.size() + byAnybody.size() + byBlocks.size() == 0;
  }

  /**
   * The names of a server's address.
   *
   * @param client that connects to it
   * @param asked the server name that it sends, where it does: of a forwarder's answers only those
   *     with that name count then, and of those whose question was not seen, which anybody can
   *     send, only those that answer for that name
   * @param nanos packet time of the connection's first packet
   * @return those of DNS first, the newest answer first, in each the name that was asked for first
   */
  public List<NameSeen> of(IpAddress client, Optional<String> asked, IpAddress server, long nanos) {
    Pair pair = new Pair(client, server);
    List<NameAnswer> answers = byClient.valid(pair, nanos);
    if (asked.isPresent() && !answers.isEmpty()) {
      answers.removeIf(answer -> !answer.solicited() && !isFor(asked, answer, nanos));
    }
    if (answers.isEmpty()) {
      answers = ofForwarders(asked, server, nanos);
    } else {
      byClient.use(pair);
    }
    if (answers.isEmpty() && byBlocks.size() == 0) {
      return List.of();
    }
    Set<String> seen = new LinkedHashSet<>();
    List<NameSeen> names = new ArrayList<>();
    for (NameAnswer answer : answers) {
      for (NameAnswer part : story(answer, asked, nanos)) {
        for (String name : part.names()) {
          if (names.size() < MAX_NAMES_TOLD && seen.add(name)) {
            names.add(new NameSeen(name, NameSource.DNS, Optional.of(part.frame())));
          }
        }
      }
    }
    List<NameAnswer> fromBlocks = byBlocks.valid(server, nanos);
    for (int i = fromBlocks.size() - 1; i >= 0; i--) { // in the order of the capture
      names.add(new NameSeen(fromBlocks.get(i).names().get(0), NameSource.NAME_RESOLUTION));
    }
    return names;
  }

  /** The answers that led to the question of one, the first asked for first, and that one. */
  private List<NameAnswer> story(NameAnswer answer, Optional<String> asked, long nanos) {
    if (aliases.size() == 0) {
      return List.of(answer);
    }
    List<NameAnswer> story = new ArrayList<>(List.of(answer));
    for (int i = 0; i < story.size() && story.size() < MAX_STORY; i++) {
      String question = story.get(i).names().get(0).toLowerCase(Locale.ROOT);
      for (NameAnswer alias : aliases.valid(new Alias(answer.asker(), question), nanos)) {
        boolean counts = alias.solicited() || asked.isEmpty() || alias.asks(asked.get());
        if (counts && !story.contains(alias)) {
          story.add(alias);
        }
      }
    }
    Collections.reverse(story);
    return story;
  }

  /**
   * Returns whether an answer holds a name; of one whose question was not seen, whether it asks for
   * it.
   */
  private boolean isFor(Optional<String> asked, NameAnswer answer, long nanos) {
    String name = asked.orElseThrow();
    for (NameAnswer part : story(answer, asked, nanos)) {
      if (answer.solicited() ? part.holds(name) : part.asks(name)) {
        return true;
      }
    }
    return false;
  }

  private List<NameAnswer> ofForwarders(Optional<String> asked, IpAddress server, long nanos) {
    List<NameAnswer> answers = byAnybody.valid(server, nanos);
    if (answers.isEmpty()) {
      return answers;
    }
    answers.removeIf(
        answer ->
            byClient.isUsed(new Pair(answer.asker(), server))
                || asked.isPresent() && !isFor(asked, answer, nanos));
    return answers;
  }

  /** Addresses in answers that were not taken: nothing honest brings so many. */
  public long beyond() {
    return beyond;
  }

  /** Addresses that lost names which still held, for lack of room. */
  public long evicted() {
    return byAnybody.evicted() + aliases.evicted() + byBlocks.evicted();
  }

  /** Names that gave way to newer ones of their address, or whose asker was forgotten. */
  public long crowded() {
    return byClient.evicted() + byClient.crowded() + byBlocks.crowded() + leftOut;
  }
}
