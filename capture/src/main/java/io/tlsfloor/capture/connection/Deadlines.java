package io.tlsfloor.capture.connection;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Conversations that wait for the same while after they last brought something, in that order:
 * those whose silence becomes an outcome, or those whose verdict may still be changed by a late
 * packet. As the while is the same for all, that is the order of their deadlines, but for frames
 * that were captured out of order: one of those may be late by as much as it was early.
 */
final class Deadlines {
  /** What a conversation knows of its place in a queue; it waits in one at most. */
  abstract static class Waiter {
    private long deadlineNanos = Long.MAX_VALUE;
    private @Nullable Deadlines queue;
    private @Nullable Conversation before;
    private @Nullable Conversation after;

    /** Whether it waits in {@code queue}. */
    final boolean waitsIn(Deadlines queue) {
      return this.queue == queue;
    }
  }

  private final long afterNanos;
  private @Nullable Conversation first;
  private @Nullable Conversation last;

  /** Deadlines that are {@code afterNanos} after what is waited for since. */
  Deadlines(long afterNanos) {
    this.afterNanos = afterNanos;
  }

  /** Moves the deadline of {@code conversation} behind all others. */
  void set(Conversation conversation, long sinceNanos) {
    remove(conversation);
    Waiter waiter = conversation;
    waiter.deadlineNanos = sinceNanos + afterNanos;
    waiter.queue = this;
    waiter.before = last;
    if (last == null) {
      first = conversation;
    } else {
      after(last, conversation);
    }
    last = conversation;
  }

  /** Takes {@code conversation} out of where it waits, if it does. */
  static void remove(Conversation conversation) {
    Waiter waiter = conversation;
    if (waiter.queue != null) {
      waiter.queue.unlink(conversation);
    }
  }

  private void unlink(Waiter waiter) {
    if (waiter.before == null) {
      first = waiter.after;
    } else {
      after(waiter.before, waiter.after);
    }
    if (waiter.after == null) {
      last = waiter.before;
    } else {
      before(waiter.after, waiter.before);
    }
    waiter.before = null;
    waiter.after = null;
    waiter.queue = null;
  }

  private static void after(Waiter waiter, @Nullable Conversation next) {
    waiter.after = next;
  }

  private static void before(Waiter waiter, @Nullable Conversation previous) {
    waiter.before = previous;
  }

  /** Takes out the one that has waited longest; null for none. */
  @Nullable Conversation poll() {
    Conversation longest = first;
    if (longest != null) {
      unlink(longest);
    }
    return longest;
  }

  /** Calls {@code due} for each conversation whose deadline is at or before {@code nowNanos}. */
  void advance(long nowNanos, Consumer<Conversation> due) {
    for (Conversation next = first; next != null && isDue(next, nowNanos); next = first) {
      unlink(next);
      due.accept(next);
    }
  }

  private static boolean isDue(Waiter waiter, long nowNanos) {
    return waiter.deadlineNanos <= nowNanos;
  }
}
