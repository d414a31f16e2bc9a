package io.tlsfloor.capture.track;

/** The memory that all conversations together hold: for what is known, and for bytes that wait. */
final class HeldBytes {
  /** A conversation with a hello and no waiting bytes, as measured with 100,000 of them. */
  static final int CONVERSATION_BYTES = 1 << 11;

  private long total;

  /** Takes account of what {@code conversation} holds now; nothing once it was told. */
  void account(Conversation conversation) {
    boolean followed = conversation.flow().conversation == conversation;
    int now = followed ? CONVERSATION_BYTES + conversation.heldBytes() : 0;
    total += now - conversation.accountedBytes;
    conversation.accountedBytes = now;
  }

  long total() {
    return total;
  }
}
