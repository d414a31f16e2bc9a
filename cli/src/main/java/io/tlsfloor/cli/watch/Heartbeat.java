package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.service.ServiceManager;
import io.tlsfloor.cli.command.Console;
import java.io.Closeable;
import java.util.Optional;

/**
 * Reports to systemd that the watch is ready, alive and what it does. Without a service manager it
 * does nothing, and loads nothing. The thread that reads packets beats: if it hangs, the watchdog
 * sees it.
 */
final class Heartbeat implements Closeable {
  private static final long STATUS_NANOS = 10_000_000_000L;

  private final Optional<ServiceManager> manager;
  private final long beatNanos;
  private long beatenAt = System.nanoTime();
  private long toldAt = System.nanoTime();

  private Heartbeat(Optional<ServiceManager> manager, long beatNanos) {
    this.manager = manager;
    this.beatNanos = beatNanos;
  }

  /** By the variables that systemd sets: sd_notify(3), sd_watchdog_enabled(3). */
  static Heartbeat of(Console console) {
    String socket = console.variable("NOTIFY_SOCKET");
    return new Heartbeat(
        socket.isEmpty() ? Optional.empty() : ServiceManager.at(socket),
        micros(console.variable("WATCHDOG_USEC")) * 1000 / 3);
  }

  private static long micros(String text) {
    try {
      return Math.max(0, Math.min(Long.parseLong(text), Long.MAX_VALUE / 1000));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  void ready() {
    manager.ifPresent(m -> m.tell("READY=1"));
  }

  /** Until {@link #ready} is called again: sd_notify(3). */
  void reloading() {
    manager.ifPresent(m -> m.tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / 1000));
  }

  /** Called several times a second. */
  void beat(String status) {
    if (manager.isEmpty()) {
      return;
    }
    long now = System.nanoTime();
    if (beatNanos > 0 && now - beatenAt >= beatNanos) {
      beatenAt = now;
      manager.get().tell("WATCHDOG=1");
    }
    if (now - toldAt >= STATUS_NANOS) {
      toldAt = now;
      manager.get().tell("STATUS=" + status);
    }
  }

  void stopping() {
    manager.ifPresent(m -> m.tell("STOPPING=1"));
  }

  @Override
  public void close() {
    manager.ifPresent(ServiceManager::close);
  }
}
