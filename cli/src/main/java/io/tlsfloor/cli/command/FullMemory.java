package io.tlsfloor.cli.command;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Holds what is said when memory has run out, and how a process ends that has threads which would
 * go on without any: at once, in whichever thread it is met. A service manager starts it again, and
 * the results show the gap.
 */
public final class FullMemory {
  // Made before, like all that ends the process: at that moment nothing can be.
  private static final FileOutputStream ERR = new FileOutputStream(FileDescriptor.err);
  private static final byte[] HEAP = text(false);
  private static final byte[] THREADS = text(true);
  private static final int STATUS = ExitCode.FAULT.status();

  private FullMemory() {}

  /** Ends the process as soon as any thread of it dies of this. */
  public static void guard() {
    try {
      Class.forName("java.lang.Shutdown"); // what ends a process; Java loads it no earlier
      say(new byte[0]);
    } catch (ClassNotFoundException | IOException e) {
      // Another Java may do without, and standard error may be closed.
    }
    boolean unused = isOfThreads(new OutOfMemoryError("once, so that all it needs is there"));
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, e) -> {
          if (e instanceof OutOfMemoryError full) {
            end(full);
          } else {
            System.err.println("tlsfloor: internal error in " + thread.getName() + ": " + e);
          }
        });
  }

  /** Ends the process. */
  public static void end(OutOfMemoryError e) {
    try {
      say(isOfThreads(e) ? THREADS : HEAP);
    } catch (IOException | OutOfMemoryError unsaid) {
      // It ends all the same.
    } finally {
      Runtime.getRuntime().halt(STATUS);
    }
  }

  private static void say(byte[] text) throws IOException {
    ERR.write(text, 0, text.length);
  }

  /** Returns what is wrong, in one line. */
  public static String what(OutOfMemoryError e) {
    return what(isOfThreads(e));
  }

  /** Returns what to do about it. */
  public static String hint(OutOfMemoryError e) {
    return hint(isOfThreads(e));
  }

  private static byte[] text(boolean threads) {
    return ("tlsfloor: " + what(threads) + "\n  " + hint(threads) + "\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String what(boolean threads) {
    return threads
        ? "the machine gives no more threads"
        : "out of memory: the heap is limited to "
            + (Runtime.getRuntime().maxMemory() >> 20)
            + " MiB";
  }

  private static String hint(boolean threads) {
    return threads
        ? "Allow more: ulimit -u, TasksMax=, --pids-limit."
        : "Allow more with TLSFLOOR_JAVA_OPTS=-Xmx4g, or scan fewer captures at a time.";
  }

  private static boolean isOfThreads(OutOfMemoryError e) {
    String message = e.getMessage();
    return message != null && message.contains("native thread");
  }
}
