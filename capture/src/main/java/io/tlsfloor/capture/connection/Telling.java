package io.tlsfloor.capture.connection;

import io.tlsfloor.parser.observation.Peer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What became of a conversation's verdict; written by {@link Teller} alone. */
final class Telling {
  HelloTwins.@Nullable Sighting sighting;
  @Nullable Verdict decided;
  @Nullable Peer nat;
  @Nullable Peer proxy;
  boolean silent;
  boolean told;
  boolean over;

  /** Begins again: of another connection nothing is told yet. */
  void begin() {
    sighting = null;
    decided = null;
    nat = null;
    proxy = null;
    silent = false;
    told = false;
    over = false;
  }

  /** Whether it was reported for good, or there is nothing to report. */
  boolean isOver() {
    return over;
  }

  /** Whether its verdict is found, and only the telling waits. */
  boolean isDecided() {
    return decided != null;
  }

  /** Whether it was reported before, and this verdict replaces the earlier one. */
  boolean amends() {
    return told;
  }

  /** The client of the same connection on the other side of a NAT. */
  Optional<Peer> nat() {
    return Optional.ofNullable(nat);
  }

  /** The proxy's own end of the second leg of the same connection. */
  Optional<Peer> proxy() {
    return Optional.ofNullable(proxy);
  }
}
