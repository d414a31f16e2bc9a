package io.tlsfloor.parser.observation;

import java.util.Locale;

/** What a run could not see, by place. The names are those of {@code tlsfloor.run.coverage}. */
public enum Loss {
  /** Packets that the kernel dropped for lack of room. */
  KERNEL_DROPS(true),
  /** Packets that the interface or its driver dropped. */
  INTERFACE_DROPS(true),
  /** Packets that our own queue dropped. */
  QUEUE_DROPS(true),
  /** Frames of a link type that is not read. */
  UNSUPPORTED_LINK_TYPES(true),
  /** Packets in tunnels that are not read. */
  UNSUPPORTED_TUNNELS(true),
  /** Packets nested deeper than is followed. */
  TUNNELS_TOO_DEEP(true),
  /** Packets in tunnels that cannot be read: ESP, WireGuard. */
  OPAQUE_TUNNELS(false),
  /** Packets whose headers contradict themselves, and IP fragments that no datagram can have. */
  MALFORMED_PACKETS(false),
  /** Packets cut by the snap length before their TCP or UDP payload, or datagrams right after. */
  TRUNCATED_PACKETS(true),
  /** IP datagrams of which a fragment never came. */
  INCOMPLETE_FRAGMENTS(true),
  /** Flows given up for lack of room before they were decided. */
  EVICTED_FLOWS(true),
  /** Connections whose hello or choice was cut by the snap length. */
  CUT_HELLOS(true),
  /** Connections of which the snap length left too little to tell what they are. */
  CUT_CONNECTIONS(true),
  /** Connections with a hole before the byte that decides. */
  HOLES(true),
  /** Connections of which one side's packets are missing. */
  ONE_SIDED(true),
  /** Connections that the capture shows from the middle only. */
  FROM_MIDDLE(false),
  /** Connections still undecided when the capture ended. */
  UNFINISHED(false),
  /** Connections whose bytes before a verdict took more room than is kept. */
  OVERFLOWED(true),
  /** Lines of dialogues before TLS that were too long to be looked at. */
  LONG_LINES(false),
  /** Addresses of servers whose names, still valid, were forgotten for lack of room. */
  EVICTED_NAMES(true),
  /** Names that gave way to newer ones for the same address, or were told to too many clients. */
  CROWDED_NAMES(false),
  /** Clients' own names that were forgotten for lack of room. */
  EVICTED_CLIENT_NAMES(false),
  /** QUIC Initial packets that did not decrypt. */
  QUIC_UNDECRYPTED(false),
  /** Packets of Google's own QUIC versions, which are not TLS. */
  GOOGLE_QUIC(false),
  /** Hellos with encrypted_client_hello: the name in it is not seen. */
  ENCRYPTED_CLIENT_HELLO(false);

  private final boolean hides;

  Loss(boolean hides) {
    this.hides = hides;
  }

  /** Whether such a loss could hide a finding. */
  public boolean couldHideFinding() {
    return hides;
  }

  /** {@code unsupported_link_types}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
