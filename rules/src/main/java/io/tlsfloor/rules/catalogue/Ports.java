package io.tlsfloor.rules.catalogue;

import java.util.Arrays;

/**
 * A set of ports, as the list writes them: {@code 80,443} or {@code 3478-3481}, in any order, with
 * or without spaces.
 */
public final class Ports {
  /** No port at all. */
  public static final Ports NONE = new Ports(new int[0]);

  /** First and last port of each range, in turn. */
  private final int[] bounds;

  private Ports(int[] bounds) {
    this.bounds = bounds;
  }

  /**
   * Reads a list of ports and ranges.
   *
   * @throws IllegalArgumentException if a part is neither, or a port is above 65535
   */
  public static Ports parse(String text) {
    if (text.isBlank()) {
      return NONE;
    }
    String[] parts = text.split(",", -1);
    int[] bounds = new int[2 * parts.length];
    for (int i = 0; i < parts.length; i++) {
      String part = parts[i].trim();
      int dash = part.indexOf('-');
      int first = port(dash < 0 ? part : part.substring(0, dash).trim(), text);
      int last = dash < 0 ? first : port(part.substring(dash + 1).trim(), text);
      if (last < first) {
        throw new IllegalArgumentException("port range runs backwards: \"" + part + "\"");
      }
      bounds[2 * i] = first;
      bounds[2 * i + 1] = last;
    }
    return new Ports(bounds);
  }

  private static int port(String digits, String whole) {
    int value = 0;
    for (int i = 0; i < digits.length() && value <= 0xFFFF; i++) {
      char c = digits.charAt(i);
      value = c >= '0' && c <= '9' ? 10 * value + c - '0' : 0x10000;
    }
    if (digits.isEmpty() || value > 0xFFFF) {
      throw new IllegalArgumentException(
          "not a port or a range of ports from 0 to 65535: \"" + whole + "\"");
    }
    return value;
  }

  /** Returns whether {@code port} is one of them. */
  public boolean contains(int port) {
    for (int i = 0; i < bounds.length; i += 2) {
      if (port >= bounds[i] && port <= bounds[i + 1]) {
        return true;
      }
    }
    return false;
  }

  /** Returns whether there is none. */
  public boolean isEmpty() {
    return bounds.length == 0;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ports ports && Arrays.equals(bounds, ports.bounds);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bounds);
  }

  /** The list's form, without spaces. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < bounds.length; i += 2) {
      text.append(i == 0 ? "" : ",").append(bounds[i]);
      if (bounds[i + 1] != bounds[i]) {
        text.append('-').append(bounds[i + 1]);
      }
    }
    return text.toString();
  }
}
