package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.form.jsonl.JsonLinesReport;
import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.model.LossKind;
import io.tlsfloor.report.model.Losses;
import io.tlsfloor.report.model.Wants;
import io.tlsfloor.report.output.Output;
import io.tlsfloor.report.sink.QueuedSink;
import io.tlsfloor.report.sink.Sink;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Policy;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** The inventory as an output of a run: it takes the run's own lines, as an import of them does. */
public final class InventoryOutput {
  private InventoryOutput() {}

  /**
   * Returns the output of a run that ends by itself.
   *
   * @param site where it is
   * @param policy by which its floors are known
   * @param notices as of {@link Store#open}
   * @throws IOException if the inventory cannot be opened
   */
  public static Output ofScan(
      Location location, String site, Policy policy, Consumer<String> notices) throws IOException {
    return output(new Direct(location, site, notices), site, policy, false);
  }

  /**
   * Returns the output of a run that goes on, whatever the database does.
   *
   * @param policy by which its floors are known
   * @param events takes a sentence when something fails and when it works again, from any thread
   */
  public static Output ofWatch(
      Location location, String site, Policy policy, Consumer<String> events) throws IOException {
    Sink sink =
        new QueuedSink(
            new InventoryOutlet(location, site, events),
            "the inventory " + location.shown(),
            events);
    return output(sink, site, policy, true);
  }

  private static Output output(Sink sink, String site, Policy policy, boolean live)
      throws IOException {
    JsonLinesReport lines = new JsonLinesReport(sink, live, Optional.of(site)).withFloors(policy);
    return new Output(lines, sink, Wants.NONE);
  }

  /** Ends the run when something cannot be written: it ends by itself. */
  private static final class Direct implements Sink {
    private final Intake intake;
    private final String shown;

    Direct(Location location, String site, Consumer<String> notices) throws IOException {
      intake = new Intake(Store.open(location, notices), site);
      shown = location.shown();
    }

    @Override
    public void take(Chunk chunk) throws IOException {
      intake.take(Arrays.copyOf(chunk.bytes(), chunk.length() - 1));
    }

    @Override
    public long lost() {
      return intake.receipt().misdated();
    }

    /** Comes before the run's own line: a run without that is not whole. */
    @Override
    public Losses settle() {
      return lost() == 0 ? Losses.NONE : Losses.of(LossKind.LOST_LINES, lost());
    }

    @Override
    public Optional<String> finish() throws IOException {
      intake.flush();
      return lost() == 0
          ? Optional.empty()
          : Optional.of(
              Words.count(lost(), "result")
                  + " did not get into the inventory "
                  + shown
                  + ": they are dated before 1995, or more than a year from now");
    }
  }
}
