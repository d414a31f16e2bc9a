package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.tls.HelloFacts;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Hellos and choices that stand at the place of those that were read first. The hello is the one
 * that the server's choice fits; where nothing decides, the one with the lower maximum counts, and
 * the connection is contested.
 */
final class Rivals {
  private static final int MAX_OFFERS = 2 * Contents.MAX_OTHERS; // before and after a cookie

  private final TlsFacts facts;
  private final Views views;
  private final List<Offer> offers = new ArrayList<>(0);
  private final List<List<FrameRef>> frames = new ArrayList<>(0); // of each of them
  private final List<Choice> choices = new ArrayList<>(0);

  Rivals(TlsFacts facts, Views views) {
    this.facts = facts;
    this.views = views;
  }

  // What other contents hold.

  void clientHello(HelloFormat format, int direction, ByteBuffer buffer, int start, int length) {
    facts.notPseudo();
    if (!facts.hasOffer()) {
      facts.clientHello(format, direction, facts.here(), buffer, start, length);
    } else if (facts.isServer(direction)) {
      facts.clientHello(format, direction, facts.here(), buffer, start, length);
    } else if (views.wrap(format, buffer, start, length)) {
      add(views.helloKinds.offer(views.clientHello, format));
    }
  }

  /** A choice that came before the hello, or behind another one. */
  void chose(Choice choice) {
    if (choices.size() < MAX_OFFERS) {
      choices.add(choice);
      facts.rivalSeen();
    }
  }

  /** Another hello of the client, behind the first one: nothing asked for it. */
  void offered(Offer other) {
    add(other);
  }

  /**
   * Whether another offer than the one that counts fits the choice as well, and names another
   * server or lists other versions.
   */
  boolean mayMeanOthers(Offer first, Offer counts, Optional<Choice> choice) {
    boolean may = isOther(first, counts, choice);
    for (Offer each : offers) {
      may |= isOther(each, counts, choice);
    }
    return may;
  }

  private static boolean isOther(Offer offer, Offer counts, Optional<Choice> choice) {
    boolean differs =
        !offer.serverName().equals(counts.serverName())
            || !offer.versions().equals(counts.versions());
    return differs && (choice.isEmpty() || fits(offer, choice.get()));
  }

  void sslV2ClientHello(int direction, SslV2ClientHelloView hello, ByteBuffer buffer) {
    facts.notPseudo();
    if (!facts.hasOffer()) {
      facts.sslV2ClientHello(direction, facts.here(), hello, buffer, 0);
    } else if (facts.isServer(direction)) {
      facts.sslV2ClientHello(direction, facts.here(), hello, buffer, 0);
    } else {
      add(HelloFacts.sslv2(hello));
    }
  }

  private void add(Offer offer) {
    if (offers.size() == MAX_OFFERS || facts.isFirst(offer) || offers.contains(offer)) {
      return;
    }
    offers.add(offer);
    frames.add(facts.here());
    facts.rivalSeen();
  }

  void serverHello(int direction, ByteBuffer buffer, int start, int length) {
    if (facts.clientDirection() == direction) {
      facts.serverHello(direction, facts.here(), buffer, start, length);
      return;
    }
    facts.answeredInTls(direction);
    facts.notPseudo();
    if (!facts.serverHelloSeen()) {
      facts.serverHello(direction, facts.here(), buffer, start, length);
    } else if (views.serverHello.wrap(buffer, start, length)) {
      Choice other = views.helloKinds.choice(views.serverHello);
      if (other.basis() == ChoiceBasis.SERVER_HELLO && choices.size() < MAX_OFFERS) {
        choices.add(other);
        facts.rivalSeen();
      }
    }
  }

  void alert(int direction, int level, int description) {
    if (!facts.serverHelloSeen() && facts.alert().isEmpty()) {
      facts.answeredInTls(direction);
      facts.alert(direction, facts.here(), level, description);
    }
  }

  // Which of them count.

  /** The hello that counts, of {@code first} and those at its place. */
  Offer offer(Offer first, Optional<Choice> choice) {
    Offer best = first;
    for (Offer each : offers) {
      best = choice.isPresent() ? fitting(best, each, choice.get()) : lower(best, each);
    }
    return best;
  }

  /** The frames of the hello that counts. */
  List<FrameRef> frames(Offer counts, List<FrameRef> first) {
    int rival = offers.indexOf(counts);
    return rival < 0 ? first : frames.get(rival);
  }

  private static Offer fitting(Offer one, Offer other, Choice choice) {
    boolean oneFits = fits(one, choice);
    boolean otherFits = fits(other, choice);
    if (oneFits != otherFits) {
      return oneFits ? one : other;
    }
    if (one.max().equals(other.max())) {
      return lowest(one).isBefore(lowest(other)) ? other : one;
    }
    return one.max().isBefore(other.max()) ? other : one;
  }

  private static TlsVersion lowest(Offer offer) {
    return offer.min().orElse(offer.max());
  }

  /** Whether a choice is one of those that an offer leaves. */
  static boolean fits(Offer offer, Choice choice) {
    return offer.versions().isPresent()
        ? offer.versions().get().contains(choice.version())
        : !offer.max().isBefore(choice.version());
  }

  private static Offer lower(Offer one, Offer other) {
    if (other.max().equals(one.max())) {
      boolean lists = one.min().isPresent() && other.min().isPresent();
      return lists && other.min().get().isBefore(one.min().get()) ? other : one;
    }
    return other.max().isBefore(one.max()) ? other : one;
  }

  /** The choice that counts: the one that the client's records go on with, else the lower one. */
  @Nullable Choice choice(@Nullable Choice first, Optional<TlsVersion> records) {
    Choice best = first;
    for (Choice each : choices) {
      boolean agrees = records.isPresent() && isOnWire(each, records.get());
      boolean bestAgrees = best != null && records.isPresent() && isOnWire(best, records.get());
      if (best == null
          || agrees && !bestAgrees
          || agrees == bestAgrees && each.version().isBefore(best.version())) {
        best = each;
      }
    }
    return best;
  }

  private static boolean isOnWire(Choice choice, TlsVersion records) {
    TlsVersion version = choice.version();
    return (TlsVersion.TLS_1_2.isBefore(version) ? TlsVersion.TLS_1_2 : version).equals(records);
  }

  /**
   * Whether there are two contents of what decides, and nothing settled which one counts.
   *
   * @param first the offer that was read first
   * @param choice the choice that was read first
   */
  boolean areContested(Offer first, Optional<Choice> choice, Optional<TlsVersion> records) {
    boolean offersDiffer = false;
    for (Offer each : offers) {
      offersDiffer |= !each.max().equals(first.max()) || !each.versions().equals(first.versions());
    }
    boolean choicesDiffer = false;
    for (Choice each : choices) {
      choicesDiffer |= choice.isPresent() && !each.version().equals(choice.get().version());
    }
    return offersDiffer && choice.isEmpty() || choicesDiffer && records.isEmpty();
  }
}
