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
 * @param carriesTraffic false for devices that cannot carry the traffic looked for: USB, Bluetooth,
 *     D-Bus, netfilter's log and queue
 */
public record InterfaceInfo(
    String name,
    String description,
    List<String> addresses,
    boolean up,
    String linkType,
    boolean carriesTraffic) {
  /** Copies the list. */
  public InterfaceInfo {
    addresses = List.copyOf(addresses);
  }
}
