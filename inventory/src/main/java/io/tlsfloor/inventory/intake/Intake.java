package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Takes in what runs say and writes it in whole transactions, a run or a bounded part of one at a
 * time. Taking the same in again changes nothing. Confined to one thread.
 */
public final class Intake implements AutoCloseable {
  /** Facts that wait for their transaction at most; about 1 KB each. */
  private static final int MAX_WAITING = 50_000;

  private final Store store;
  private final Receipt receipt = new Receipt();
  private final Optional<ExecutorService> writer;
  private Optional<Future<Boolean>> writing = Optional.empty();
  private Batch batch;

  /**
   * Writes to {@code store}.
   *
   * @param site where what comes was seen, until {@link #site} says otherwise
   */
  public Intake(Store store, String site) {
    this(store, site, Optional.empty());
  }

  private Intake(Store store, String site, Optional<ExecutorService> writer) {
    this.store = store;
    this.batch = new Batch(site);
    this.writer = writer;
  }

  /**
   * Writes a part while the next one comes in: what fails is thrown by a later call, by {@link
   * #flush} at the latest.
   */
  static Intake ahead(Store store, String site) {
    return new Intake(
        store,
        site,
        Optional.of(
            Executors.newSingleThreadExecutor(
                work -> {
                  Thread thread = new Thread(work, "inventory writer");
                  thread.setDaemon(true);
                  return thread;
                })));
  }

  /** What comes from here on was seen at {@code name}. */
  public void site(String name) throws IOException {
    Batch next = new Batch(name);
    if (!next.site().equals(batch.site())) {
      handOver();
      batch = next;
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
    handOver();
  }

  private void flushIfFull() throws IOException {
    if (batch.size() >= MAX_WAITING) {
      handOver();
    }
  }

  /** Writes what waits. After a failure it waits still. */
  public void flush() throws IOException {
    handOver();
    settle();
  }

  private void handOver() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    Batch full = batch;
    if (writer.isPresent()) {
      settle(); // one at a time: memory holds two parts at most
      writing = Optional.of(writer.get().submit(() -> write(full)));
    } else {
      write(full);
    }
    batch = new Batch(full.site());
  }

  private boolean write(Batch full) throws IOException {
    return store.write(
        handle -> {
          new Writer(handle, receipt).write(full);
          return true;
        });
  }

  /** Waits for the part that is being written. */
  private void settle() throws IOException {
    try {
      if (writing.isPresent()) {
        result(writing.get());
      }
    } finally {
      writing = Optional.empty();
    }
  }

  /** Waits for what another thread works out; its failure is thrown as it was there. */
  static <T> T result(Future<T> work) throws IOException {
    try {
      return work.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof Error cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Writes no more; a part that is being written becomes whole or nothing. */
  @Override
  public void close() {
    writer.ifPresent(ExecutorService::shutdown);
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
