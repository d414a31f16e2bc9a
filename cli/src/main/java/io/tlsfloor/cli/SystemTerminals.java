package io.tlsfloor.cli;

import io.tlsfloor.cli.command.Terminals;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Asks the system. Java 17 knows only whether input and output are both terminals; on Linux the
 * descriptor's own link distinguishes them. Elsewhere nothing is taken for a terminal: colour and
 * progress have to be asked for.
 */
final class SystemTerminals implements Terminals {
  private static final int STTY_MILLIS = 500; // it answers at once, or something is wrong with it

  @Override
  public boolean out() {
    return isTerminal("1");
  }

  @Override
  public boolean err() {
    return isTerminal("2");
  }

  private static boolean isTerminal(String descriptor) {
    String target = target(descriptor);
    return target.startsWith("/dev/pts/")
        || target.startsWith("/dev/tty")
        || target.equals("/dev/console");
  }

  /**
   * Returns whether standard output is a pipe or socket: the only writes to those that fail are
   * broken.
   */
  static boolean outIsPipe() {
    String target = target("1");
    return target.startsWith("pipe:") || target.startsWith("socket:") || isFifo(target);
  }

  private static boolean isFifo(String target) {
    if (!target.startsWith("/")) {
      return false;
    }
    Path path = Path.of(target);
    return Files.exists(path) && !Files.isRegularFile(path) && !target.startsWith("/dev/");
  }

  /** Returns what a descriptor is open on; empty where the system does not say. */
  private static String target(String descriptor) {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/fd", descriptor)).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }

  @Override
  public int columns() {
    return size(1);
  }

  @Override
  public int lines() {
    return size(0);
  }

  /** Asks {@code stty size} of the controlling terminal: lines, then columns. */
  private static int size(int which) {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (!stty.waitFor(STTY_MILLIS, TimeUnit.MILLISECONDS)) {
        stty.destroyForcibly();
        return 0;
      }
      byte[] answer = stty.getInputStream().readNBytes(64);
      String size = new String(answer, StandardCharsets.US_ASCII).trim();
      String[] numbers = size.split(" ");
      return which < numbers.length ? Integer.parseInt(numbers[which]) : 0;
    } catch (IOException | NumberFormatException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }
}
