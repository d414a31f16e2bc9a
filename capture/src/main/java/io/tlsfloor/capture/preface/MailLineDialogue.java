package io.tlsfloor.capture.preface;

import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.NameSeen;
import io.tlsfloor.parser.observation.Protocol;
import java.util.List;
import java.util.Optional;

/** A dialogue of SMTP, IMAP or POP3, with what it told. */
abstract class MailLineDialogue extends LineDialogue {
  private final MailFacts facts;

  MailLineDialogue(int client, Protocol protocol) {
    super(client);
    facts = new MailFacts(protocol);
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
  public final Optional<MailDialogue> mail() {
    return Optional.of(facts.told());
  }
}
