package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.PrefaceKind;
import io.tlsfloor.parser.observation.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A dialogue of SMTP, IMAP or POP3, with what it has said so far. It counts as mail only once a
 * line shows that it is mail: other protocols greet alike (FTP, Redis).
 */
abstract class MailLineDialogue extends LineDialogue {
  static final int MAX_TEXT = 256; // characters of a reply held

  private static final int MAX_REPLY_BYTES = 200; // design: the code and what follows it

  private final PrefaceKind kind;
  private final Protocol protocol;
  private final List<String> commandsInClear = new ArrayList<>(2);
  private boolean capabilitiesSeen;
  private boolean offered;
  private boolean masked;
  private boolean asked;
  private boolean requested;
  private boolean awaitsReply;
  private boolean accepted;
  private Optional<String> reply = Optional.empty();
  private boolean confirmed;

  MailLineDialogue(int client, PrefaceKind kind, Protocol protocol) {
    super(client);
    this.kind = kind;
    this.protocol = protocol;
  }

  @Override
  public final PrefaceKind kind() {
    return kind;
  }

  /** What the client sends after its request may be TLS. */
  @Override
  boolean clientMustWait() {
    return awaitsReply && serverAnswers();
  }

  /** A line was seen that only this protocol has. */
  final void confirm() {
    confirmed = true;
  }

  /** Returns whether such a line was seen. */
  final boolean isConfirmed() {
    return confirmed;
  }

  /**
   * Returns whether both ends were heard in their roles, so that a reply in the client's name is
   * somebody else's, and turns nothing round.
   */
  final boolean isProven() {
    return confirmed && serverSeen();
  }

  /** It was taken for what it is not, or its ends for each other. */
  final void disown() {
    confirmed = false;
    end();
  }

  @Override
  public final boolean isNone() {
    return state() == State.ENDED && !confirmed;
  }

  /** The server offers TLS. */
  final void offered() {
    offered = true;
    capabilitiesSeen = true;
  }

  /** A list of capabilities was seen to its end. */
  final void capabilitiesSeen() {
    capabilitiesSeen = true;
  }

  /** Something stands overwritten where the offer or the request would be. */
  final void masked() {
    masked = true;
  }

  /** The client asks for TLS. */
  final void requested() {
    asked = true;
    requested = true;
    awaitsReply = true;
  }

  /** Returns whether the request waits for its reply. */
  final boolean awaitsReply() {
    return awaitsReply;
  }

  /** The server answers the request: after a yes, TLS is next. */
  final void answered(LineView line, boolean yes) {
    answered(line.copy(0, MAX_TEXT), yes);
  }

  /** Likewise, with more lines than one. */
  final void answered(String text, boolean yes) {
    requested = true;
    awaitsReply = false;
    accepted = yes;
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    reply =
        Optional.of(
            bytes.length <= MAX_REPLY_BYTES
                ? text
                : new String(Arrays.copyOf(bytes, MAX_REPLY_BYTES), StandardCharsets.UTF_8));
    if (yes) {
      overAfterHeldText();
    }
  }

  /** The client sends something in clear that should not be. */
  final void command(String verb) {
    if (!commandsInClear.contains(verb)) {
      commandsInClear.add(verb);
    }
  }

  /** TLS began, whatever of the request and its reply was seen. */
  @Override
  final void sawTls() {
    accepted |= awaitsReply || !requested; // the reply, or both, are not in the capture
    requested = true;
  }

  @Override
  void tooLong() {
    settle();
  }

  @Override
  public final int commandsInClear() {
    return commandsInClear.size();
  }

  @Override
  public final boolean goesOnInClear() {
    return confirmed && !commandsInClear.isEmpty() && !asked;
  }

  @Override
  public final Optional<MailDialogue> mail() {
    return confirmed ? Optional.of(told()) : Optional.empty();
  }

  private MailDialogue told() {
    return new MailDialogue(
        protocol,
        capabilitiesSeen ? Optional.of(offered) : Optional.empty(),
        masked,
        requested,
        reply,
        accepted,
        commandsInClear);
  }
}
