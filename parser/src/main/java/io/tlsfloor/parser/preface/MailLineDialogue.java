package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * A dialogue of SMTP, IMAP or POP3, with what it said. It counts as mail only once a line shows
 * that it is mail: other protocols greet alike (FTP, Redis).
 */
abstract class MailLineDialogue extends LineDialogue {
  private final MailFacts facts;
  private boolean confirmed;

  MailLineDialogue(int client, Protocol protocol) {
    super(client);
    facts = new MailFacts(protocol);
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

  final MailFacts facts() {
    return facts;
  }

  @Override
  final void sawTls() {
    facts.tlsBegan();
  }

  @Override
  void tooLong() {
    settle();
  }

  @Override
  public final List<NameSeen> names() {
    return facts.names();
  }

  @Override
  public final int heldBytes() {
    return facts.heldBytes();
  }

  @Override
  public final int commandsInClear() {
    return facts.commandsInClear();
  }

  @Override
  public final boolean goesOnInClear() {
    return confirmed && facts.commandsInClear() > 0 && !facts.asked();
  }

  @Override
  public final Optional<MailDialogue> mail() {
    return confirmed ? Optional.of(facts.told()) : Optional.empty();
  }
}
