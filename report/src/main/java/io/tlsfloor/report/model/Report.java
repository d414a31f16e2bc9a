package io.tlsfloor.report.model;

import io.tlsfloor.rules.Judgement;
import java.io.IOException;
import java.util.List;

/** One form of output. Called by one thread, in this order: connections, clients, run. */
public interface Report {
  /** Tells of a connection; called for each that is flagged, and with {@code --all} for each. */
  void connection(Judgement judgement) throws IOException;

  /** Tells of what became of each client and service; called once, before {@link #run}. */
  void clients(List<ClientSummary> clients) throws IOException;

  /**
   * Whether {@link #clients} is to tell of every client and service; if not, of those with a
   * flagged connection only.
   */
  default boolean wantsEveryClient() {
    return true;
  }

  /** Tells of the run as a whole; called once, and last. */
  void run(RunSummary run) throws IOException;
}
