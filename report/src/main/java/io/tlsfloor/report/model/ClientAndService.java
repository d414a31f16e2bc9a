package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.IpAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds what clients are counted by. Its equality is written out: what the compiler makes of a
 * record takes the JDK 20 ms to link.
 *
 * @param client its address
 * @param service empty for none
 */
public record ClientAndService(IpAddress client, Optional<ServiceName> service) {
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ClientAndService that
        && client.equals(that.client)
        && service.equals(that.service);
  }

  @Override
  public int hashCode() {
    return 31 * client.hashCode() + service.hashCode();
  }
}
