package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.metrics.Snapshot;
import io.tlsfloor.report.model.ClientSummary;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.RunSummary;
import io.tlsfloor.rules.Judgement;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Tells results as they happen. Confined to one thread. */
interface WatchOutput extends Closeable {
  /** A connection that is told of. */
  void connection(Judgement judgement) throws IOException;

  /** What became of clients of late, or at the end of all. */
  void clients(List<ClientSummary> clients) throws IOException;

  /** The end. */
  void run(RunSummary run) throws IOException;

  /** Does what is due; called several times a second. */
  void tick(Snapshot now) throws IOException;

  /** A sentence about the watch itself: something went wrong, or is right again. */
  void event(String what);

  /** A sentence about the watch itself: something is as it should be, or as was asked. */
  void note(String what);

  /** Opens again what somebody may have moved away. */
  void reopen();

  /** Lines that could not be written and are lost. */
  long lost();

  /** Messages that a receiver of syslog did not take and that are lost. */
  default long lostMessages() {
    return 0;
  }

  /**
   * Waits, but not for ever, until all that was told has got to where it goes.
   *
   * @return what did not, for the closing record
   */
  default List<LossCount> settle() {
    return List.of();
  }
}
