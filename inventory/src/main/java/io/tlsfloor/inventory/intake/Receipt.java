package io.tlsfloor.inventory.intake;

/** What an import did, in counts of clients' days. */
public final class Receipt {
  long fresh;
  long changed;
  long reopened;
  long untouched;
  long misdated;

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

  /** Facts that were left out: no clock that is right has shown their times. */
  public long misdated() {
    return misdated;
  }

  /** Days that stayed as they were. */
  public long untouched() {
    return untouched;
  }
}
