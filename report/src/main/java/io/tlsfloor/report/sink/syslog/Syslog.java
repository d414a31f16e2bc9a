package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.sink.syslog.SyslogTarget.Carrier;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Lines on their way to a receiver of syslog messages, one a message. Used by one thread. */
public final class Syslog implements Sink {
  private static final long PATIENCE_NANOS = 5_000_000_000L; // as long as a receiver starts again
  private static final long SHORT_PATIENCE_NANOS = 1_000_000_000L;

  private final SyslogTarget target;
  private final SyslogSender sender;
  private final SyslogHeader header;
  private final boolean live;
  private long refused; // too long for a datagram
  private boolean waitedInVain;
  private boolean closed;

  private Syslog(SyslogOptions options, SyslogHeader header, SyslogSender sender, boolean live) {
    target = options.target();
    this.header = header;
    this.sender = sender;
    this.live = live;
  }

  /**
   * For a run over files: connects before anything is read, and lets the run wait for a receiver
   * that is slow.
   *
   * @param environment variables of the process by name, empty for one that is not set
   * @param warnings takes a sentence when the link breaks, from another thread
   * @throws ReportException if the receiver cannot be reached
   */
  public static Syslog connect(
      SyslogOptions options, UnaryOperator<String> environment, Consumer<String> warnings)
      throws IOException {
    Link link;
    try {
      link = opener(options).open();
    } catch (IOException e) {
      throw ReportException.output(
          "cannot send syslog messages to " + options.target() + ": " + Failures.what(e),
          Failures.hint(e),
          e);
    }
    SyslogSender sender = sender(options, warnings);
    Syslog syslog = new Syslog(options, SyslogHeader.ofThisMachine(environment), sender, false);
    sender.start(link);
    return syslog;
  }

  /**
   * For a watch: connects in the background, as often as it must, and never makes it wait.
   *
   * @param events takes a sentence when the link breaks and when it works again, from another
   *     thread
   */
  public static Syslog live(
      SyslogOptions options, UnaryOperator<String> environment, Consumer<String> events)
      throws IOException {
    SyslogSender sender = sender(options, events);
    Syslog syslog = new Syslog(options, SyslogHeader.ofThisMachine(environment), sender, true);
    sender.start();
    return syslog;
  }

  private static SyslogSender sender(SyslogOptions options, Consumer<String> events) {
    return new SyslogSender(
        options.target().toString(), opener(options), SyslogSender.Limits.STANDARD, events);
  }

  private static SyslogSender.Opener opener(SyslogOptions options) {
    SyslogTarget target = options.target();
    return target.carrier() == Carrier.UDP
        ? () -> UdpLink.open(target)
        : () -> StreamLink.open(target, options.tls().orElse(null));
  }

  @Override
  public void take(Chunk chunk) {
    byte[] message = header.message(chunk);
    if (target.carrier() == Carrier.UDP && message.length > UdpLink.MAX_BYTES) {
      refused++;
      sender.outbox().refuse();
    } else if (live) {
      sender.outbox().offer(message);
    } else {
      sender.outbox().put(message, PATIENCE_NANOS);
    }
  }

  @Override
  public String lossName() {
    return LossCount.SYSLOG_LOST;
  }

  @Override
  public long lost() {
    return sender.outbox().lost();
  }

  @Override
  public Optional<String> away() {
    return sender.away();
  }

  @Override
  public void endBy(long nanoTime) {
    sender.outbox().endBy(nanoTime);
  }

  @Override
  public Optional<LossCount> settle() {
    sender.outbox().settle(patience());
    long waiting = sender.outbox().waiting();
    waitedInVain = waiting > 0;
    return LossCount.besides(LossCount.SYSLOG_LOST, sender.outbox().lost() + waiting);
  }

  /** A receiver that did not come back in time is not waited for as long again. */
  private long patience() {
    return waitedInVain ? SHORT_PATIENCE_NANOS : PATIENCE_NANOS;
  }

  @Override
  public Optional<String> finish() {
    close();
    long lost = sender.outbox().lost();
    if (lost == 0) {
      return Optional.empty();
    }
    @Nullable String why = sender.trouble().orElse(null);
    return Optional.of(
        "syslog to "
            + target
            + ": "
            + lost
            + " of "
            + Words.count(lost + sender.outbox().sent(), "message")
            + (lost == 1 ? " was" : " were")
            + " not delivered"
            + (why == null ? "" : ": " + why)
            + (refused == 0
                ? ""
                : "; "
                    + Words.count(refused, "message")
                    + " too long for a datagram, which tcp:// or tls:// can carry"));
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      sender.close(patience());
    }
  }
}
