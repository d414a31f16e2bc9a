package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Service;

/** What a rule says of a connection: what it found, or why it found nothing. */
public sealed interface Answer {
  /**
   * Something is wrong.
   *
   * @param finding what
   */
  record Found(Finding finding) implements Answer {}

  /**
   * Nothing is wrong, as far as the rule goes. One for each condition that does not hold, made
   * once, since most connections get nothing else.
   *
   * @param because a clause, with <code>{floor}</code>, <code>{max}</code> (of the offer), <code>
   *     {choice}</code>, <code>{inferred}</code> and <code>{host}</code> (of the service) in place
   *     of the connection's
   */
  record Not(String because) implements Answer {
    /** Why, of the connection that was asked about. */
    public String because(Facts facts) {
      return because
          .replace("{floor}", facts.floor().toString())
          .replace("{max}", facts.offer().map(Offer::max).map(Object::toString).orElse(""))
          .replace("{choice}", facts.choice().map(Choice::version).map(Object::toString).orElse(""))
          .replace("{inferred}", facts.connection().inferred().map(Object::toString).orElse(""))
          .replace("{host}", facts.service().map(Service::host).orElse(""));
    }
  }
}
