package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.OrderedBytes;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.preface.Preface;
import io.tlsfloor.parser.preface.PrefaceRecognizer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The dialogues before TLS of one TCP connection: those that were, and the one that runs. Prefaces
 * know the ends as 0, who opened the connection or was seen first, and 1.
 */
final class Dialogues {
  /** Dialogues in one connection, one inside the other: a proxy in front of mail is two. */
  static final int MAX_PREFACES = 8;

  /** One without the names that it gave: its view, its texts and what it counts, about. */
  private static final int DIALOGUE_BYTES = 1 << 10;

  private final TcpDirections conversation;
  private List<Preface> all = List.of(); // most connections have none
  private List<FrameRef> commands = List.of();
  private @Nullable MailOpening said;
  private @Nullable Preface running;
  private int opener = -1; // as it was taken when the first of them began: a SYN may come later

  Dialogues(TcpDirections conversation) {
    this.conversation = conversation;
  }

  /** Begins again, of another flow: there was none. */
  void begin() {
    if (said != null) {
      all = List.of();
      commands = List.of();
      said = null;
      running = null;
    }
    opener = -1;
  }

  /** The direction that prefaces know as 0. */
  int opener() {
    return opener < 0 ? conversation.flow.opener() : opener;
  }

  /** In order. */
  List<Preface> all() {
    return all;
  }

  /** The one that is not over, or null. */
  @Nullable Preface running() {
    return running;
  }

  private int end(int direction) {
    return direction == opener() ? 0 : 1;
  }

  /** Whether one begins with these bytes. */
  PrefaceRecognizer.Answer test(int direction, ByteBuffer buffer, int start, int length) {
    return all.size() < MAX_PREFACES
        ? PrefaceRecognizer.test(end(direction), buffer, start, length)
        : PrefaceRecognizer.Answer.NO;
  }

  /** Begins the one that {@link #test} said yes to; false if there is none after all. */
  boolean begin(int direction, ByteBuffer buffer, int start, int length) {
    Preface begun = PrefaceRecognizer.start(end(direction), buffer, start, length).orElse(null);
    if (begun == null) {
      return false;
    }
    opener = opener();
    running = begun;
    if (said == null) {
      said = new MailOpening();
      all = new ArrayList<>(1);
      commands = new ArrayList<>(0);
    }
    commands.clear();
    all.add(begun);
    return true;
  }

  /**
   * Gives bytes of {@code stream}, from its {@code offset} on, to the running one; says how many it
   * used.
   */
  int read(
      Preface preface, OrderedBytes stream, ByteBuffer buffer, int start, int length, long offset) {
    int before = preface.commandsInClear();
    int used = preface.read(end(stream.direction()), buffer, start, length);
    for (int command = before; command < preface.commandsInClear(); command++) {
      List<FrameRef> frames = stream.frames(offset, offset + used);
      if (!frames.isEmpty()) {
        commands.add(frames.get(frames.size() - 1));
      }
    }
    if (said != null) {
      said.add(stream.direction(), buffer, start, used);
    }
    return used;
  }

  /** The frames of commands that went in clear, in the order of the commands. */
  List<FrameRef> commands() {
    return commands;
  }

  /** What recognises what was said, where {@code client} is the client's direction. */
  Optional<HelloDigest> opening(int client) {
    return said == null ? Optional.empty() : said.digest(client);
  }

  /** Whether the running one takes what follows in {@code direction}, whatever it is. */
  boolean passesOver(Preface preface, int direction) {
    return preface.passesOver(end(direction));
  }

  /** Tells the running one of a hole. */
  void hole(Preface preface, int direction) {
    preface.hole(end(direction));
  }

  /** Tells the running one that TLS begins in {@code direction}. */
  void tlsBegan(Preface preface, int direction) {
    preface.tlsBegan(end(direction));
  }

  /** The running one is over. */
  void over() {
    running = null;
  }

  /** The running one was none: what follows it was not asked for. */
  void drop(Preface preface) {
    running = null;
    all.remove(preface);
  }

  /** Whether one of them was mail or with a proxy indeed: the service may be behind it. */
  boolean mayLeadToService() {
    for (int i = 0; i < all.size(); i++) {
      if (!all.get(i).isNone()) {
        return true;
      }
    }
    return false;
  }

  /** Bytes of memory. */
  int heldBytes() {
    int held = 0;
    for (int i = 0; i < all.size(); i++) { // no iterator: this is asked for each segment
      held += DIALOGUE_BYTES + all.get(i).heldBytes();
    }
    return held;
  }

  /** Whether one proxy was asked for two servers at once. */
  boolean asksForTwo() {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).asksForTwo()) {
        return true;
      }
    }
    return false;
  }

  /** Whether one of them is mail. */
  boolean mail() {
    for (int i = 0; i < all.size(); i++) { // no iterator: this is asked for each segment
      Preface each = all.get(i);
      if (each.mail().isPresent()) {
        return true;
      }
    }
    return false;
  }
}
