package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Target;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.preface.PrefaceRecognizer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The dialogues before TLS of one TCP connection: those that were, and the one that runs. Prefaces
 * know the ends as 0, who opened the connection or was seen first, and 1.
 */
final class Dialogues {
  private static final int MAX_PREFACES = 8; // one in the other: a proxy in front of mail is two
  private static final int DIALOGUE_BYTES = 1 << 10; // one without the names that it gave, about

  private final Connection connection;
  private final List<Preface> all = new ArrayList<>(0);
  private final List<FrameRef> commands = new ArrayList<>(0);
  private final MailOpening said = new MailOpening();
  private @Nullable Preface running;
  private int opener = -1; // as it was taken when first asked: a SYN may come later
  private boolean clientNamed;

  Dialogues(Connection connection) {
    this.connection = connection;
  }

  /** Begins again, of another connection: there was none. */
  void clear() {
    all.clear();
    commands.clear();
    said.clear();
    running = null;
    opener = -1;
    clientNamed = false;
  }

  /** How prefaces know the end that sends in {@code direction}. */
  int end(int direction) {
    if (opener < 0) {
      int initiator = connection.facts.initiator();
      opener = initiator >= 0 ? initiator : connection.firstDirection();
    }
    return direction == opener ? 0 : 1;
  }

  /** In order. */
  List<Preface> all() {
    return all;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** The one that is not over, or null. */
  @Nullable Preface running() {
    return running;
  }

  /** Returns whether one begins with these bytes. */
  PrefaceRecognizer.Answer test(int direction, ByteBuffer buffer, int at, int length) {
    return all.size() < MAX_PREFACES
        ? PrefaceRecognizer.test(end(direction), buffer, at, length)
        : PrefaceRecognizer.Answer.NO;
  }

  /** Begins the one that {@link #test} said yes to; false if there is none after all. */
  boolean begin(int direction, ByteBuffer buffer, int at, int length) {
    running = PrefaceRecognizer.start(end(direction), buffer, at, length).orElse(null);
    if (running == null) {
      return false;
    }
    commands.clear();
    all.add(running);
    return true;
  }

  /** Gives bytes of a direction to the running one; says how many it used. */
  int read(int direction, Reassembly in, int length) {
    Preface preface = running;
    if (preface == null || length == 0) {
      return 0;
    }
    int before = preface.commandsInClear();
    int used = preface.read(end(direction), in.buffer(), in.index(), length);
    for (int command = before; command < preface.commandsInClear(); command++) {
      List<FrameRef> frames = connection.views.frames;
      in.frames(in.position(), in.position() + used, frames);
      if (!frames.isEmpty()) {
        commands.add(frames.get(frames.size() - 1));
      }
    }
    said.add(direction, in.buffer(), in.index(), used);
    if (!clientNamed && preface.clientName().isPresent()) {
      clientNamed = true;
      connection.clientNamed(direction, preface.clientName().get());
    }
    return used;
  }

  /** Returns whether the running one takes what follows in {@code direction}, whatever it is. */
  boolean passesOver(int direction) {
    return running != null && running.passesOver(end(direction));
  }

  /** Bytes of {@code direction} are missing. */
  void hole(int direction) {
    if (running != null) {
      running.hole(end(direction));
    }
  }

  /** TLS begins in {@code direction}. */
  void tlsBegan(int direction) {
    if (running != null) {
      running.tlsBegan(end(direction));
    }
  }

  /** The running one is over. */
  void over() {
    running = null;
  }

  /** The frames of commands that went in clear, in the order of the commands. */
  List<FrameRef> commands() {
    return commands;
  }

  /** The client's direction as a dialogue shows it, or -1. */
  int client() {
    for (int i = 0; i < all.size(); i++) {
      int client = all.get(i).clientDirection();
      if (client >= 0) {
        return client == end(0) ? 0 : 1;
      }
    }
    return -1;
  }

  /** Returns what the client asked a proxy for, last. */
  Optional<Target> target() {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).target().isPresent()) {
        return all.get(i).target();
      }
    }
    return Optional.empty();
  }

  /** The last mail dialogue. */
  Optional<MailDialogue> mailDialogue() {
    for (int i = all.size() - 1; i >= 0; i--) {
      if (all.get(i).mail().isPresent()) {
        return all.get(i).mail();
      }
    }
    return Optional.empty();
  }

  /** Returns whether one of them was mail or with a proxy indeed: the service may be behind it. */
  boolean mayLeadToService() {
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).isNone()) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether one of them is mail. */
  boolean mail() {
    return mailDialogue().isPresent();
  }

  /**
   * Adds that one proxy was asked for two servers at once, or that TLS began that no mail asked
   * for.
   */
  void contradictions(boolean tlsSeen, Set<Contradiction> found) {
    for (int i = 0; i < all.size(); i++) {
      Preface each = all.get(i);
      if (each.asksForTwo()) {
        found.add(Contradiction.TWO_TARGETS);
      }
      if (each.goesOnInClear()
          && (tlsSeen || each.mail().isPresent() && each.mail().get().accepted())) {
        found.add(Contradiction.MAIL_BESIDE_TLS);
      }
    }
  }

  /**
   * A hash of what mail said in clear, where {@code client} is the client's direction; 0 for none.
   */
  long hash(int client) {
    return mail() ? said.hash(client) : 0;
  }

  /** Bytes of memory. */
  int heldBytes() {
    int held = 0;
    for (int i = 0; i < all.size(); i++) {
      held += DIALOGUE_BYTES + all.get(i).heldBytes();
    }
    return held;
  }

  @Override
  public String toString() {
    return all.isEmpty() ? "no dialogue" : "dialogues " + all;
  }

  /**
   * Hashes the first bytes of a dialogue in clear in both directions, however they were split
   * (FNV-1a, 64 bits): both sides of a NAT carry the same.
   */
  private static final class MailOpening {
    /** Greeting, capabilities and the first commands; the content of mail is not needed. */
    private static final int MAX_BYTES = 1 << 10;

    private static final long BASIS = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private final long[] hashes = {BASIS, BASIS};
    private final int[] counts = new int[2];

    /** Begins again: nothing was said. */
    void clear() {
      Arrays.fill(hashes, BASIS);
      Arrays.fill(counts, 0);
    }

    /** Adds bytes of {@code direction} that were read. */
    void add(int direction, ByteBuffer buffer, int start, int length) {
      int count = Math.min(length, MAX_BYTES - counts[direction]);
      for (int at = start; at < start + count; at++) {
        hashes[direction] = (hashes[direction] ^ Bytes.u8(buffer, at)) * PRIME;
      }
      counts[direction] += count;
    }

    /** The hash, where {@code client} is the client's direction; 0 if an end said nothing. */
    long hash(int client) {
      return counts[0] == 0 || counts[1] == 0 ? 0 : hashes[client] * PRIME + hashes[1 - client] | 1;
    }
  }
}
