package io.tlsfloor.capture.file;

/** Why a capture that grows is not followed any further. */
public enum FollowEnd {
  /** An end was asked for. */
  STOPPED,
  /** The next file of a rotated set has begun; this one was read to its end. */
  NEXT_BEGUN,
  /** Another file has its name now; this one was read to its end. */
  REPLACED,
  /**
   * It was cut shorter, or begun again from its first byte: what was written to it last before that
   * may not have been read.
   */
  WRITTEN_ANEW,
  /** Nothing has its name any more; it was read to its end. */
  GONE
}
