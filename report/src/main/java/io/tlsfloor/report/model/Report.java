package io.tlsfloor.report.model;

import java.io.IOException;
import java.util.List;

/**
 * Takes results. Called by one thread, in this order: connections, clients, run. A watch reports
 * connections and clients in turns.
 */
public interface Report {
  /** Takes a connection. */
  void connection(Result result) throws IOException;

  /**
   * Takes back a connection that was reported: what comes next of the same id replaces it. For what
   * counts and has not reported its counts yet.
   */
  default void takeBack(Result earlier) throws IOException {
    // The next line says itself that it amends.
  }

  /** Takes what became of clients and services. */
  void clients(List<ClientDay> clients) throws IOException;

  /**
   * Returns whether {@link #clients} is to be called with every client and service; if not, of
   * those with a flagged connection only.
   */
  default boolean wantsEveryClient() {
    return true;
  }

  /** Takes how a watch is doing; before anything else, that it begins. */
  default void watch(WatchState state) throws IOException {
    // Only lines for programs tell it.
  }

  /** Takes a run that goes on, as far as it is: what is a document is written again. */
  default void soFar(Run run) throws IOException {
    // Lines are there already.
  }

  /** Takes the run as a whole; called once, and last. */
  void run(Run run) throws IOException;

  /** Does what is due by the clock; called several times a second by a run that is live. */
  default void tick() throws IOException {
    // Nothing waits.
  }
}
