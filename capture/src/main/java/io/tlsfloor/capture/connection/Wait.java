package io.tlsfloor.capture.connection;

/**
 * How long is waited for what, in packet time: each for something that real networks do daily. How
 * long a silence has to last that counts as an outcome is an option, see {@link AnalyzerOptions}.
 */
enum Wait {
  /** Silences are looked for so often, and not for each packet: far below any other wait. */
  LOOK(10),

  /** A gateway forwards what it received within this, when no frame comes. */
  FORWARDED(100),

  /**
   * Exchange Online completes a handshake at an old version and may refuse inside of TLS: the end
   * follows a command and its reply, a round trip after the handshake.
   */
  EARLY_END(400),

  /**
   * Packets of one connection that take different ways, or pass through different queues, are
   * captured no further apart; and a finding of a watch comes within a second.
   */
  OTHER_WAY(900),

  /** A capture of several interfaces has a packet twice, and a switch mirrors one later. */
  COPY(1_000),

  /** Missing bytes that their receiver acknowledged were sent: they come soon, or were dropped. */
  ACKNOWLEDGED_GAP(1_000),

  /** Clients behind a NAT or without entropy use ports and numbers again after it. */
  REUSE(2_000),

  /** Both sides of a NAT, and both legs of a proxy, see one hello within it. */
  TWIN(2_000),

  /** A server answers one of two hellos with equal ends; a forged one comes close to the other. */
  NEIGHBOUR(3_000),

  /** The two directions of a connection come from two taps or two files, which are merged late. */
  OTHER_SIDE(5_000),

  /** Missing bytes are sent again until their receiver acknowledges them (RFC 6298 §5). */
  GAP(10_000),

  /** What comes late of a connection that finished, such as its last FIN sent again. */
  FINISHED(10_000),

  /** Port scans and SYN floods leave set-ups without a byte; SYNs are sent again for a minute. */
  EMPTY(60_000),

  /** A NAT keeps a mapping of UDP for so long at most (RFC 4787 §4.3: two to five minutes). */
  IDLE_UDP(300_000),

  /** Mail clients and proxies keep idle connections for up to an hour. */
  IDLE(3_600_000);

  final long nanos;

  Wait(int millis) {
    nanos = millis * 1_000_000L;
  }
}
