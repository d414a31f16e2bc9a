package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.ClientDay;
import io.tlsfloor.report.model.LossCount;
import io.tlsfloor.report.model.Result;
import io.tlsfloor.report.model.Run;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.model.WatchState;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.text.Words;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The inventory as an output of a run: it takes the run's own lines, as an import of them does. */
public final class InventoryOutput implements Output {
  private final Delivery delivery;
  private final String shown;
  private final boolean live;
  private final JsonLinesReport lines;

  private InventoryOutput(Delivery delivery, String shown, String site, boolean live)
      throws IOException {
    this.delivery = delivery;
    this.shown = shown;
    this.live = live;
    this.lines =
        new JsonLinesReport(
            chunk -> delivery.take(Arrays.copyOf(chunk.bytes(), chunk.length() - 1)),
            live,
            Optional.of(site));
  }

  /**
   * Returns the output of a run that ends by itself.
   *
   * @param site where it is
   * @throws IOException if the inventory cannot be opened
   */
  public static InventoryOutput ofScan(Location location, String site) throws IOException {
    return new InventoryOutput(new DirectDelivery(location, site), location.shown(), site, false);
  }

  /**
   * Returns the output of a run that goes on, whatever the database does.
   *
   * @param events takes a sentence when something fails and when it works again, from any thread
   */
  public static InventoryOutput ofWatch(Location location, String site, Consumer<String> events)
      throws IOException {
    return new InventoryOutput(
        new QueuedDelivery(location, site, events), location.shown(), site, true);
  }

  @Override
  public Wants wants() {
    return Wants.EXCEPTED;
  }

  @Override
  public void connection(Result result) throws IOException {
    lines.connection(result);
  }

  @Override
  public void clients(List<ClientDay> clients) throws IOException {
    lines.clients(clients);
  }

  @Override
  public void watch(WatchState state) throws IOException {
    lines.watch(state);
  }

  @Override
  public void run(Run run) throws IOException {
    lines.run(run);
    delivery.ended();
  }

  @Override
  public long lost() {
    return delivery.lost();
  }

  @Override
  public Optional<String> away() {
    return delivery.away();
  }

  @Override
  public void endBy(long nanoTime) {
    delivery.endBy(nanoTime);
  }

  @Override
  public Optional<LossCount> settle() throws IOException {
    long lost = delivery.settle();
    return lost == 0 ? Optional.empty() : LossCount.besides(LossCount.LINES_LOST, lost);
  }

  @Override
  public Optional<String> finish() throws IOException {
    long lost = delivery.settle();
    return lost == 0
        ? Optional.empty()
        : Optional.of(
            Words.count(lost, "result")
                + " did not get into the inventory "
                + shown
                + (live ? "" : ": they are dated before 1995, or more than a year from now"));
  }

  @Override
  public void close() {
    delivery.close();
  }

  /** Ends the run when something cannot be written: it ends by itself. */
  private static final class DirectDelivery implements Delivery {
    private final Intake intake;

    DirectDelivery(Location location, String site) throws IOException {
      intake = new Intake(Store.open(location), site);
    }

    @Override
    public void take(byte[] line) throws IOException {
      intake.take(line);
    }

    @Override
    public void ended() throws IOException {
      intake.flush();
    }

    @Override
    public long lost() {
      return intake.receipt().misdated();
    }

    /** Comes before the run's own line: a run without that is not whole. */
    @Override
    public long settle() {
      return lost();
    }

    @Override
    public void close() {
      // A store holds nothing between its transactions.
    }
  }
}
