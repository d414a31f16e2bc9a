package io.tlsfloor.capture.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;

/**
 * Lets the calling thread run before others: packets wait in bounded room for the threads that take
 * them, and everything else can wait for those. Linux counts nice values by thread
 * (setpriority(2)); lower ones need CAP_SYS_NICE.
 */
public final class Priority {
  private static final int PRIO_PROCESS = 0;
  private static final int SELF = 0;
  private static final int NICE = -10;

  private Priority() {}

  /** The C library's call; loaded only on Linux. */
  private static final class Libc {
    static {
      Native.register(Libc.class, "c");
    }

    private Libc() {}

    static native int setpriority(int which, int who, int priority) throws LastErrorException;
  }

  /** Raises the calling thread's priority, where that is allowed. */
  public static void raise() {
    if (!System.getProperty("os.name", "").equals("Linux")) {
      return;
    }
    try {
      Libc.setpriority(PRIO_PROCESS, SELF, NICE);
    } catch (LastErrorException | LinkageError e) {
      // Not allowed: it runs as all others do.
    }
  }
}
