package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages from an {@link SyslogOutbox}, by a thread of its own that connects again as often
 * as it must.
 */
final class SyslogSender {
  /** Opens a link. */
  interface Opener {
    /** A link that is ready. */
    Link open() throws IOException;
  }

  /**
   * How much is kept, and how long is waited.
   *
   * @param maxMessages that wait
   * @param maxBytes of messages that wait
   * @param firstPauseMillis before the second attempt to connect; doubled for each further one
   * @param maxPauseMillis between attempts to connect
   */
  record Limits(int maxMessages, long maxBytes, long firstPauseMillis, long maxPauseMillis) {
    /** Some minutes of a busy watch, and an outage of a receiver that is started again. */
    static final Limits STANDARD = new Limits(10_000, 16 << 20, 500, 15_000);
  }

  private final String target;
  private final Opener opener;
  private final Limits limits;
  private final Consumer<String> events;
  private final SyslogOutbox outbox;
  private Optional<String> trouble = Optional.empty(); // guarded by this, as the link
  private @Nullable Link link;
  private @Nullable Thread thread;

  /**
   * A sender that does nothing yet.
   *
   * @param target its name, for people
   * @param events takes a sentence when the link breaks, and when it works again; called by the
   *     sender's own thread
   */
  SyslogSender(String target, Opener opener, Limits limits, Consumer<String> events) {
    this.target = target;
    this.opener = opener;
    this.limits = limits;
    this.events = events;
    outbox = new SyslogOutbox(limits.maxMessages(), limits.maxBytes());
  }

  /** What it sends: takes messages, and counts them. */
  SyslogOutbox outbox() {
    return outbox;
  }

  /** Begins with a link that is open already. */
  void start(Link opened) {
    synchronized (this) {
      link = opened;
    }
    start();
  }

  /** Begins, and connects as soon as it can. */
  void start() {
    Thread sender = new Thread(this::run, "syslog");
    sender.setDaemon(true);
    thread = sender;
    sender.start();
  }

  /** Why nothing goes out now; empty while it does. */
  synchronized Optional<String> trouble() {
    return trouble;
  }

  /** What keeps messages from the receiver at present. */
  synchronized Optional<String> away() {
    return trouble.map(why -> "syslog to " + target + ": " + why);
  }

  /**
   * Sends what waits, and ends. What is left then is lost.
   *
   * @param patienceNanos without a message going out, after which it gives up
   */
  void close(long patienceNanos) {
    if (!outbox.close(patienceNanos)) {
      synchronized (this) {
        if (link != null) {
          link.close();
        }
      }
    }
    Thread sender = thread;
    if (sender != null) {
      sender.interrupt();
    }
  }

  private void run() {
    long pause = limits.firstPauseMillis();
    boolean proven = false; // whether the link took anything
    while (true) {
      byte[] message = take();
      if (message == null) {
        return;
      }
      Link open = link();
      if (open == null) {
        outbox.giveBack(message);
      } else if (send(open, message)) {
        pause = limits.firstPauseMillis();
        proven = true;
        continue;
      } else if (proven) { // it broke: perhaps the receiver was started again
        proven = false;
        continue;
      }
      if (!outbox.pause(pause)) {
        return;
      }
      pause = Math.min(2 * pause, limits.maxPauseMillis());
    }
  }

  /** The next message; null when it is all over. */
  private byte @Nullable [] take() {
    while (true) {
      byte[] next = outbox.take();
      if (next != null || outbox.isOver()) {
        return next;
      }
      if (finish()) {
        outbox.over();
        return null;
      }
    }
  }

  /** Ends the link; false if messages have to be sent again. */
  private boolean finish() {
    Link open;
    synchronized (this) {
      open = link;
      link = null;
    }
    if (open == null) {
      return true;
    }
    IOException failure = null;
    try {
      open.finish();
    } catch (IOException e) {
      failure = e;
    }
    int rejected = open.rejected();
    outbox.reject(rejected);
    synchronized (this) {
      if (failure != null) {
        trouble = Optional.of(Failures.what(failure));
      } else if (rejected > 0) {
        trouble = Optional.of(Failures.what(new PortUnreachableException()));
      }
    }
    return failure == null || !outbox.sendAgain();
  }

  /** The link, opened if there is none; null if that fails. */
  private @Nullable Link link() {
    synchronized (this) {
      if (link != null) {
        return link;
      }
    }
    try {
      Link opened = opener.open();
      synchronized (this) {
        if (outbox.isOver()) {
          opened.close();
          return null;
        }
        link = opened;
        return opened;
      }
    } catch (IOException e) {
      fails(e);
      return null;
    } catch (OutOfMemoryError e) { // by a flood: it goes, and this thread has to outlive it
      return null;
    }
  }

  /** Whether the link took the message; that it opened says little, of UDP nothing. */
  private boolean send(Link open, byte[] message) {
    IOException failure = null;
    try {
      open.send(message);
    } catch (IOException e) {
      failure = e;
    } catch (OutOfMemoryError e) { // half of it may be sent
      failure = new IOException("no memory", e);
    }
    outbox.reject(open.rejected());
    if (failure == null) {
      works();
      outbox.sent(message, open.ordered());
      return true;
    }
    if (outbox.failed(message)) {
      synchronized (this) {
        link = null;
      }
      open.close();
      fails(failure);
    }
    return false;
  }

  private synchronized void works() {
    if (trouble.isPresent() && !outbox.isOver()) {
      trouble = Optional.empty();
      long lost = outbox.lost();
      events.accept(
          "syslog to "
              + target
              + " works again"
              + (lost == 0 ? "" : "; " + Words.count(lost, "message") + " lost so far"));
    }
  }

  private synchronized void fails(IOException e) {
    boolean news = trouble.isEmpty();
    trouble = Optional.of(Failures.what(e));
    if (news && !outbox.isOver()) {
      events.accept(
          "syslog to " + target + ": " + Failures.what(e) + ": trying again. " + Failures.hint(e));
    }
  }
}
