package io.tlsfloor.report.model;

import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.util.List;

/**
 * Takes results. Called by one thread, in this order: connections, days of clients, run. A watch
 * reports connections and days in turns.
 */
public interface Report {
  /** Takes a connection. */
  void connection(Result result) throws IOException;

  /** Takes days of clients, or parts of days, as they are written. */
  void clients(List<ClientDay> days) throws IOException;

  /**
   * Returns whether {@link #clients} is to be called with every client and service; if not, of
   * those with a finding only.
   */
  default boolean wantsEveryClient() {
    return true;
  }

  /** Returns whether it shows what findings say, or ids: if not, neither is made. */
  default boolean readsDetails() {
    return true;
  }

  /** Takes how a watch is doing; before anything else, that it begins. */
  default void watch(WatchState state) throws IOException {
    // Only lines for programs tell it.
  }

  /** Takes by what connections are judged from here on. */
  default void judgeBy(Policy next) {
    // What was found says it.
  }

  /** Takes a run that goes on, as far as it is: what is a document is written again. */
  default void soFar(Run run, ClientStates clients) throws IOException {
    // Lines are there already.
  }

  /**
   * Takes the run as a whole; called once, and last.
   *
   * @param clients what the days that were reported come to
   */
  void run(Run run, ClientStates clients) throws IOException;

  /** Does what is due by the clock; called several times a second by a run that is live. */
  default void tick() throws IOException {
    // Nothing waits.
  }

  /** A report that is made when the run ends, of what its clients come to. */
  interface Document extends Report {
    @Override
    default void connection(Result result) {
      // It is of clients.
    }

    @Override
    default void clients(List<ClientDay> days) {
      // They come as a whole, with the run.
    }

    @Override
    default void soFar(Run run, ClientStates clients) throws IOException {
      run(run, clients);
    }
  }
}
