package io.tlsfloor.cli.watch;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Sentences about the watch itself from any thread, until the one that writes prints them. What
 * puts them in looks at interfaces once a second; if the one that writes is stuck, later ones are
 * dropped.
 */
final class Mailbox {
  private record Sentence(String text, boolean warning) {}

  private static final int MAX_WAITING = 1000;

  private final BlockingQueue<Sentence> sentences = new ArrayBlockingQueue<>(MAX_WAITING);

  /** Something that is as it should be. */
  void note(String text) {
    add(text, false);
  }

  /** Something that went wrong, or is right again. */
  void event(String text) {
    add(text, true);
  }

  private void add(String text, boolean warning) {
    boolean unused = sentences.offer(new Sentence(text, warning)); // false: it is full
  }

  /** Gives what came since the last call. */
  void empty(Screen screen) {
    for (Sentence next = sentences.poll(); next != null; next = sentences.poll()) {
      if (next.warning()) {
        screen.event(next.text());
      } else {
        screen.note(next.text());
      }
    }
  }
}
