package io.tlsfloor.parser.tls;

import io.tlsfloor.parser.Bytes;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /**
   * Numbers of hellos that no other was like, of which fingerprints are made: a third of a second.
   */
  static final int FREE_NUMBERS = 1 << 20;

  /** By so many each hello adds to those: more than a browser lists that shuffles its own. */
  static final int NUMBERS_A_HELLO = 1 << 6;

  private static final int NAMES = 1 << 7; // that are kept of a kind; more would be room for floods
  private static final int PLACES = 4; // of names that meet; the latest takes the last place
  private static final int LABEL = 12; // bytes that names are placed by: hosts differ in them

  private final HelloKey key = new HelloKey(1 << 9);
  private final Map<HelloKey, Named> offers = new HashMap<>();
  private final Map<HelloKey, Choice> choices = new HashMap<>();
  private int numbersLeft = FREE_NUMBERS;

  /** The offers of a kind, which differ in their server name: programs ask for the same few. */
  private static final class Named {
    private final Offer first;
    private final @Nullable Offer[] offers = new Offer[NAMES];

    Named(Offer first) {
      this.first = first;
    }

    /**
     * The offer with the hello's name, which is compared as bytes: a name that is met is no text.
     */
    Offer of(ClientHelloView hello) {
      if (hello.otherNameCount() > 0 || !first.otherNames().isEmpty()) {
        return first.withServerNames(HelloFacts.serverName(hello), HelloFacts.otherNames(hello));
      }
      int length = hello.serverNameLength();
      int place = place(hello.buffer(), hello.serverNameStart(), length);
      int last = place + PLACES - 1;
      for (; place <= last; place++) {
        Offer there = offers[place & NAMES - 1];
        if (there == null) {
          break;
        }
        if (isNamed(there.serverName(), hello.buffer(), hello.serverNameStart(), length)) {
          return there;
        }
      }
      Offer offer = first.withServerNames(HelloFacts.serverName(hello), List.of());
      offers[Math.min(place, last) & NAMES - 1] = offer;
      return offer;
    }

    private static int place(ByteBuffer buffer, int at, int length) {
      int hash = length;
      for (int i = Math.min(length, LABEL) - 1; i >= 0; i--) {
        hash = 31 * hash + buffer.get(at + i);
      }
      return (hash ^ hash >>> 7) & NAMES - 1;
    }

    private static boolean isNamed(Optional<String> known, ByteBuffer buffer, int at, int length) {
      String name = known.orElse("");
      if (name.length() != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (name.charAt(i) != Bytes.u8(buffer, at + i)) {
          return false;
        }
      }
      return true;
    }
  }

  /**
   * Returns what a whole ClientHello offers. Long ones that come once each get no fingerprints when
   * there are too many of them: no program sends such, and they would take more time than all else.
   *
   * @param hello a view whose last {@code wrap} returned {@code true}
   * @param format TLS, DTLS or QUIC
   */
  public Offer offer(ClientHelloView hello, HelloFormat format) {
    numbersLeft = Math.min(FREE_NUMBERS, numbersLeft + NUMBERS_A_HELLO);
    key.clear();
    key.kind(hello, format);
    key.end();
    Named known = offers.get(key);
    if (known != null) {
      return known.of(hello);
    }
    int numbers = HelloFacts.numbers(hello);
    if (numbers > numbersLeft) {
      return HelloFacts.offer(hello, format, false);
    }
    numbersLeft -= numbers;
    known = new Named(HelloFacts.offer(hello, format));
    remember(offers, known);
    return known.of(hello);
  }

  /**
   * Returns what a whole ServerHello or HelloRetryRequest chooses.
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
