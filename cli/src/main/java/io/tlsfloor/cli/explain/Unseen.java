package io.tlsfloor.cli.explain;

import io.tlsfloor.capture.record.Recording;
import io.tlsfloor.parser.observation.ClientBasis;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Protocol;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.ArrayList;
import java.util.List;

/** Holds what could not be seen of a connection, in sentences. */
final class Unseen {
  private final TlsConnection connection;
  private final Recording recording;
  private final List<String> sentences = new ArrayList<>();

  Unseen(TlsConnection connection, Recording recording) {
    this.connection = connection;
    this.recording = recording;
  }

  /** The sentences; {@code losses} are those of the file as a whole, in words. */
  List<String> sentences(List<String> losses) {
    Evidence evidence = connection.evidence();
    if (evidence.sides() != Sides.BOTH) {
      say(
          evidence.sides() == Sides.CLIENT
              ? "No payload of the server is in the capture."
              : "No payload of the client is in the capture.");
    }
    if (!evidence.fromStart()) {
      say("The connection's beginning is not in the capture.");
    }
    if (evidence.holes() > 0) {
      say("Before the verdict, pieces of a stream are missing: " + evidence.holes() + ".");
    }
    if (evidence.truncated()) {
      say("A frame before the verdict was cut by the snap length.");
    }
    if (!evidence.timeKnown()) {
      say("The capture has no times for some frames.");
    }
    if (connection.clientBasis() == ClientBasis.PORT) {
      say("Which end is the client is a guess.");
    }
    hellos();
    if (recording.more() > 0) {
      say("Packets after the first " + recording.packets().size() + " are counted, not shown.");
    }
    for (String loss : losses) {
      say("In the file as a whole: " + loss + ".");
    }
    return sentences;
  }

  private void hellos() {
    if (connection.offer().isEmpty()) {
      say("What the client offered is not known.");
    } else if (connection.offer().map(Offer::encryptedClientHello).orElse(false)) {
      say("The server name is an outer one: the real one is encrypted (RFC 9849).");
    }
    if (connection.choice().isEmpty()) {
      say("What the server chose is not known.");
    }
    boolean hidden =
        connection
            .choice()
            .map(choice -> !choice.version().isBefore(TlsVersion.TLS_1_3))
            .orElse(connection.protocol() == Protocol.QUIC);
    if (hidden) {
      say("After the ServerHello all is encrypted: certificate, and refusals of the client.");
    } else if (connection.outcome() == Outcome.ESTABLISHED) {
      say("What came after the handshake is encrypted and was not read.");
    }
  }

  private void say(String sentence) {
    sentences.add(sentence);
  }
}
