package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The kinds of hello that were met. Programs repeat their hellos: except for random, session, keys
 * and server name one is as the other. So the facts of a kind are read once, fingerprints and all,
 * and its later hellos share them.
 *
 * <p>What is kept is what {@link HelloFacts} takes. Bounded in kinds and in bytes. Not for use by
 * several threads.
 */
public final class HelloKinds {
  static final int MAX_KINDS = 1 << 8; // more than an office has kinds of clients
  static final int MAX_KEY_BYTES = 1 << 11; // longer ones are made to be long

  private final HelloKey key = new HelloKey(1 << 9);
  private final Map<HelloKey, Latest> offers = new HashMap<>();
  private final Map<HelloKey, Choice> choices = new HashMap<>();

  /** The offer of the latest hello of a kind: most programs ask for one name many times. */
  private static final class Latest {
    private Offer offer;

    Latest(Offer offer) {
      this.offer = offer;
    }

    Offer withServerName(Optional<String> name) {
      if (!offer.serverName().equals(name)) {
        offer = offer.withServerName(name);
      }
      return offer;
    }
  }

  /**
   * What a whole ClientHello offers.
   *
   * @param hello a view whose last {@code wrap} returned {@code true}
   * @param format TLS, DTLS or QUIC
   */
  public Offer offer(ClientHelloView hello, HelloFormat format) {
    key.clear();
    key.kind(hello, format);
    key.end();
    Latest latest = offers.get(key);
    if (latest == null) {
      Offer offer = HelloFacts.offer(hello, format);
      remember(offers, new Latest(offer));
      return offer;
    }
    return latest.withServerName(HelloFacts.serverName(hello));
  }

  /** A keyed hash of the kind of the hello that was asked for last: equal for one kind alone. */
  public long lastKind() {
    return key.hash();
  }

  /**
   * What a whole ServerHello or HelloRetryRequest chooses.
   *
   * @param hello a view whose last {@code wrap} returned {@code true}
   */
  public Choice choice(ServerHelloView hello) {
    key.clear();
    hello.writeKind(key);
    key.end();
    Choice choice = choices.get(key);
    if (choice == null) {
      choice = HelloFacts.choice(hello);
      remember(choices, choice);
    }
    return choice;
  }

  private <T> void remember(Map<HelloKey, T> kinds, T facts) {
    if (key.length() > MAX_KEY_BYTES) {
      return;
    }
    if (kinds.size() >= MAX_KINDS) {
      kinds.clear();
    }
    kinds.put(key.copy(), facts);
  }
}
