package io.tlsfloor.inventory.identity;

/**
 * An address at a site, with the link address and the name it had: what lines distinguish clients
 * by.
 *
 * @param site name of where it was seen
 * @param address as text
 * @param mac link address; empty where there is none
 * @param name that the client gave itself, in lower case; empty for none, or for several
 */
public record Endpoint(String site, String address, String mac, String name) {
  /** 4 or 6. */
  public int family() {
    return address.indexOf(':') >= 0 ? 6 : 4;
  }

  /** A link address that its maker gave, so that no two devices share it. */
  public static boolean isUniversal(String mac) {
    return mac.length() == 17 && (Character.digit(mac.charAt(1), 16) & 0b11) == 0;
  }

  /** A link address of one device: not a group's. */
  public static boolean isOwn(String mac) {
    return mac.length() == 17
        && (Character.digit(mac.charAt(1), 16) & 0b01) == 0
        && !mac.equals("00-00-00-00-00-00");
  }
}
