package io.tlsfloor.capture.live.pcap;

import com.sun.jna.Native;
import io.tlsfloor.capture.live.CaptureException;
import io.tlsfloor.capture.live.CaptureException.Obstacle;
import java.util.Locale;
import org.pcap4j.core.PcapNativeException;

/** Says in our words what libpcap, or its absence, means. */
final class PcapErrors {
  private PcapErrors() {}

  /** An interface could not be opened. */
  static CaptureException open(String device, PcapNativeException e) {
    String said = String.valueOf(e.getMessage());
    String lower = said.toLowerCase(Locale.ROOT);
    if (lower.contains("not permitted") || lower.contains("permission")) {
      return CaptureException.notPermitted(device, e);
    }
    if (lower.contains("no such device") || lower.contains("doesn't exist")) {
      return CaptureException.noInterface(device, e);
    }
    return new CaptureException(
        Obstacle.OTHER, device + ": libpcap cannot open it: " + oneLine(said), "", e);
  }

  static CaptureException filter(String filter, PcapNativeException e) {
    return new CaptureException(
        Obstacle.BAD_FILTER,
        "--filter \"" + filter + "\": " + oneLine(String.valueOf(e.getMessage())),
        "pcap-filter(7) describes the language.",
        e);
  }

  static CaptureException noLibrary(LinkageError e) {
    return noLibrary(
        e, "use engine = \"ring\" below [watch] of the configuration file, and no --filter");
  }

  /** Files are read without libpcap; filters are not. */
  static CaptureException noLibraryForFiles(LinkageError e) {
    return noLibrary(e, "leave --filter out: captures are read without it");
  }

  private static CaptureException noLibrary(LinkageError e, String otherwise) {
    if (!mayCallNative()) {
      return CaptureException.noNativeCalls(oneLine(root(e)), e);
    }
    return new CaptureException(
        Obstacle.NO_LIBRARY,
        "libpcap not found, or it cannot be loaded: " + oneLine(root(e)),
        "Install it (Debian: apt install libpcap0.8t64), or " + otherwise + ".",
        e);
  }

  /** Returns whether JNA itself is there, so that it is the library that is not. */
  private static boolean mayCallNative() {
    try {
      return Native.POINTER_SIZE > 0;
    } catch (LinkageError e) {
      return false;
    }
  }

  private static String root(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage());
  }

  static String oneLine(String text) {
    return text.lines()
        .map(String::strip)
        .filter(l -> !l.isEmpty())
        .findFirst()
        .orElse("no reason");
  }
}
