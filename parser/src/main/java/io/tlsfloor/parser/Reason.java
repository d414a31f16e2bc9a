package io.tlsfloor.parser;

/** Why bytes do not follow their grammar. */
public enum Reason {
  /** A field ends beyond the bytes that hold it. */
  TRUNCATED,
  /** A length is outside of what the specification allows. */
  BAD_LENGTH,
  /** A value is one that the specification forbids here. */
  BAD_VALUE,
  /** Something stands twice that may stand only once. */
  DUPLICATE,
  /** Bytes are left where the specification has none. */
  TRAILING_BYTES
}
