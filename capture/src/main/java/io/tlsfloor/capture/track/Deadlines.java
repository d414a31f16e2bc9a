package io.tlsfloor.capture.track;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conversations that wait for the same while after they last told something, in that order: those
 * whose silence becomes an outcome, or those whose verdict may still be changed by a late packet.
 * As the while is the same for all, that is the order of their deadlines, but for frames that were
 * captured out of order: one of those may be late by as much as it was early.
 */
final class Deadlines {
  private final long afterNanos;
  private @Nullable Conversation first;
  private @Nullable Conversation last;

  /** Deadlines that are {@code afterNanos} after a conversation's last progress. */
  Deadlines(long afterNanos) {
    this.afterNanos = afterNanos;
  }

  /** Moves the deadline of {@code conversation} behind all others. */
  void set(Conversation conversation) {
    remove(conversation);
    conversation.deadlineNanos = conversation.facts().progressNanos() + afterNanos;
    conversation.waitsIn = this;
    conversation.waitsAfter = last;
    if (last == null) {
      first = conversation;
    } else {
      last.waitsBefore = conversation;
    }
    last = conversation;
  }

  /** Takes {@code conversation} out of where it waits, if it does. */
  static void remove(Conversation conversation) {
    Deadlines queue = conversation.waitsIn;
    if (queue != null) {
      queue.unlink(conversation);
    }
  }

  private void unlink(Conversation conversation) {
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
    conversation.waitsIn = null;
  }

  /** Calls {@code due} for each conversation whose deadline is at or before {@code nowNanos}. */
  void advance(long nowNanos, Consumer<Conversation> due) {
    for (Conversation next = first; next != null && next.deadlineNanos <= nowNanos; next = first) {
      unlink(next);
      due.accept(next);
    }
  }
}
