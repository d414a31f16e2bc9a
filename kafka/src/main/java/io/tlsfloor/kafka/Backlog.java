package io.tlsfloor.kafka;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Lines that brokers do not have yet, in bounded room: in memory those that wait and those that
 * were sent and have no answer, all others in a spool on disk, if there is one. While a line waits
 * there, all that come after it do, so that the order stays. Not safe for several threads.
 */
final class Backlog {
  private static final int MAX_QUEUED_BYTES = 8 << 20;
  private static final int MAX_SENT_BYTES =
      16 << 20; // the client's own bound is for them compressed

  private final @Nullable Spool spool;
  private final Deque<Line> queue = new ArrayDeque<>();
  private final Deque<Outgoing> again = new ArrayDeque<>(); // sent, and given back
  private final Map<Long, Line> sent = new LinkedHashMap<>(); // without an answer, not of the spool
  private int queuedBytes;
  private long sentBytes; // of the spool, too
  private long spooled; // taken from the spool, without an answer
  private long next;
  private Spool.@Nullable Taken taken; // until it can be sent
  private @Nullable String trouble;

  Backlog(@Nullable Spool spool) {
    this.spool = spool;
  }

  /** Whether a line finds room in memory. */
  boolean hasRoom(Line line) {
    return queuedBytes + line.size() <= MAX_QUEUED_BYTES;
  }

  /**
   * Takes a line.
   *
   * @return false if there is no room
   */
  boolean take(Line line) {
    if (hasRoom(line) && spoolIsEmpty()) {
      queue.add(line);
      queuedBytes += line.size();
      return true;
    }
    return spool(line);
  }

  private boolean spoolIsEmpty() {
    return spool == null || spool.isEmpty();
  }

  private boolean spool(Line line) {
    if (spool == null) {
      return false;
    }
    try {
      boolean taken = spool.add(line);
      trouble = taken ? trouble : "the spool is full";
      return taken;
    } catch (IOException full) {
      trouble = "the spool cannot be written: " + KafkaBus.why(full);
      return false;
    }
  }

  /** The line to send next; null while none waits, or too many have no answer. */
  @Nullable Outgoing next(boolean alsoSpooled) {
    Outgoing back = again.poll();
    if (back != null || sentBytes >= MAX_SENT_BYTES) {
      return back;
    }
    Line queued = queue.peek();
    if (queued != null) { // it leaves once nothing more takes memory
      Outgoing line = new Outgoing(queued, next, null);
      sent.put(next, queued);
      next++;
      queue.remove();
      queuedBytes -= queued.size();
      sentBytes += queued.size();
      return line;
    }
    taken = taken == null && alsoSpooled ? fromSpool() : taken;
    if (taken == null) {
      return null;
    }
    Outgoing line = new Outgoing(taken.line(), -1, taken.part());
    taken = null;
    spooled++;
    sentBytes += line.line().size();
    return line;
  }

  private Spool.@Nullable Taken fromSpool() {
    try {
      return spool == null ? null : spool.take();
    } catch (IOException broken) {
      trouble = "the spool cannot be read: " + KafkaBus.why(broken);
      return null;
    }
  }

  /** The client did not send it after all. */
  void giveBack(Outgoing line) {
    again.add(line);
  }

  /** Brokers have it, or refused it for good. */
  void over(Outgoing line) {
    if (line.part() != null && spool != null) {
      spool.arrived(line.part());
      spooled--;
    } else {
      sent.remove(line.number());
    }
    sentBytes -= line.line().size();
  }

  /** Lines in memory, and at least one if any wait on disk. */
  long waiting() {
    return queue.size() + sent.size() + spooled + (spoolIsEmpty() ? 0 : 1);
  }

  /** Lines in memory for which the spool has no room. */
  long homeless() {
    long room = spool == null ? 0 : spool.room();
    long count = 0;
    for (Line line : (Iterable<Line>) inMemory()::iterator) {
      room -= line.size();
      count += room < 0 ? 1 : 0;
    }
    return count;
  }

  private Stream<Line> inMemory() {
    return Stream.concat(sent.values().stream(), queue.stream());
  }

  /**
   * Keeps in the spool what has not arrived; without one it is lost.
   *
   * @return how many lines are lost
   */
  long keep() {
    long lost = inMemory().filter(line -> !spool(line)).count();
    try {
      if (spool != null) {
        spool.close();
      }
    } catch (IOException broken) {
      trouble = "the spool cannot be written: " + KafkaBus.why(broken);
    }
    return lost;
  }

  /** What ails the spool; null if nothing does. */
  @Nullable String trouble() {
    return trouble;
  }
}
