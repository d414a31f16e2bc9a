package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    long effective = Long.parseUnsignedLong(status("CapEff"), 16);
    String kept =
        effective == NET_RAW
            ? "CAP_NET_RAW and no other capability"
            : effective == 0 ? "no capability" : "capabilities " + Long.toHexString(effective);
    return "runs as "
        + user
        + " with "
        + kept
        + (status("NoNewPrivs").equals("1") ? ", and cannot gain any" : "");
  }

  /** A number of this process, in hex; 0 where the system does not tell it. */
  private static String status(String name) {
    try {
      Matcher line =
          Pattern.compile("(?m)^" + name + ":\\s*([0-9a-f]{1,16})$")
              .matcher(Files.readString(STATUS, StandardCharsets.ISO_8859_1));
      return line.find() ? line.group(1) : "0";
    } catch (IOException e) {
      return "0"; // no Linux
    }
  }
}
