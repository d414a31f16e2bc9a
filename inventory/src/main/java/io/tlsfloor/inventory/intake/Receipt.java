package io.tlsfloor.inventory.intake;

/** Holds what an import did. */
public final class Receipt {
  private long days;
  private long replaced;
  private long misdated;
  private long forgotten;

  Receipt() {}

  void addDay() {
    days++;
  }

  void addReplaced() {
    replaced++;
  }

  void addMisdated() {
    misdated++;
  }

  void addForgotten() {
    forgotten++;
  }

  /** Days of clients and services that were taken in. */
  public long days() {
    return days;
  }

  /** Runs that had been taken in before, and were replaced. */
  public long replaced() {
    return replaced;
  }

  /** Lines with a time that no clock should have shown. */
  public long misdated() {
    return misdated;
  }

  /** Days of clients that somebody forgot, and that were left out. */
  public long forgotten() {
    return forgotten;
  }
}
