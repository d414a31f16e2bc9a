package io.tlsfloor.cli.report;

import io.tlsfloor.rules.Service;

/**
 * The part of a {@link Service} that connections are grouped by.
 *
 * @param instance cloud instance, as in the list
 * @param area service area, as in the list
 * @param name for people
 */
public record ServiceName(String instance, String area, String name) {
  /** The service's name, without how it was found. */
  public static ServiceName of(Service service) {
    return new ServiceName(service.instance(), service.area(), service.name());
  }
}
