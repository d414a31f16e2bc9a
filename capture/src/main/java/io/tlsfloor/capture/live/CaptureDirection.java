package io.tlsfloor.capture.live;

/** Which frames of an interface are captured, as this machine sees them. */
public enum CaptureDirection {
  /** Frames that the machine receives. */
  IN,
  /** Frames that the machine sends. */
  OUT,
  /** All of them. */
  BOTH
}
