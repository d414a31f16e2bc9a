package io.tlsfloor.parser.observation;

import java.util.Locale;

/**
 * Says what a run could not see, by place. The names are those of {@code tlsfloor.run.coverage}.
 */
public enum Loss {
  /** Packets that the kernel dropped for lack of room. */
  KERNEL_DROPS,
  /** Packets that the interface or its driver dropped. */
  INTERFACE_DROPS,
  /** Packets that our own queue dropped. */
  QUEUE_DROPS,
  /** Seconds in which an interface could not be captured: it was down, or not there. */
  BLIND_SECONDS,
  /** Frames of a link type that is not read. */
  UNSUPPORTED_LINK_TYPES,
  /** Packets in tunnels that are not read. */
  UNSUPPORTED_TUNNELS,
  /** Packets nested deeper than is followed. */
  TUNNELS_TOO_DEEP,
  /** Packets in tunnels that cannot be read: ESP, WireGuard, OpenVPN. */
  OPAQUE_TUNNELS,
  /** Packets whose headers contradict themselves, and IP fragments that no datagram can have. */
  MALFORMED_PACKETS,
  /** Packets cut by the snap length before their TCP or UDP payload, or datagrams right after. */
  TRUNCATED_PACKETS,
  /** IP datagrams of which a fragment never came. */
  INCOMPLETE_FRAGMENTS,
  /** Flows given up for lack of room before they were decided. */
  EVICTED_FLOWS,
  /** Connections whose hello or choice was cut by the snap length. */
  CUT_HELLOS,
  /** Connections of which the snap length left too little to recognise what they are. */
  CUT_CONNECTIONS,
  /** Connections with a hole before the byte that decides. */
  HOLES,
  /** Connections of which one side's packets are missing. */
  ONE_SIDED,
  /** Connections that the capture shows from the middle only. */
  FROM_MIDDLE,
  /** Connections still undecided when the capture ended. */
  UNFINISHED,
  /** Connections whose bytes before a verdict took more room than is kept. */
  OVERFLOWED,
  /** Packets, and connections, of which the rest was not read: no honest one takes so much work. */
  BUDGET_EXCEEDED,
  /**
   * Connections with two contents of what decides, or with packets that contradict each other, of
   * which nothing settled which one counts.
   */
  CONFLICTS,
  /** Lines of dialogues before TLS that were too long to be looked at. */
  LONG_LINES,
  /** Addresses of servers whose names, still valid, were forgotten for lack of room. */
  EVICTED_NAMES,
  /** Names that gave way to newer ones for the same address, or were given to too many clients. */
  CROWDED_NAMES,
  /** Clients' own names that were forgotten for lack of room. */
  EVICTED_CLIENT_NAMES,
  /** QUIC Initial packets that did not decrypt. */
  QUIC_UNDECRYPTED,
  /** Packets of Google's own QUIC versions, which are not TLS. */
  GOOGLE_QUIC,
  /** Hellos with encrypted_client_hello: the name in it is not seen. */
  ENCRYPTED_CLIENT_HELLO,
  /** Hellos without fingerprints: too long for them, or long ones of which there are too many. */
  WITHOUT_FINGERPRINTS;

  /** {@code unsupported_link_types}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
