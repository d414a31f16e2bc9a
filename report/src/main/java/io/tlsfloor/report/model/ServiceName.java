package io.tlsfloor.report.model;

import io.tlsfloor.rules.Service;
import org.jspecify.annotations.Nullable;

/**
 * The part of a {@link Service} that connections are grouped by.
 *
 * @param instance cloud instance, as in the list
 * @param area service area, as in the list
 * @param name for people
 */
public record ServiceName(String instance, String area, String name)
    implements Comparable<ServiceName> {
  private static final String MAKER = "Microsoft ";
  private static final String SUITE = "Microsoft 365 ";
  private static final String ONLINE = " Online";

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ServiceName that
        && name.equals(that.name)
        && area.equals(that.area)
        && instance.equals(that.instance);
  }

  @Override
  public int hashCode() {
    return 31 * name.hashCode() + instance.hashCode();
  }

  /** By name, then by instance and area. */
  @Override
  public int compareTo(ServiceName other) {
    int order = name.compareTo(other.name);
    if (order == 0) {
      order = instance.compareTo(other.instance);
    }
    return order != 0 ? order : area.compareTo(other.area);
  }

  /** Returns whether it is the name of a service. */
  boolean isOf(Service service) {
    return name.equals(service.name())
        && area.equals(service.area())
        && instance.equals(service.instance());
  }

  /** The service's name, without how it was found. */
  public static ServiceName of(Service service) {
    return new ServiceName(service.instance(), service.area(), service.name());
  }

  /** A service's name in few characters: {@code Exchange} of {@code Exchange Online}. */
  public static String brief(String name) {
    int explained = name.indexOf(" (");
    int end = explained < 0 ? name.length() : explained;
    int plain = name.startsWith(ONLINE, end - ONLINE.length()) ? end - ONLINE.length() : end;
    int maker = name.startsWith(MAKER) ? MAKER.length() : 0;
    return name.substring(name.startsWith(SUITE) ? SUITE.length() : maker, plain);
  }
}
