package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.rules.Finding;

/** Says what a rule says of a connection: what it found, or why it found nothing. */
public sealed interface Answer {
  /** Belongs to a connection without what the rule is about, as most are: nobody asks why. */
  Answer INAPPLICABLE = new Inapplicable();

  /**
   * Something is wrong.
   *
   * @param finding what
   */
  record Found(Finding finding) implements Answer {}

  /**
   * The rule looked, and nothing is wrong. One for each condition that does not hold, made once,
   * since most connections get nothing else.
   *
   * @param because a clause, with <code>{floor}</code>, <code>{max}</code> (of the offer), <code>
   *     {choice}</code> and <code>{inferred}</code> in place of the connection's
   */
  record Not(String because) implements Answer {
    /** Why, of the connection that was asked about. */
    public String because(Facts facts) {
      return because
          .replace("{floor}", facts.floor().toString())
          .replace("{max}", facts.offer().map(Offer::max).map(Object::toString).orElse(""))
          .replace("{choice}", facts.choice().map(Choice::version).map(Object::toString).orElse(""))
          .replace("{inferred}", facts.connection().inferred().map(Object::toString).orElse(""));
    }
  }

  /** The connection has nothing that the rule is about. */
  record Inapplicable() implements Answer {}
}
