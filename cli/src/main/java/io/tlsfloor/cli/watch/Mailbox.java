package io.tlsfloor.cli.watch;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Sentences about the watch itself from any thread, until the one that writes tells them. What puts
 * them in looks at interfaces once a second, so there are never many.
 */
final class Mailbox {
  private record Sentence(String text, boolean warning) {}

  private final Queue<Sentence> sentences = new ConcurrentLinkedQueue<>();

  /** Something that is as it should be. */
  void note(String text) {
    sentences.add(new Sentence(text, false));
  }

  /** Something that went wrong, or is right again. */
  void event(String text) {
    sentences.add(new Sentence(text, true));
  }

  /** Tells what came since the last call. */
  void empty(WatchOutput output) {
    for (Sentence next = sentences.poll(); next != null; next = sentences.poll()) {
      if (next.warning()) {
        output.event(next.text());
      } else {
        output.note(next.text());
      }
    }
  }
}
