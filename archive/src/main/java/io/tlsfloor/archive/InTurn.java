package io.tlsfloor.archive;

import io.tlsfloor.archive.ChainRun.Chain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** The rows of several chains, each of which is read when the one before is used up. */
final class InTurn implements Iterator<byte[]> {
  private final Iterator<Chain> chains;
  private final Reading reading;
  private Iterator<byte[]> rows = Collections.emptyIterator();

  /** Reads a chain. */
  interface Reading {
    /** The rows of {@code chain}. */
    Iterator<byte[]> of(Chain chain) throws IOException;
  }

  InTurn(List<Chain> chains, Reading reading) {
    this.chains = chains.iterator();
    this.reading = reading;
  }

  @Override
  public boolean hasNext() {
    while (!rows.hasNext() && chains.hasNext()) {
      try {
        rows = reading.of(chains.next());
      } catch (IOException failure) {
        throw new UncheckedIOException(failure);
      }
    }
    return rows.hasNext();
  }

  @Override
  public byte[] next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return rows.next();
  }
}
