package io.tlsfloor.capture.track;

import java.util.PriorityQueue;
import java.util.function.Consumer;

/**
 * Conversations whose silence becomes an outcome, by packet time. Each is in the queue once, under
 * the time at which it was put there; one whose deadline has moved on by then is put back.
 */
final class Deadlines {
  private record Entry(long nanos, Conversation conversation) {}

  private final PriorityQueue<Entry> queue =
      new PriorityQueue<>((a, b) -> Long.compare(a.nanos, b.nanos));

  /** Moves the deadline of {@code conversation}. */
  void set(Conversation conversation, long nanos) {
    conversation.deadlineNanos = nanos;
    if (!conversation.queued) {
      conversation.queued = true;
      queue.add(new Entry(nanos, conversation));
    }
  }

  /** Calls {@code due} for each conversation whose deadline is at or before {@code nowNanos}. */
  void advance(long nowNanos, Consumer<Conversation> due) {
    while (!queue.isEmpty() && queue.peek().nanos <= nowNanos) {
      Conversation conversation = queue.remove().conversation;
      conversation.queued = false;
      if (conversation.flow().conversation != conversation) {
        continue; // decided in the meantime
      }
      if (conversation.deadlineNanos <= nowNanos) {
        due.accept(conversation);
      } else {
        set(conversation, conversation.deadlineNanos);
      }
    }
  }
}
