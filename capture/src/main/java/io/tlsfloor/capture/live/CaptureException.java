package io.tlsfloor.capture.live;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An interface cannot be captured, or not any more. */
public final class CaptureException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Says what stands in the way, where programs need to know. */
  public enum Obstacle {
    /** No interface of that name is there. */
    NO_INTERFACE,
    /** CAP_NET_RAW is missing. */
    NOT_PERMITTED,
    /** A native library cannot be loaded. */
    NO_LIBRARY,
    /** Not even what calls native libraries can be loaded: the machine refuses it. */
    NO_NATIVE_CALLS,
    /** The filter does not compile. */
    BAD_FILTER,
    /** The engine cannot capture this interface, or not so. */
    NOT_SUPPORTED,
    /** Anything else. */
    OTHER
  }

  private final Obstacle kind;
  private final String hint;

  /**
   * Says what is wrong.
   *
   * @param what was wrong and where, in one line
   * @param hint what to do about it; empty for none
   */
  public CaptureException(Obstacle kind, String what, String hint, @Nullable Throwable cause) {
    super(what, cause);
    this.kind = kind;
    this.hint = hint;
  }

  /** Returns what stands in the way. */
  public Obstacle kind() {
    return kind;
  }

  /** Returns what to do about it; empty for none. */
  public String hint() {
    return hint;
  }

  /** The right to capture is missing. */
  public static CaptureException notPermitted(String device, @Nullable Throwable cause) {
    return new CaptureException(
        Obstacle.NOT_PERMITTED,
        device + ": capturing needs CAP_NET_RAW, which this process does not have",
        "Run as root, or: setcap cap_net_raw+ep on a copy of the java program, or: systemd with"
            + " AmbientCapabilities=CAP_NET_RAW.",
        cause);
  }

  /** JNA, by which native libraries are called, cannot be loaded. */
  public static CaptureException noNativeCalls(String why, LinkageError cause) {
    return new CaptureException(
        Obstacle.NO_NATIVE_CALLS,
        "JNA, which calls the kernel and libpcap, cannot load its native part: " + why,
        "It unpacks itself into the folder for temporary files, which must have room for 1 MB (see"
            + " ulimit -f) and allow programs: -Djna.tmpdir=DIR in TLSFLOOR_JAVA_OPTS names another.",
        cause);
  }

  /** There is no such interface. */
  public static CaptureException noInterface(String device, @Nullable Throwable cause) {
    return new CaptureException(
        Obstacle.NO_INTERFACE,
        device + ": there is no such interface",
        "tlsfloor watch --list lists them.",
        cause);
  }
}
