package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Report;
import io.tlsfloor.report.sink.syslog.SyslogTarget.Carrier;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Results on their way to a receiver of syslog messages. Used by one thread. */
public final class Syslog implements AutoCloseable {
  private static final long PATIENCE_NANOS = 5_000_000_000L; // as long as a receiver starts again
  private static final long SHORT_PATIENCE_NANOS = 1_000_000_000L;

  private final SyslogTarget target;
  private final SyslogSender sender;
  private final Report report;
  private long refused; // too long for a datagram
  private boolean waitedInVain;
  private boolean closed;

  private Syslog(SyslogOptions options, SyslogHeader header, SyslogSender sender, boolean live)
      throws IOException {
    target = options.target();
    this.sender = sender;
    report = new SyslogReport(header, options.form(), live, live ? this::offer : this::put);
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

  private void refuse() {
    refused++;
    sender.refuse();
  }

  private boolean isTooLong(byte[] message) {
    return target.carrier() == Carrier.UDP && message.length > UdpLink.MAX_BYTES;
  }

  private void offer(byte[] message) {
    if (isTooLong(message)) {
      refuse();
    } else {
      sender.offer(message);
    }
  }

  private void put(byte[] message) {
    if (isTooLong(message)) {
      refuse();
    } else {
      sender.put(message, PATIENCE_NANOS);
    }
  }

  /** What makes messages of results. */
  public Report report() {
    return report;
  }

  /** Messages that were not sent, and will not be. */
  public long lost() {
    return sender.lost();
  }

  /** Waits, but not for ever, until all that was told is sent. */
  public void settle() {
    sender.settle(patience());
    waitedInVain = sender.waiting() > 0;
  }

  /** A receiver that did not come back in time is not waited for as long again. */
  private long patience() {
    return waitedInVain ? SHORT_PATIENCE_NANOS : PATIENCE_NANOS;
  }

  /** What was lost so far, with what still cannot be sent, for the closing record. */
  public List<LossCount> losses() {
    return LossCount.besides(LossCount.SYSLOG_LOST, sender.lost() + sender.waiting()).stream()
        .toList();
  }

  /**
   * Sends what waits, and ends.
   *
   * @return what was not delivered, in a sentence; empty if all was sent
   */
  public Optional<String> end() {
    close();
    long lost = sender.lost();
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
            + Words.count(lost + sender.sent(), "message")
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
