package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.RuleId;
import io.tlsfloor.rules.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Mail or credentials went in clear to the service because STARTTLS did not happen (RFC 3207 §4,
 * RFC 2595 §2). The service always offers it, so where it was not offered somebody took it away.
 */
final class CleartextFallback implements Rule {
  private static final Set<String> TELLING =
      Set.of("MAIL", "AUTH", "LOGIN", "AUTHENTICATE", "USER");

  private static final Answer ACCEPTED = new Answer.Not("the server accepted STARTTLS");
  private static final Answer NO_COMMAND =
      new Answer.Not("no command with mail or credentials went in clear");

  @Override
  public Answer judge(Facts facts) {
    if (facts.connection().mail().isEmpty() || facts.service().isEmpty()) {
      return Answer.INAPPLICABLE;
    }
    MailDialogue mail = facts.connection().mail().get();
    if (mail.accepted()) {
      return ACCEPTED;
    }
    List<String> commands = mail.commandsInClear().stream().filter(this::tells).toList();
    if (commands.isEmpty()) {
      return NO_COMMAND;
    }
    return new Answer.Found(finding(facts, mail, commands));
  }

  private boolean tells(String verb) {
    return TELLING.contains(verb.toUpperCase(Locale.ROOT));
  }

  private Finding finding(Facts facts, MailDialogue mail, List<String> commands) {
    List<FrameRef> frames = facts.connection().evidence().commands();
    int first = mail.commandsInClear().indexOf(commands.get(0));
    List<FrameRef> frame = first < frames.size() ? List.of(frames.get(first)) : List.of();
    String verbs = String.join(", ", commands);
    return new FindingWriter(RuleId.CLEARTEXT_FALLBACK, Severity.MEDIUM, facts)
        .see(frame, mail.protocol().name().toLowerCase(Locale.ROOT) + ".command", verbs)
        .says(
            text ->
                text.append(mail.protocol())
                    .append(" commands (")
                    .append(verbs)
                    .append(") went in clear text")
                    .append(RuleWords.in(facts.connection(), frame))
                    .append(commands.size() > 1 && !frame.isEmpty() ? " and after it" : "")
                    .append(": ")
                    .append(reason(mail)));
  }

  private static String reason(MailDialogue mail) {
    if (mail.requested()) {
      return "STARTTLS was refused";
    }
    if (mail.masked()) {
      return "something between them overwrote STARTTLS in the server's answer";
    }
    return mail.offered().orElse(true)
        ? "the client did not try STARTTLS"
        : "STARTTLS was not offered, although the service always offers it: somebody stripped it";
  }
}
