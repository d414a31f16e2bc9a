package io.tlsfloor.inventory.intake;

import io.tlsfloor.inventory.store.Texts;
import io.tlsfloor.rules.Severity;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a client did with a service in a part of one UTC day: a client line.
 *
 * @param address of the client
 * @param mac its link address, {@code 00-00-5E-00-53-23}; empty where the link has none
 * @param names that it gave itself
 * @param service the service
 * @param connections how many
 * @param flagged how many of them are flagged
 * @param excepted how many an exception kept from being flagged
 * @param succeeded how many were established; empty when the line does not say
 * @param failed how many failed
 * @param offered connections by the highest version offered
 * @param negotiated connections by the version chosen
 * @param good connections that chose a version at or above the floor
 * @param severity the worst of those flagged
 * @param stacks what the client looks like
 * @param first time of the first packet
 * @param last time of the last packet
 */
public record ClientFacts(
    String address,
    String mac,
    List<Name> names,
    ServiceKey service,
    long connections,
    long flagged,
    long excepted,
    Optional<Long> succeeded,
    long failed,
    Map<String, Long> offered,
    Map<String, Long> negotiated,
    long good,
    Optional<Severity> severity,
    List<String> stacks,
    Instant first,
    Instant last) {
  /** In the order in which they are believed. */
  private static final List<String> SOURCES = List.of("dhcp", "ehlo", "netbios", "mdns");

  private static final int MAX_NAME = 255;

  /**
   * A name that a client gave itself.
   *
   * @param name as sent
   * @param source where it was sent: {@code dhcp}, {@code ehlo}, {@code netbios}, {@code mdns}
   */
  public record Name(String name, String source) {}

  /**
   * A service, as client lines call it. All parts are empty for connections to no service.
   *
   * @param instance of the list
   * @param area of the list
   * @param name for people
   */
  public record ServiceKey(String instance, String area, String name) {
    /** Connections to no service of the list. */
    public static final ServiceKey NONE = new ServiceKey("", "", "");
  }

  /** Connections known to be established at or above the floor. */
  long goodEstablished() {
    return Math.max(0, Math.min(good, succeeded.orElse(good)));
  }

  /** Whether some of it is below: flagged, at medium severity or more. */
  boolean isBelow() {
    return flagged > 0 && severity.orElse(Severity.HIGH).compareTo(Severity.MEDIUM) >= 0;
  }

  /**
   * The name by the best source; none if that source has several: then several devices are behind.
   */
  String ownName() {
    for (String source : SOURCES) {
      Set<String> own = new LinkedHashSet<>();
      for (Name each : names) {
        String name = plain(each.name());
        if (each.source().equals(source) && isName(name, address)) {
          own.add(name);
        }
      }
      if (!own.isEmpty()) {
        return own.size() == 1 ? own.iterator().next() : "";
      }
    }
    return "";
  }

  private static String plain(String name) {
    String text = Texts.clean(name.trim()).toLowerCase(Locale.ROOT);
    text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return text.length() > MAX_NAME ? text.substring(0, MAX_NAME) : text;
  }

  /** Not what every device calls itself, nor its address. */
  private static boolean isName(String name, String address) {
    return !name.isEmpty()
        && !name.startsWith("[")
        && !name.equals(address)
        && !name.equals("localhost")
        && !name.startsWith("localhost.")
        && !name.matches("[0-9.]+");
  }
}
