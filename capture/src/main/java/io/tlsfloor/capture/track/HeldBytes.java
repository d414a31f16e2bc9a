package io.tlsfloor.capture.track;

/** The memory that all conversations together hold for bytes that wait. */
final class HeldBytes {
  private long total;

  /** Takes account of what {@code conversation} holds now; nothing once it was told. */
  void account(Conversation conversation) {
    int now = conversation.flow().conversation == conversation ? conversation.heldBytes() : 0;
    total += now - conversation.accountedBytes;
    conversation.accountedBytes = now;
  }

  long total() {
    return total;
  }
}
