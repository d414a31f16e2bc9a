package io.tlsfloor.capture.record;

/** How much is told of a connection's messages. */
public enum Detail {
  /** For a reader: how packets were put together, and where each field lies. */
  STORY,
  /** Shows what the fields say. */
  PROOF,
  /** Shows what the fields say, and where those lie that say who a client is. */
  SHARED_PROOF
}
