package io.tlsfloor.inventory.intake;

/** What an import did, in counts of clients' days. */
public final class Receipt {
  long fresh;
  long changed;
  long reopened;
  long untouched;

  /** Clients and services seen for the first time. */
  public long fresh() {
    return fresh;
  }

  /** Days of known clients that were new or became others. */
  public long changed() {
    return changed;
  }

  /** Clients and services that were seen again after a long absence. */
  public long reopened() {
    return reopened;
  }

  /** Days that stayed as they were. */
  public long untouched() {
    return untouched;
  }
}
