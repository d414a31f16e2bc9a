package io.tlsfloor.capture.live;

import java.util.List;

/**
 * An interface that can be named for capture.
 *
 * @param name as it is typed
 * @param description of the system; empty where there is none
 * @param addresses IP addresses, as text
 * @param up whether it is up and its link is there
 * @param linkType in words, or {@code unknown}
 */
public record InterfaceInfo(
    String name, String description, List<String> addresses, boolean up, String linkType) {
  /** Copies the list. */
  public InterfaceInfo {
    addresses = List.copyOf(addresses);
  }
}
