package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.Reassembly;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.KeyedHash;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.tls.HelloFacts;
import io.tlsfloor.parser.tls.SslV2ClientHelloView;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the ClientHellos of a connection said: the first counts, and of one that is cut what is
 * there of it. A part of {@link HandshakeFacts}, used again.
 */
final class HelloSaid {
  private final Views views;

  private @Nullable Offer offer;
  private boolean cut; // its rest is missing, or malformed
  private @Nullable String cutName; // of one that is cut
  private int count;
  private long randomOne;
  private long randomTwo;
  private int mark;
  private List<FrameRef> frames = List.of();

  HelloSaid(Views views) {
    this.views = views;
  }

  /** Nothing was said. */
  void clear() {
    offer = null;
    cut = false;
    cutName = null;
    count = 0;
    randomOne = 0;
    randomTwo = 0;
    mark = 0;
    frames = List.of();
  }

  // What is read.

  /** A hello begins with a mark, unless that is 0: all of DTLS's have the first one's. */
  void begins(int itsMark) {
    mark = itsMark == 0 ? mark : itsMark;
  }

  /** Reads a whole body, which counts if it is sound. */
  void read(HelloFormat format, ByteBuffer buffer, int at, int length) {
    if (views.wrap(format, buffer, at, length)) {
      offer = views.helloKinds.offer(views.clientHello, format);
      cut = false;
      randomOne = buffer.getLong(at + HandshakeFacts.FRESH);
      randomTwo = buffer.getLong(at + HandshakeFacts.FRESH + Long.BYTES);
      mark = TcpSegment.mark(buffer, at);
    } else if (!cut) {
      readCut(format, buffer, at, length);
    }
  }

  /** Reads what is there of a body. */
  void readCut(HelloFormat format, ByteBuffer buffer, int at, int available) {
    views.clientHello.wrapBeginning(buffer, at, available, format);
    offer = HelloFacts.cutOffer(views.clientHello, format).orElse(null);
    cutName = HelloFacts.serverName(views.clientHello).orElse(null);
    cut = true;
  }

  /** Reads one in the form of SSL 2.0, unless an earlier one counts. */
  void read(SslV2ClientHelloView hello, ByteBuffer buffer, int at) {
    if (offer == null) {
      offer = HelloFacts.sslv2(hello);
      randomOne = KeyedHash.of(buffer, at, hello.lengthOnWire()) | 1;
    }
  }

  /** One was said, whether it counts or not, in frames. */
  void said(List<FrameRef> in) {
    count++;
    frames = frames.isEmpty() ? List.copyOf(in) : both(frames, in);
  }

  private static List<FrameRef> both(List<FrameRef> known, List<FrameRef> more) {
    Set<FrameRef> frames = new LinkedHashSet<>(known);
    frames.addAll(more);
    return frames.stream().limit(Reassembly.MAX_FRAMES).toList();
  }

  // What is known.

  /** Returns whether one or the beginning of one was said. */
  boolean isSaid() {
    return count > 0;
  }

  /** Returns whether an offer is known, or what is there of one. */
  boolean isRead() {
    return offer != null || cut;
  }

  /** Returns whether its rest is missing. */
  boolean isCut() {
    return cut;
  }

  /** Returns whether a body has the random that is known. */
  boolean isRepeated(ByteBuffer buffer, int at) {
    return buffer.getLong(at + HandshakeFacts.FRESH) == randomOne;
  }

  Optional<Offer> offer() {
    return offer == null ? Optional.empty() : Optional.of(offer.withHellos(count));
  }

  /** The offer of the one that counts; null where none is known. */
  @Nullable Offer counted() {
    return offer;
  }

  /** The server name, also of one that is cut. */
  Optional<String> serverName() {
    return offer == null ? Optional.ofNullable(cutName) : offer.serverName();
  }

  /** Further names of the same extension. */
  List<String> otherNames() {
    return offer == null ? List.of() : offer.otherNames();
  }

  boolean isNameEncrypted() {
    return offer != null && offer.encryptedClientHello();
  }

  /** The frames of all, in order: a list that stays as it is. */
  List<FrameRef> frames() {
    return frames;
  }

  /** Returns what distinguishes the hello of ports that are used again; 0 for none. */
  int mark() {
    return mark;
  }

  /** What recognises it where it was captured once more; 0 for nothing, as the next. */
  long randomOne() {
    return randomOne;
  }

  long randomTwo() {
    return randomTwo;
  }

  @Override
  public String toString() {
    return count == 0 ? "no hello" : offer == null ? "a cut hello" : "offers to " + offer.max();
  }
}
