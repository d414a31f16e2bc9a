package io.tlsfloor.capture.live;

import java.io.IOException;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Holds what the system says of an interface.
 *
 * @param kind whether it is there and up
 * @param index the system's number of it: another one after it vanished and came back; 0 when gone
 * @param identity which of the interfaces that had this number it is; empty where that is not known
 * @param changes how often its carrier went or came, so that a moment without it is known
 *     afterwards; 0 where the system does not count
 */
public record LinkState(LinkStatus kind, int index, String identity, long changes) {
  private static final Path LINUX = Path.of("/sys/class/net");
  private static final int IFF_UP = 0x1;

  /** Says whether an interface is there and up. */
  public enum LinkStatus {
    UP,
    DOWN,
    GONE
  }

  /** This is an interface that is not there. */
  static final LinkState NONE = new LinkState(LinkStatus.GONE, 0, "", 0);

  /** Asks the system. {@code any} and other names that are no single interface count as up. */
  public static LinkState of(String name) {
    if (name.equals("any")) {
      return new LinkState(LinkStatus.UP, 0, "", 0);
    }
    return Files.isDirectory(LINUX) ? linux(name) : java(name);
  }

  private static LinkState linux(String name) {
    Path folder = LINUX.resolve(name);
    if (name.contains("/") || !Files.exists(folder)) {
      return NONE;
    }
    try {
      int flags = Integer.decode(Files.readString(folder.resolve("flags")).trim());
      String state = Files.readString(folder.resolve("operstate")).trim();
      boolean up =
          (flags & IFF_UP) != 0 && !state.equals("down") && !state.equals("lowerlayerdown");
      int index = Integer.parseInt(Files.readString(folder.resolve("ifindex")).trim());
      String identity = // of its folder, which the kernel makes with it
          String.valueOf(Files.readAttributes(folder, BasicFileAttributes.class).fileKey());
      return new LinkState(up ? LinkStatus.UP : LinkStatus.DOWN, index, identity, changes(folder));
    } catch (IOException | NumberFormatException e) { // it went while it was asked
      return NONE;
    }
  }

  /**
   * Returns whether both are of one interface, not of two that had the same name one after the
   * other.
   */
  boolean isSameInterface(LinkState other) {
    return index == other.index && identity.equals(other.identity);
  }

  /** The kernel's count; interfaces whose driver knows no carrier keep it at 0. */
  private static long changes(Path folder) {
    try {
      return Long.parseLong(Files.readString(folder.resolve("carrier_changes")).trim());
    } catch (IOException | NumberFormatException e) {
      return 0; // a kernel before 3.15
    }
  }

  /** Returns whether it costs next to nothing to ask the system, so that it can be asked often. */
  static boolean isCheap() {
    return Files.isDirectory(LINUX);
  }

  private static LinkState java(String name) {
    try {
      NetworkInterface found = NetworkInterface.getByName(name);
      if (found == null) {
        return new LinkState(LinkStatus.UP, 0, "", 0); // it does not know those without an address
      }
      return new LinkState(found.isUp() ? LinkStatus.UP : LinkStatus.DOWN, found.getIndex(), "", 0);
    } catch (SocketException e) {
      return new LinkState(LinkStatus.UP, 0, "", 0);
    }
  }

  /** The kernel's ARPHRD_ number of the interface's link layer; -1 where it is not given. */
  public static int hardwareType(String name) {
    if (name.contains("/")) {
      return -1;
    }
    try {
      return Integer.parseInt(Files.readString(LINUX.resolve(name).resolve("type")).trim());
    } catch (IOException | NumberFormatException e) {
      return -1;
    }
  }
}
