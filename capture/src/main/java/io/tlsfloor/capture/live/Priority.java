package io.tlsfloor.capture.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Lets threads run before others: packets wait in bounded room for those that take them, and
 * everything else can wait for these. Linux counts nice values by thread (setpriority(2)); lower
 * ones need CAP_SYS_NICE, or a limit that allows them (RLIMIT_NICE).
 */
public final class Priority {
  private static final int PRIO_PROCESS = 0;
  private static final int SELF = 0;
  private static final int NICE = -10;

  private static final Path TASKS = Path.of("/proc/self/task"); // proc(5)

  /** Names of threads that work while all others are stopped. */
  private static final Pattern COLLECTOR = Pattern.compile("VM Thread|GC Thread");

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
    if (isLinux()) {
      raise(SELF);
    }
  }

  /**
   * Raises the priority of the Java machine's threads that all others wait for while it collects
   * garbage, where that is allowed.
   */
  public static void raiseCollector() {
    if (!isLinux()) {
      return;
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(TASKS)) {
      for (Path thread : threads) {
        if (COLLECTOR.matcher(Files.readString(thread.resolve("comm"))).lookingAt()) {
          raise(Integer.parseInt(String.valueOf(thread.getFileName())));
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // A thread that has just ended, or no such file system: nothing to raise.
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  private static void raise(int thread) {
    try {
      Libc.setpriority(PRIO_PROCESS, thread, NICE);
    } catch (LastErrorException | LinkageError e) {
      // Not allowed: it runs as all others do.
    }
  }
}
