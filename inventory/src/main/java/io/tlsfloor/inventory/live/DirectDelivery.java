package io.tlsfloor.inventory.live;

import io.tlsfloor.inventory.intake.Intake;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.IOException;

/** Of a run that ends by itself: what cannot be written ends the run. */
final class DirectDelivery implements Delivery {
  private final Store store;
  private final Intake intake;

  DirectDelivery(Location location, String site) throws IOException {
    store = Store.open(location);
    intake = new Intake(store, site);
  }

  @Override
  public void take(int count, Fact facts) throws IOException {
    facts.to(intake);
  }

  @Override
  public long lost() {
    return intake.receipt().misdated();
  }

  @Override
  public long settle() throws IOException {
    intake.flush();
    return lost();
  }

  @Override
  public void close() {
    // A store holds nothing between its transactions.
  }
}
