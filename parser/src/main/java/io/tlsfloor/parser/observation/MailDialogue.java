package io.tlsfloor.parser.observation;

import java.util.List;
import java.util.Optional;

/**
 * Holds what a mail dialogue said before TLS, or instead of it (RFC 3207, RFC 9051 §6.2.1, RFC 2595
 * §4). Arguments of commands are never kept: they hold credentials and addresses.
 *
 * @param protocol SMTP (LMTP included), IMAP or POP3
 * @param offered whether the server offered STARTTLS or STLS; empty when its capabilities were not
 *     seen
 * @param masked whether a capability, or the command, was overwritten with X, as some middleboxes
 *     do
 * @param requested whether the client asked
 * @param reply the server's reply to that, its first 200 bytes, code included
 * @param accepted whether the reply was a yes
 * @param commandsInClear verbs that tell of mail or credentials in clear, in order, once each:
 *     {@code MAIL}, {@code AUTH}, {@code LOGIN}, {@code USER}, …
 */
public record MailDialogue(
    Protocol protocol,
    Optional<Boolean> offered,
    boolean masked,
    boolean requested,
    Optional<String> reply,
    boolean accepted,
    List<String> commandsInClear) {
  /** Copies the list. */
  public MailDialogue {
    commandsInClear = List.copyOf(commandsInClear);
  }

  /** The kind of dialogue that it is. */
  public PrefaceKind preface() {
    return switch (protocol) {
      case SMTP -> PrefaceKind.SMTP;
      case IMAP -> PrefaceKind.IMAP;
      case POP3 -> PrefaceKind.POP3;
      case TLS, DTLS, QUIC -> throw new IllegalStateException(protocol + " is no mail");
    };
  }
}
