package io.tlsfloor.capture.connection;

/** The memory that all conversations together hold: for what is known, and for bytes that wait. */
final class HeldBytes {
  /** A conversation with a hello and no waiting bytes, as measured with 100,000 of them. */
  static final int CONVERSATION_BYTES = 1 << 11;

  /** What is counted for one conversation. */
  static final class Share {
    private int bytes;
  }

  private long total;

  /** Takes account of what {@code conversation} holds now; nothing once it is over. */
  void account(Conversation conversation) {
    int now = conversation.isOver() ? 0 : CONVERSATION_BYTES + conversation.heldBytes();
    total += now - conversation.share.bytes;
    conversation.share.bytes = now;
  }

  long total() {
    return total;
  }
}
