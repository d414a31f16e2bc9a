package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.time.Instant;
import java.util.List;

/**
 * Takes in what runs say and writes it in whole transactions, a run or a bounded part of one at a
 * time. Taking the same in again changes nothing. Confined to one thread.
 */
public final class Intake {
  /** Facts that wait for their transaction at most; about 1 KB each. */
  private static final int MAX_WAITING = 50_000;

  private final Store store;
  private final Receipt receipt = new Receipt();
  private Batch batch;

  /**
   * Writes to {@code store}.
   *
   * @param site where what comes was seen, until {@link #site} says otherwise
   */
  public Intake(Store store, String site) {
    this.store = store;
    this.batch = new Batch(site);
  }

  /** What comes from here on was seen at {@code name}. */
  public void site(String name) throws IOException {
    if (!name.equals(batch.site())) {
      flush();
      batch = new Batch(name);
    }
  }

  /** Takes in a client line. */
  public void client(ClientFacts facts) throws IOException {
    if (isDated(facts.first()) && isDated(facts.last())) {
      batch.add(facts);
      flushIfFull();
    }
  }

  /** Takes in the findings of one connection; they replace what it was said to have before. */
  public void connection(String eventId, List<FindingFacts> findings) throws IOException {
    if (findings.stream().allMatch(finding -> isDated(finding.seen()))) {
      batch.add(eventId, findings);
      flushIfFull();
    }
  }

  private boolean isDated(Instant time) {
    boolean possible = Times.isPossible(time);
    receipt.misdated += possible ? 0 : 1;
    return possible;
  }

  /** A run ended, or a part of a watch: what came before belongs to it. */
  public void run(RunFacts run) throws IOException {
    if (run.first().map(this::isDated).orElse(true) && run.last().map(this::isDated).orElse(true)) {
      batch.runs.add(run);
    }
    flush();
  }

  private void flushIfFull() throws IOException {
    if (batch.size() >= MAX_WAITING) {
      flush();
    }
  }

  /** Writes what waits. After a failure it waits still. */
  public void flush() throws IOException {
    if (!batch.isEmpty()) {
      store.write(
          handle -> {
            new Writer(handle, receipt).write(batch);
            return true;
          });
      batch = new Batch(batch.site());
    }
  }

  /** Facts that wait. */
  public int waiting() {
    return batch.size();
  }

  /** What was done so far. */
  public Receipt receipt() {
    return receipt;
  }
}
