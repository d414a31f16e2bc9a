package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.report.sink.syslog.Syslog;
import io.tlsfloor.report.sink.syslog.SyslogOptions;
import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Another output, and the same by syslog. */
final class SyslogOutput implements WatchOutput {
  private static final long TELL_NANOS = 60_000_000_000L; // between two words about losses

  private final WatchOutput first;
  private final Console console;
  private final Syslog syslog;
  private final Queue<String> events = new ConcurrentLinkedQueue<>(); // of the sending thread
  private long told;
  private long toldAt = System.nanoTime() - TELL_NANOS;

  SyslogOutput(WatchOutput first, SyslogOptions options, Console console) throws IOException {
    this.first = first;
    this.console = console;
    syslog = Syslog.live(options, console::variable, events::add);
  }

  @Override
  public void connection(Judgement judgement) throws IOException {
    first.connection(judgement);
    syslog.report().connection(judgement);
  }

  @Override
  public void clients(List<ClientSummary> clients) throws IOException {
    first.clients(clients);
    syslog.report().clients(clients);
  }

  @Override
  public void run(RunSummary run) throws IOException {
    first.run(run);
    syslog.report().run(run);
  }

  @Override
  public void tick(Snapshot now) throws IOException {
    first.tick(now);
    for (String event = events.poll(); event != null; event = events.poll()) {
      event(event);
    }
    long lost = syslog.lost();
    if (lost > told && System.nanoTime() - toldAt >= TELL_NANOS) {
      told = lost;
      toldAt = System.nanoTime();
      event("syslog messages were lost: " + lost + " so far");
    }
  }

  @Override
  public void event(String what) {
    first.event(what);
  }

  @Override
  public void note(String what) {
    first.note(what);
  }

  @Override
  public void reopen() {
    first.reopen();
  }

  @Override
  public long lost() {
    return first.lost();
  }

  @Override
  public long lostMessages() {
    return syslog.lost();
  }

  @Override
  public List<LossCount> settle() {
    syslog.settle();
    return syslog.losses();
  }

  @Override
  public void close() throws IOException {
    syslog.end().ifPresent(what -> console.error(what, ""));
    first.close();
  }
}
