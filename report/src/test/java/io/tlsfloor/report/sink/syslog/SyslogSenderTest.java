package io.tlsfloor.report.sink.syslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.tlsfloor.testing.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The queue before a receiver: its bounds, its counts, its end. */
@Timeout(30)
class SyslogSenderTest {
  private static final SyslogSender.Limits SMALL = new SyslogSender.Limits(3, 1000, 1, 5);

  private final List<String> arrived = Collections.synchronizedList(new ArrayList<>());
  private final List<String> events = Collections.synchronizedList(new ArrayList<>());

  /** A link that a test can break. */
  private class Played implements Link {
    volatile boolean broken;
    volatile boolean unfinished;
    final CountDownLatch gate;

    Played(CountDownLatch gate) {
      this.gate = gate;
    }

    @Override
    public void send(byte[] message) throws IOException {
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IOException(e);
      }
      if (broken) {
        throw new IOException("broken");
      }
      arrived.add(new String(message, StandardCharsets.US_ASCII));
    }

    @Override
    public boolean ordered() {
      return true;
    }

    @Override
    public int rejected() {
      return 0;
    }

    @Override
    public void finish() throws IOException {
      if (unfinished) {
        throw new IOException("reset");
      }
    }

    @Override
    public void close() {
      gate.countDown();
      broken = true;
    }
  }

  private static CountDownLatch open() {
    return new CountDownLatch(0);
  }

  private static byte[] message(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private SyslogSender sender(SyslogSender.Opener opener) {
    return new SyslogSender("tcp://r:514", opener, SMALL, events::add);
  }

  @Test
  void dropsTheOldestAndCountsItWhileNobodyAnswers() {
    SyslogSender sender =
        sender(
            () -> {
              throw new IOException("away");
            });
    for (String text : List.of("a", "b", "c", "d", "e")) {
      sender.outbox().offer(message(text));
    }
    assertThat(sender.outbox().lost()).isEqualTo(2);
    assertThat(sender.outbox().waiting()).isEqualTo(3);

    sender.start();
    Await.until(() -> !events.isEmpty());
    sender.close(TimeUnit.MILLISECONDS.toNanos(50));

    assertThat(sender.outbox().lost()).isEqualTo(5);
    assertThat(sender.outbox().sent()).isZero();
    assertThat(events).hasSize(1).first().asString().contains("away", "trying again");
  }

  @Test
  void boundsBytesToo() {
    SyslogSender sender = sender(() -> new Played(open()));
    sender.outbox().offer(new byte[600]);
    sender.outbox().offer(new byte[600]);

    assertThat(sender.outbox().lost()).isEqualTo(1);
    assertThat(sender.outbox().waiting()).isEqualTo(1);
  }

  @Test
  void sendsAgainWhatABrokenLinkMayHaveLost() {
    List<Played> links = Collections.synchronizedList(new ArrayList<>());
    SyslogSender sender =
        sender(
            () -> {
              Played link = new Played(open());
              links.add(link);
              return link;
            });
    sender.start();
    sender.outbox().offer(message("a"));
    sender.outbox().settle(TimeUnit.SECONDS.toNanos(5));
    links.get(0).broken = true;
    sender.outbox().offer(message("b"));
    sender.close(TimeUnit.SECONDS.toNanos(5));

    assertThat(arrived).containsExactly("a", "a", "b");
    assertThat(sender.outbox().sent()).isEqualTo(2);
    assertThat(sender.outbox().lost()).isZero();
    assertThat(events.get(1)).contains("works again");
  }

  /** As in a flood that fills the heap, in which the link breaks. */
  @Test
  void connectsAgainThoughThereWasNoMemoryToConnect() {
    AtomicInteger opened = new AtomicInteger();
    SyslogSender sender =
        sender(
            () -> {
              if (opened.getAndIncrement() == 0) {
                throw new OutOfMemoryError("as if the heap were full");
              }
              return new Played(open());
            });
    sender.start();
    sender.outbox().offer(message("a"));
    sender.close(TimeUnit.SECONDS.toNanos(5));

    assertThat(arrived).containsExactly("a");
    assertThat(sender.outbox().lost()).isZero();
  }

  /** As UDP that this machine does not let out: the link opens, and takes nothing. */
  @Test
  void takesALinkThatOpensForNoneThatWorks() throws InterruptedException {
    AtomicInteger opened = new AtomicInteger();
    AtomicBoolean away = new AtomicBoolean(true);
    SyslogSender sender =
        new SyslogSender(
            "udp://r:514",
            () -> {
              opened.incrementAndGet();
              Played link = new Played(open());
              link.broken = away.get();
              return link;
            },
            new SyslogSender.Limits(3, 1000, 50, 50),
            events::add);
    sender.start();
    sender.outbox().offer(message("a"));
    Thread.sleep(500);

    assertThat(opened.get()).isBetween(2, 11); // a pause before each
    assertThat(events).hasSize(1).first().asString().contains("broken", "trying again");
    assertThat(sender.trouble()).hasValue("broken");

    away.set(false);
    sender.close(TimeUnit.SECONDS.toNanos(5));
    assertThat(arrived).containsExactly("a");
    assertThat(events).hasSize(2).last().asString().contains("works again");
  }

  @Test
  void doesNotTakeAnEndForAGoodOneThatTheReceiverDidNotConfirm() {
    List<Played> links = Collections.synchronizedList(new ArrayList<>());
    SyslogSender sender =
        sender(
            () -> {
              Played link = new Played(open());
              link.unfinished = links.isEmpty();
              links.add(link);
              return link;
            });
    sender.start();
    sender.outbox().offer(message("a"));
    sender.close(TimeUnit.SECONDS.toNanos(5));

    assertThat(links).hasSize(2);
    assertThat(arrived).containsExactly("a", "a");
    assertThat(sender.outbox().lost()).isZero();
  }

  @Test
  void aRunOverFilesWaitsForASlowReceiver() throws InterruptedException {
    CountDownLatch gate = new CountDownLatch(1);
    SyslogSender sender = sender(() -> new Played(gate));
    sender.start();
    Thread telling =
        new Thread(
            () -> {
              for (int i = 0; i < 20; i++) {
                sender.outbox().put(message("m" + i), TimeUnit.SECONDS.toNanos(20));
              }
            });
    telling.start();
    Await.until(() -> sender.outbox().waiting() >= 3);
    assertThat(telling.isAlive()).isTrue();
    gate.countDown();
    telling.join();
    sender.close(TimeUnit.SECONDS.toNanos(5));

    assertThat(arrived).hasSize(20);
    assertThat(sender.outbox().lost()).isZero();
  }

  @Test
  void aRunOverFilesDoesNotWaitForEverNorTwice() {
    SyslogSender sender = sender(() -> new Played(new CountDownLatch(1)));
    sender.start();
    long begun = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      sender.outbox().put(message("m" + i), TimeUnit.MILLISECONDS.toNanos(100));
    }
    sender.close(TimeUnit.MILLISECONDS.toNanos(100));

    assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(5));
    assertThat(sender.outbox().lost()).isEqualTo(100);
  }
}
