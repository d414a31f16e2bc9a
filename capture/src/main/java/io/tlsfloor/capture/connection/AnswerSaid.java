package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.ServerCertificate;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.parser.tls.CertificateNames;
import io.tlsfloor.parser.tls.HandshakeType;
import io.tlsfloor.parser.tls.HelloFacts;
import io.tlsfloor.parser.tls.SslV2ServerHelloView;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the server of a connection answered in clear: its choice and its certificate. The first
 * ServerHello counts, and before it a HelloRetryRequest. A part of {@link HandshakeFacts}, used
 * again.
 */
final class AnswerSaid {
  private final Views views;

  private @Nullable Choice choice;
  private boolean cut; // the rest of it is missing, or malformed
  private boolean retry; // a HelloRetryRequest came
  private long random;
  private List<FrameRef> frames = List.of(); // of the choice that counts
  private @Nullable ServerCertificate certificate;
  private boolean certificateSeen;
  private boolean done;

  AnswerSaid(Views views) {
    this.views = views;
  }

  /** Nothing was said. */
  void clear() {
    choice = null;
    cut = false;
    retry = false;
    random = 0;
    frames = List.of();
    certificate = null;
    certificateSeen = false;
    done = false;
  }

  // What is read.

  /** Reads a whole body of a ServerHello or HelloRetryRequest. */
  void read(ByteBuffer buffer, int at, int length) {
    if (views.serverHello.wrap(buffer, at, length)) {
      Choice chosen = views.helloKinds.choice(views.serverHello);
      boolean isRetry = chosen.basis() == ChoiceBasis.HELLO_RETRY_REQUEST;
      retry |= isRetry;
      random = isRetry ? 0 : buffer.getLong(at + HandshakeFacts.FRESH);
      chose(chosen);
    } else {
      readCut();
    }
  }

  /** Reads what is there of a body. */
  void readCut(ByteBuffer buffer, int at, int available) {
    views.serverHello.wrapBeginning(buffer, at, available);
    readCut();
  }

  private void readCut() {
    cut = true;
    Optional<Choice> found = HelloFacts.cutChoice(views.serverHello);
    if (found.isPresent() || choice == null) {
      chose(found.orElse(null));
    }
  }

  /** Reads SSL 2.0's own, which has the certificate in it. */
  void read(SslV2ServerHelloView hello, ByteBuffer buffer) {
    certificate =
        CertificateNames.read(buffer, hello.certificateStart(), hello.certificateLength())
            .orElse(null);
    chose(HelloFacts.choice(hello));
  }

  private void chose(@Nullable Choice chosen) {
    choice = chosen;
    frames = List.copyOf(views.frames);
  }

  /** Returns whether a body behind the ServerHello chooses another version. */
  boolean isChanged(ByteBuffer buffer, int at, int length) {
    if (choice == null || !views.serverHello.wrap(buffer, at, length)) {
      return false;
    }
    Choice other = views.helloKinds.choice(views.serverHello);
    return other.basis() == ChoiceBasis.SERVER_HELLO && !other.version().equals(choice.version());
  }

  /** Reads a Certificate message, whole; false if there was one before. */
  boolean readCertificate(ByteBuffer buffer, int at, int length) {
    if (certificateSeen) {
      return false;
    }
    certificateSeen = true;
    certificate = views.certificateNames(buffer, at, length).orElse(null);
    return true;
  }

  /** A message of which only that it came is of interest. */
  void passed(int type) {
    done |= type == HandshakeType.SERVER_HELLO_DONE;
    certificateSeen |= type == HandshakeType.CERTIFICATE;
  }

  // What is known.

  /** Returns whether a choice or the beginning of one was said. */
  boolean isSaid() {
    return choice != null || cut;
  }

  /** Returns whether the rest of it is missing. */
  boolean isCut() {
    return cut;
  }

  /** The choice that counts; null where none is known. */
  @Nullable Choice choice() {
    return choice;
  }

  @Nullable TlsVersion version() {
    return choice == null ? null : choice.version();
  }

  boolean isServerHello() {
    return choice != null && choice.basis() == ChoiceBasis.SERVER_HELLO;
  }

  /** Returns whether a HelloRetryRequest came, so that another hello follows. */
  boolean isRetry() {
    return retry;
  }

  /** Those of the choice that counts. */
  List<FrameRef> frames() {
    return frames;
  }

  /** What recognises it where it was captured once more; 0 for nothing. */
  long random() {
    return random;
  }

  Optional<ServerCertificate> certificate() {
    return Optional.ofNullable(certificate);
  }

  boolean isCertificateSeen() {
    return certificateSeen;
  }

  /** Returns whether the server sent what only a full handshake has. */
  boolean isFlightSeen() {
    return certificateSeen || done;
  }

  @Override
  public String toString() {
    return !isSaid() ? "no answer" : choice == null ? "a cut answer" : "chose " + choice.version();
  }
}
