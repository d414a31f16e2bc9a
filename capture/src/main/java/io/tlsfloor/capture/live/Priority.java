package io.tlsfloor.capture.live;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.regex.Pattern;

/**
 * Lets threads run before others: packets wait in bounded room for those that take them, and
 * everything else can wait for these. Linux counts nice values by thread (setpriority(2)); lower
 * ones need CAP_SYS_NICE, or a limit that allows them (RLIMIT_NICE).
 *
 * <p>Where the kernel groups processes by session ({@code sched_autogroup_enabled}, sched(7)), nice
 * values count within a session only, and each session has the same share of the processors. A
 * service is a session of its own: it is raised as a whole.
 */
public final class Priority {
  private static final int PRIO_PROCESS = 0;
  private static final int SELF = 0;
  private static final int NICE = -10;

  private static final Path TASKS = Path.of("/proc/self/task"); // proc(5)
  private static final Path AUTOGROUP = Path.of("/proc/self/autogroup"); // sched(7)

  /** Names of threads that work while all others are stopped. */
  private static final Pattern COLLECTOR = Pattern.compile("VM Thread|GC Thread");

  private Priority() {}

  /** The C library's call; loaded only on Linux. */
  private static final class LibcPriority {
    static {
      Native.register(LibcPriority.class, "c");
    }

    private LibcPriority() {}

    static native int setpriority(int which, int who, int priority) throws LastErrorException;

    static native int getsid(int process) throws LastErrorException;
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

  /**
   * Raises the share of the processors of this process, where that is allowed, and where it leads a
   * session and so shares it with nobody: not in a terminal, whose other programs would be raised
   * too.
   */
  public static void raiseSession() {
    if (!isLinux()) {
      return;
    }
    try {
      if (LibcPriority.getsid(SELF) == ProcessHandle.current().pid()) {
        Files.writeString(AUTOGROUP, Integer.toString(NICE), StandardOpenOption.WRITE);
      }
    } catch (IOException | LastErrorException | LinkageError e) {
      // Not allowed, or a kernel that makes no such groups.
    }
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").equals("Linux");
  }

  private static void raise(int thread) {
    try {
      LibcPriority.setpriority(PRIO_PROCESS, thread, NICE);
    } catch (LastErrorException | LinkageError e) {
      // Not allowed: it runs as all others do.
    }
  }
}
