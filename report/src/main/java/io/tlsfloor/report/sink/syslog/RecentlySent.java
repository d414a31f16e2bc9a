package io.tlsfloor.report.sink.syslog;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/**
 * What a link took in its last moments: no one knows whether it arrived if the link breaks now.
 * Bounded in time and number; not safe for several threads.
 */
final class RecentlySent {
  private static final long NANOS = 2_000_000_000L; // a link may break unseen for so long
  private static final int MAX_MESSAGES = 1000;

  /** A message that a link took, and when. */
  private static final class Sent {
    private final byte[] message;
    private final long nanos;

    Sent(byte[] message, long nanos) {
      this.message = message;
      this.nanos = nanos;
    }
  }

  private final Deque<Sent> messages = new ArrayDeque<>();

  /** Notes a message that a link took just now. */
  void add(byte[] message) {
    long now = System.nanoTime();
    messages.add(new Sent(message, now));
    while (!messages.isEmpty()
        && (messages.size() > MAX_MESSAGES || now - messages.element().nanos > NANOS)) {
      messages.remove();
    }
  }

  /**
   * Puts them all before what waits, in their order, and forgets them.
   *
   * @return how many
   */
  int giveBack(MessageQueue waiting) {
    long now = System.nanoTime();
    int count = 0;
    for (Iterator<Sent> latest = messages.descendingIterator(); latest.hasNext(); ) {
      Sent each = latest.next();
      if (now - each.nanos <= NANOS) {
        waiting.giveBack(each.message);
        count++;
      }
    }
    messages.clear();
    return count;
  }
}
