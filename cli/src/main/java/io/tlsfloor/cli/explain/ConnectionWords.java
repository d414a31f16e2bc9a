package io.tlsfloor.cli.explain;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.ClientStack;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Judgement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Holds what was seen of a connection, in sentences. */
final class ConnectionWords {
  private final TlsConnection connection;
  private final Judgement judgement;

  ConnectionWords(TlsConnection connection, Judgement judgement) {
    this.connection = connection;
    this.judgement = judgement;
  }

  /** All of it, and why which end is the client. */
  List<String> facts() {
    List<String> facts = new ArrayList<>();
    facts.add(client());
    facts.addAll(seen());
    return facts;
  }

  /** All that a line of results holds, too. */
  List<String> seen() {
    List<String> facts = new ArrayList<>();
    if (!judgement.ends().client().equals(connection.client())) {
      facts.add(
          "Either end of media may say hello: reports name "
              + judgement.ends().client()
              + ", the end at home, as the client.");
    }
    connection.offer().ifPresent(offer -> facts.add(offer(offer)));
    connection.choice().ifPresent(choice -> facts.add(choice(choice)));
    connection
        .inferred()
        .ifPresent(version -> facts.add("The records say " + version + "; no hello shows it."));
    facts.add(outcome());
    connection.mail().ifPresent(mail -> facts.add(mail(mail)));
    connection
        .way()
        .target()
        .ifPresent(
            target ->
                facts.add("A proxy was asked for " + target.host() + ":" + target.port() + "."));
    connection.nat().ifPresent(nat -> facts.add("Outside a NAT the client is " + nat + "."));
    judgement.stack().ifPresent(stack -> facts.add(stack(stack)));
    for (Finding finding : judgement.findings()) {
      finding
          .remedy()
          .ifPresent(
              remedy ->
                  facts.add("What to do: " + remedy.text() + ", see " + remedy.reference() + "."));
    }
    return facts.stream().distinct().toList();
  }

  private String client() {
    return connection.client()
        + " is the client, "
        + switch (connection.clientBasis()) {
          case CLIENT_HELLO -> "because it sent the ClientHello.";
          case SERVER_HELLO -> "because the other end sent a ServerHello.";
          case SYN -> "because it sent the SYN.";
          case PORT -> "by a guess from ports and the direction of records.";
        };
  }

  private static String offer(Offer offer) {
    StringBuilder text = new StringBuilder("The client offered at most ").append(offer.max());
    offer
        .versions()
        .ifPresent(
            versions ->
                text.append(", in a list: ")
                    .append(
                        versions.stream()
                            .map(TlsVersion::toString)
                            .collect(Collectors.joining(", "))));
    text.append(
        switch (offer.format()) {
          case TLS -> "";
          case SSLV2 -> ", in SSLv2 format";
          case DTLS -> ", by DTLS";
          case QUIC -> ", by QUIC";
        });
    if (offer.fallbackScsv()) {
      text.append(", with TLS_FALLBACK_SCSV");
    }
    if (offer.hellos() > 1) {
      text.append(", in ").append(offer.hellos()).append(" hellos");
    }
    if (!offer.whole()) {
      text.append("; only a part of the hello was read");
    }
    offer.ja3().ifPresent(ja3 -> text.append("; JA3 ").append(ja3));
    offer.ja4().ifPresent(ja4 -> text.append(", JA4 ").append(ja4));
    return text.append('.').toString();
  }

  private static String choice(Choice choice) {
    return "The server chose "
        + choice.version()
        + switch (choice.basis()) {
          case SERVER_HELLO -> " in its ServerHello";
          case HELLO_RETRY_REQUEST -> " in a HelloRetryRequest";
          case REPORT -> ", as a report says";
        }
        + (choice.whole() ? "." : ", of which only a part was read.");
  }

  private String outcome() {
    StringBuilder text =
        new StringBuilder("Outcome: ").append(StoryBuilder.word(connection.outcome()));
    connection
        .ending()
        .ifPresent(
            ending ->
                text.append(", ended by ")
                    .append(StoryBuilder.word(ending.how()))
                    .append(ending.by().map(by -> " of the " + StoryBuilder.word(by)).orElse("")));
    if (connection.progress().resumed()) {
      text.append(", a resumed session");
    }
    return text.append('.').toString();
  }

  private static String mail(MailDialogue mail) {
    StringBuilder text = new StringBuilder(mail.protocol().toString()).append(" before TLS: ");
    text.append(
        mail.offered()
            .map(offered -> offered ? "STARTTLS offered" : "STARTTLS not offered")
            .orElse("whether STARTTLS was offered is not known"));
    if (mail.masked()) {
      text.append(", something overwrote a capability or a command with X, as in XXXXXXXX");
    }
    text.append(mail.requested() ? ", asked for" : ", not asked for");
    if (mail.requested()) {
      text.append(mail.accepted() ? ", accepted" : ", not accepted");
    }
    if (!mail.commandsInClear().isEmpty()) {
      text.append("; in clear: ").append(String.join(", ", mail.commandsInClear()));
    }
    return text.append('.').toString();
  }

  private static String stack(ClientStack stack) {
    return "The hello looks like "
        + stack.name()
        + ", confidence "
        + StoryBuilder.word(stack.confidence())
        + ".";
  }
}
