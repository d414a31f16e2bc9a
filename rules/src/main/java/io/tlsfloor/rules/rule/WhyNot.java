package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.DowngradeSentinel;
import io.tlsfloor.parser.observation.MailDialogue;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.RuleId;
import java.util.Optional;

/** Says why a rule found nothing: the first of its conditions that does not hold. */
public final class WhyNot {
  private WhyNot() {}

  /** A sentence on a rule that found nothing in {@code facts}. */
  public static String of(RuleId rule, Facts facts) {
    return switch (rule) {
      case NEGOTIATED_BELOW_FLOOR -> negotiated(facts);
      case DOWNGRADE -> downgrade(facts);
      case OFFERED_BELOW_FLOOR -> offered(facts);
      case INFERRED_BELOW_FLOOR -> inferred(facts);
      case LEGACY_ENDPOINT -> legacy(facts);
      case CLEARTEXT_FALLBACK -> cleartext(facts);
      case NO_COMMON_SUITE -> suite(facts);
      case OFFERS_BELOW_FLOOR -> offers(facts);
    };
  }

  private static String negotiated(Facts facts) {
    return facts
        .choice()
        .map(choice -> "the server chose " + compared(choice.version(), facts))
        .orElse("no choice of the server was seen");
  }

  private static String compared(TlsVersion version, Facts facts) {
    return version.isKnown()
        ? version + ", which is not below " + facts.floor()
        : version + ", which is no known version";
  }

  private static String downgrade(Facts facts) {
    Optional<Choice> seen = facts.choice();
    if (facts.offer().isEmpty()) {
      return "no ClientHello was seen to compare with";
    }
    if (seen.isEmpty() || seen.get().basis() != ChoiceBasis.SERVER_HELLO) {
      return "no ServerHello was seen";
    }
    TlsVersion most = facts.offer().get().max();
    if (!seen.get().version().isBefore(most)) {
      return "the server chose "
          + seen.get().version()
          + ", and the client offered at most "
          + most;
    }
    return seen.get().sentinel() == DowngradeSentinel.NONE
        ? "the server's random does not end in a downgrade sentinel"
        : "the downgrade sentinel does not fit " + seen.get().version();
  }

  private static String offered(Facts facts) {
    if (facts.offer().isEmpty()) {
      return "no ClientHello was seen";
    }
    TlsVersion most = facts.offer().get().max();
    return facts.isBelowFloor(most)
        ? "the server chose a version below " + facts.floor() + ", which is told instead"
        : "the client offered up to " + compared(most, facts);
  }

  private static String inferred(Facts facts) {
    if (facts.choice().isPresent()) {
      return "the server's choice was seen, so nothing has to be inferred";
    }
    return facts
        .connection()
        .inferred()
        .map(version -> "the records say " + compared(version, facts))
        .orElse("no two records in a row tell a version");
  }

  private static String legacy(Facts facts) {
    return facts
        .service()
        .map(service -> service.host() + " is no opt-in host for old TLS")
        .orElse("the server is no known service");
  }

  private static String cleartext(Facts facts) {
    Optional<MailDialogue> mail = facts.connection().mail();
    if (mail.isEmpty()) {
      return "there was no mail dialogue in clear";
    }
    if (facts.service().isEmpty()) {
      return "the server is no known service";
    }
    return mail.get().accepted()
        ? "the server accepted STARTTLS"
        : "no command with mail or credentials went in clear";
  }

  private static String suite(Facts facts) {
    Optional<Offer> offer = facts.offer();
    if (offer.isEmpty() || !offer.get().whole()) {
      return "no whole ClientHello was seen";
    }
    if (facts.row().isEmpty()) {
      return "the server is no known service";
    }
    if (facts.choice().isPresent()) {
      return "the server chose a suite";
    }
    if (!facts.isAtFloor(offer.get().max())) {
      return "the version offered is below " + facts.floor() + " already";
    }
    Outcome outcome = facts.connection().outcome();
    boolean alert = outcome == Outcome.REFUSED;
    if (alert) {
      int description = facts.connection().alert().map(AlertSeen::description).orElse(-1);
      if (description != AlertSeen.HANDSHAKE_FAILURE
          && description != AlertSeen.INSUFFICIENT_SECURITY) {
        return "the alert does not speak of suites";
      }
    } else if (outcome != Outcome.RESET && outcome != Outcome.CLOSED) {
      return "the server did not refuse";
    }
    return "a suite that the service takes is among those offered, the service's suites are not"
        + " known, or the end was not the server's";
  }

  private static String offers(Facts facts) {
    if (facts.offer().isEmpty()) {
      return "no ClientHello was seen";
    }
    Offer offer = facts.offer().get();
    if (!facts.isAtFloor(offer.max())) {
      return "the best that the client offered is below "
          + facts.floor()
          + " or unknown, which other rules tell";
    }
    return offer.versions().isPresent()
        ? "supported_versions holds nothing below " + facts.floor()
        : "the hello names only its highest version, " + offer.max();
  }
}
