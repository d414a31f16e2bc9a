package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.rules.Service;
import java.util.List;
import java.util.Optional;

/**
 * A hint that the mail service refused inside TLS. Exchange Online completes the handshake at an
 * old version and may then answer {@code 421 4.7.66} (SMTP), or likewise by POP3 and IMAP, and
 * close; the reply is encrypted, so that only its length and the end after few records can be seen.
 * It decides nothing: another reason may have ended it.
 */
public final class RefusalInside {
  private static final String AREA = "Exchange";

  /** Encryption makes no text shorter, and the shortest of these has about 125 bytes. */
  private static final int MIN_BYTES = 120;

  private static final int SMTP = 25;
  private static final int SUBMISSION = 587;
  private static final int SUBMISSIONS = 465;

  private RefusalInside() {}

  /** Returns whether an established connection looks like that. */
  public static boolean isLikely(TlsConnection connection, Optional<Service> service) {
    Optional<EarlyEnd> end = connection.progress().earlyEnd();
    return end.isPresent()
        && end.get().bytes() >= MIN_BYTES
        && service.map(Service::area).orElse("").equals(AREA);
  }

  /** The hint, to follow "established"; empty where nothing hints at it. */
  static String of(Facts facts) {
    Optional<EarlyEnd> end = facts.connection().progress().earlyEnd();
    if (end.isEmpty() || !isLikely(facts.connection(), facts.service())) {
      return "";
    }
    int records = end.get().records();
    return ", and the server "
        + (end.get().how() == EndedHow.RESET ? "reset" : "closed")
        + " it after "
        + records
        + (records == 1 ? " record" : " records")
        + " of application data"
        + RuleWords.in(facts.connection(), List.of(end.get().frame()))
        + ": it may have refused inside TLS, "
        + (isSmtp(facts) ? "as Exchange Online does with 421 4.7.66" : "as Exchange Online does")
        + ", which a capture does not show";
  }

  private static boolean isSmtp(Facts facts) {
    TlsConnection connection = facts.connection();
    int port = facts.serverPort();
    return connection
        .mail()
        .map(MailDialogue::protocol)
        .map(protocol -> protocol == Protocol.SMTP)
        .orElse(port == SMTP || port == SUBMISSION || port == SUBMISSIONS);
  }
}
