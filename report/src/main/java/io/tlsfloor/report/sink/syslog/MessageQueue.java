package io.tlsfloor.report.sink.syslog;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Messages that wait to be sent, oldest first, bounded in number and in bytes. Not safe for several
 * threads.
 */
final class MessageQueue {
  private final int maxMessages;
  private final long maxBytes;
  private final Deque<byte[]> messages = new ArrayDeque<>();
  private long bytes;

  /** An empty queue with its bounds. */
  MessageQueue(int maxMessages, long maxBytes) {
    this.maxMessages = maxMessages;
    this.maxBytes = maxBytes;
  }

  boolean isEmpty() {
    return messages.isEmpty();
  }

  int size() {
    return messages.size();
  }

  /** Whether there is room for one more. */
  boolean fits(byte[] message) {
    return messages.size() < maxMessages && bytes + message.length <= maxBytes;
  }

  /**
   * Puts a message after all others.
   *
   * @return how many of the oldest had to go
   */
  int add(byte[] message) {
    messages.add(message);
    bytes += message.length;
    int dropped = 0;
    while (messages.size() > maxMessages || bytes > maxBytes) {
      bytes -= messages.remove().length;
      dropped++;
    }
    return dropped;
  }

  /** Puts a message that was taken before back to the front, over the bounds if need be. */
  void giveBack(byte[] message) {
    messages.addFirst(message);
    bytes += message.length;
  }

  /** Takes the oldest; null if there is none. */
  byte @Nullable [] poll() {
    byte[] next = messages.poll();
    if (next != null) {
      bytes -= next.length;
    }
    return next;
  }

  void clear() {
    messages.clear();
    bytes = 0;
  }
}
