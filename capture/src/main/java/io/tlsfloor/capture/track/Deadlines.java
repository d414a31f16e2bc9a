package io.tlsfloor.capture.track;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conversations whose silence becomes an outcome, in the order in which they last told something.
 * As the time-out is the same for all, that is the order of their deadlines, but for frames that
 * were captured out of order: one of those may be late by as much as it was early.
 */
final class Deadlines {
  private @Nullable Conversation first;
  private @Nullable Conversation last;

  /** Moves the deadline of {@code conversation} behind all others. */
  void set(Conversation conversation, long nanos) {
    remove(conversation);
    conversation.deadlineNanos = nanos;
    conversation.waiting = true;
    conversation.waitsAfter = last;
    if (last == null) {
      first = conversation;
    } else {
      last.waitsBefore = conversation;
    }
    last = conversation;
  }

  /** Takes {@code conversation} out, if it waits. */
  void remove(Conversation conversation) {
    if (!conversation.waiting) {
      return;
    }
    Conversation before = conversation.waitsAfter;
    Conversation after = conversation.waitsBefore;
    if (before == null) {
      first = after;
    } else {
      before.waitsBefore = after;
    }
    if (after == null) {
      last = before;
    } else {
      after.waitsAfter = before;
    }
    conversation.waitsAfter = null;
    conversation.waitsBefore = null;
    conversation.waiting = false;
  }

  /** Calls {@code due} for each conversation whose deadline is at or before {@code nowNanos}. */
  void advance(long nowNanos, Consumer<Conversation> due) {
    for (Conversation next = first; next != null && next.deadlineNanos <= nowNanos; next = first) {
      remove(next);
      due.accept(next);
    }
  }
}
