package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.NameSource;
import io.tlsfloor.parser.observation.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Holds what a mail dialogue has said so far. */
final class MailFacts {
  /** Names kept of one dialogue: a greeting and one EHLO reply hold two. */
  static final int MAX_NAMES = 16;

  private static final int MAX_REPLY_BYTES = 200; // design: the code and what follows it
  private static final int MIN_MASK = 4; // STLS
  private static final int NAME_BYTES = 96; // of a name without its text, about

  private final Protocol protocol;
  private final List<NameSeen> names = new ArrayList<>(2);
  private final List<String> commandsInClear = new ArrayList<>(2);
  private boolean capabilitiesSeen;
  private boolean offered;
  private boolean masked;
  private boolean asked;
  private boolean requested;
  private boolean awaitsReply;
  private boolean accepted;
  private int heldBytes;
  private Optional<String> reply = Optional.empty();

  MailFacts(Protocol protocol) {
    this.protocol = protocol;
  }

  /** The server offers TLS. */
  void offered() {
    offered = true;
    capabilitiesSeen = true;
  }

  /** A list of capabilities was seen to its end. */
  void capabilitiesSeen() {
    capabilitiesSeen = true;
  }

  /** Something stands overwritten where the offer or the request would be. */
  void masked() {
    masked = true;
  }

  /** The client asks for TLS. */
  void requested() {
    asked = true;
    requested = true;
    awaitsReply = true;
  }

  /** Returns whether the client was seen to ask for TLS. */
  boolean asked() {
    return asked;
  }

  /** Returns whether the request waits for its reply. */
  boolean awaitsReply() {
    return awaitsReply;
  }

  /** The server answers the request. */
  void answered(String text, boolean yes) {
    requested = true;
    awaitsReply = false;
    accepted = yes;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    reply =
        Optional.of(
            bytes.length <= MAX_REPLY_BYTES
                ? text
                : new String(Arrays.copyOf(bytes, MAX_REPLY_BYTES), StandardCharsets.UTF_8));
  }

  /** TLS began, whatever of the request and its reply was seen. */
  void tlsBegan() {
    accepted |= awaitsReply || !requested; // the reply, or both, are not in the capture
    requested = true;
  }

  /** The client sends something in clear that should not be. */
  void command(String verb) {
    if (!commandsInClear.contains(verb)) {
      commandsInClear.add(verb);
    }
  }

  int commandsInClear() {
    return commandsInClear.size();
  }

  /** Keeps a name of the server. */
  void name(Optional<String> name, NameSource from) {
    if (name.isPresent() && names.size() < MAX_NAMES) {
      NameSeen seen = new NameSeen(name.get(), from);
      if (!names.contains(seen)) {
        names.add(seen);
        heldBytes += NAME_BYTES + 2 * seen.name().length();
      }
    }
  }

  /** Memory for names, about. */
  int heldBytes() {
    return heldBytes;
  }

  List<NameSeen> names() {
    return List.copyOf(names);
  }

  MailDialogue told() {
    return new MailDialogue(
        protocol,
        capabilitiesSeen ? Optional.of(offered) : Optional.empty(),
        masked,
        requested,
        reply,
        accepted,
        commandsInClear);
  }

  /**
   * Returns whether the word at {@code from} was overwritten as some middleboxes do: the letter X
   * throughout, but for the last letter, which sometimes is another.
   */
  static boolean isMask(LineView line, int from) {
    int end = line.wordEnd(from);
    if (end - from < MIN_MASK) {
      return false;
    }
    for (int i = from; i < end - 1; i++) {
      if (line.at(i) != 'X') {
        return false;
      }
    }
    return line.at(end - 1) >= 'A' && line.at(end - 1) <= 'Z';
  }
}
