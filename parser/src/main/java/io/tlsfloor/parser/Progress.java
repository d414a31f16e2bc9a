package io.tlsfloor.parser;

/** How an attempt to read a length-prefixed unit from a stream ended. */
public enum Progress {
  /** The unit is there, whole. */
  DONE,
  /** The bytes so far are the beginning of one: not a fault. */
  NEED_MORE,
  /** The bytes are not such a unit. */
  MALFORMED
}
