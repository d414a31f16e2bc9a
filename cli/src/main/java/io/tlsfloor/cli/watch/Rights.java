package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Holds what this process may do, as Linux shows it in {@code /proc/self/status} (proc(5)). */
final class Rights {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final long NET_RAW = 1L << 13; // linux/capability.h

  private Rights() {}

  /**
   * Checks that the launcher changed the user.
   *
   * @return what was kept, in words
   * @throws CommandException if this process runs as another user
   */
  static String of(String user) throws CommandException {
    String runsAs = System.getProperty("user.name", "");
    if (!runsAs.equals(user)) {
      throw new CommandException(
          ExitCode.USAGE,
          "--user " + user + ": this process runs as " + runsAs,
          "The launcher changes the user: start ./tlsfloor as root, with --user on its command"
              + " line.");
    }
    Map<String, String> status = read();
    long effective = hex(status.getOrDefault("CapEff", "0"));
    String kept =
        effective == NET_RAW
            ? "CAP_NET_RAW and no other capability"
            : effective == 0 ? "no capability" : "capabilities " + Long.toHexString(effective);
    return "runs as "
        + user
        + " with "
        + kept
        + (status.getOrDefault("NoNewPrivs", "0").equals("1") ? ", and cannot gain any" : "");
  }

  private static long hex(String text) {
    try {
      return Long.parseUnsignedLong(text, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static Map<String, String> read() {
    Map<String, String> values = new HashMap<>();
    try {
      for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
        int colon = line.indexOf(':');
        if (colon > 0) {
          values.put(line.substring(0, colon), line.substring(colon + 1).trim());
        }
      }
    } catch (IOException e) {
      return Map.of(); // no Linux
    }
    return values;
  }
}
