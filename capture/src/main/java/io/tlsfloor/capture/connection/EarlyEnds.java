package io.tlsfloor.capture.connection;

import io.tlsfloor.capture.stream.FrameMark;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.EarlyEnd;
import io.tlsfloor.parser.observation.EndedHow;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Optional;

/**
 * Looks whether the server ends an established mail connection at once. Exchange Online may let the
 * handshake at an old version complete and refuse inside TLS, by a reply that cannot be read; the
 * end after it can be seen. Up to TLS 1.1 the verdict of such a connection waits for it, for less
 * than a live finding may take.
 */
final class EarlyEnds {
  /** How long the end is waited for: a client's first command and the reply take a round trip. */
  static final long WITHIN_NANOS = 400_000_000L;

  private static final int SUBMISSIONS = 465; // RFC 8314 §7
  private static final int IMAPS = 993;
  private static final int POP3S = 995;

  private EarlyEnds() {}

  /** Whether the verdict of an established connection waits for an early end. */
  static boolean mayCome(Conversation conversation) {
    int server = 1 - ConnectionBuilder.clientDirection(conversation);
    return isLookedFor(conversation, server)
        && conversation.facts().records().applicationRecords(server)
            <= RecordFacts.MAX_EARLY_RECORDS;
  }

  /** The early end of an established connection, if there was one. */
  static Optional<EarlyEnd> of(Conversation conversation, int server) {
    int records = conversation.facts().records().applicationRecords(server);
    EndedHow how = conversation.endedHow();
    FrameMark frame = conversation.endFrame();
    if (!isLookedFor(conversation, server)
        || how == null
        || frame == null
        || conversation.endedBy() != server
        || conversation.holes(server) > 0
        || records < 1
        || records > RecordFacts.MAX_EARLY_RECORDS) {
      return Optional.empty();
    }
    return Optional.of(
        new EarlyEnd(
            how, records, conversation.facts().records().applicationBytes(server), frame.toRef()));
  }

  private static boolean isLookedFor(Conversation conversation, int server) {
    Optional<Choice> choice = conversation.facts().choice();
    return choice.isPresent()
        && choice.get().version().isBefore(TlsVersion.TLS_1_2)
        && !conversation.facts().records().sentEncryptedAlert(1 - server) // it ended itself
        && (conversation.mail() || isMailPort(conversation.flow().senderPort(server)));
  }

  private static boolean isMailPort(int port) {
    return port == SUBMISSIONS || port == IMAPS || port == POP3S;
  }
}
