package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.StoreFailures;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.sink.Outlet;
import io.tlsfloor.report.text.Words;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An inventory that a run which goes on writes to, twice a second or whenever many lines wait, each
 * time in one transaction. Lines whose transaction failed are written again: they take the place of
 * what they had brought.
 */
final class InventoryOutlet implements Outlet {
  private final Location location;
  private final String site;
  private final Consumer<String> events;
  private final AtomicLong lost = new AtomicLong();
  private @Nullable Store store;

  InventoryOutlet(Location location, String site, Consumer<String> events) {
    this.location = location;
    this.site = site;
    this.events = events;
  }

  @Override
  public void write(byte[] lines) throws IOException {
    try {
      Store open = store == null ? Store.open(location, events) : store;
      store = open;
      Intake intake = new Intake(open, site);
      intake.takeAll(new ByteArrayInputStream(lines));
      misdated(intake.receipt().misdated());
    } catch (IOException e) {
      if (!StoreFailures.refusesContent(e)) {
        throw e;
      }
      giveUp(lines, e);
    } catch (RuntimeException e) {
      giveUp(lines, e);
    }
  }

  private void misdated(long lines) {
    if (lines > 0 && lost.getAndAdd(lines) == 0) {
      events.accept(
          "the inventory takes no results from before 1995, or from more than a year ahead:"
              + " they are lost until the clock is set");
    }
  }

  /** Lines that this database will never take would keep all later ones from it. */
  private void giveUp(byte[] lines, Exception why) {
    long count = Chunk.lines(lines);
    lost.addAndGet(count);
    events.accept(
        "inventory "
            + location.shown()
            + " cannot take "
            + Words.count(count, "result")
            + ", which are lost: "
            + why);
  }

  @Override
  public boolean passes(IOException failure) {
    return true;
  }

  @Override
  public int roomBytes() {
    return 100 << 20; // some hours
  }

  /** Small, so that headway shows: at its end a run waits for a database that makes some. */
  @Override
  public int pieceBytes() {
    return 256 << 10;
  }

  @Override
  public int restMillis() {
    return 500;
  }

  @Override
  public int retryMillis() {
    return 3_000;
  }

  @Override
  public String stuck() {
    return "does not answer, or is locked";
  }

  @Override
  public long unread() {
    return lost.get();
  }
}
