package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Protocol;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * What a dialogue of SMTP, IMAP or POP3 says of TLS: whether it is offered, asked for, and granted,
 * and what goes in clear instead. It counts as mail only once a line shows that it is mail: other
 * protocols greet alike (FTP, Redis).
 */
final class MailFacts {
  /** Characters of a reply that are held. */
  static final int MAX_TEXT = 256;

  private static final int MAX_REPLY_BYTES = 200; // design: the code and what follows it

  private final Exchange exchange;
  private final Protocol protocol;
  private final List<String> commandsInClear = new ArrayList<>(2);
  private boolean confirmed;
  private boolean capabilitiesSeen;
  private boolean offered;
  private boolean masked;
  private boolean asked; // by the client, as was seen
  private boolean requested; // as is known, perhaps by the reply alone
  private boolean awaitsReply;
  private boolean accepted;
  private Optional<String> reply = Optional.empty();

  MailFacts(Exchange exchange, Protocol protocol) {
    this.exchange = exchange;
    this.protocol = protocol;
  }

  // Whether it is mail.

  /** A line was seen that only this protocol has. */
  void confirm() {
    confirmed = true;
  }

  /** Returns whether such a line was seen. */
  boolean isConfirmed() {
    return confirmed;
  }

  /**
   * Returns whether both ends were heard in their roles, so that a reply in the client's name is
   * somebody else's, and turns nothing round.
   */
  boolean areRolesKnown() {
    return confirmed && exchange.serverSeen();
  }

  /** It was taken for what it is not, or its ends for each other. */
  void disown() {
    confirmed = false;
    exchange.end();
  }

  // What is said of TLS.

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

  /** The client asks for TLS: what it sends next may be TLS. */
  void requested() {
    asked = true;
    requested = true;
    awaitsReply = true;
  }

  /** Returns whether the request waits for its reply. */
  boolean awaitsReply() {
    return awaitsReply;
  }

  /** The server answers the request: after a yes, TLS is next. */
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
    if (yes) {
      exchange.acceptTls();
    }
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

  /** How many commands went in clear, each counted once. */
  int commandsInClear() {
    return commandsInClear.size();
  }

  /** Returns whether something went in clear, and the client was not seen to ask for TLS. */
  boolean goesOnInClear() {
    return confirmed && !commandsInClear.isEmpty() && !asked;
  }

  /** The dialogue, if it is mail. */
  Optional<MailDialogue> mail() {
    if (!confirmed) {
      return Optional.empty();
    }
    Optional<Boolean> offer = capabilitiesSeen ? Optional.of(offered) : Optional.empty();
    return Optional.of(
        new MailDialogue(protocol, offer, masked, requested, reply, accepted, commandsInClear));
  }
}
