package io.tlsfloor.cli.output;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.report.ReportException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An inventory that results go to.
 *
 * @param location where it is
 * @param site where the results were seen
 */
public record InventoryTarget(Location location, String site) {
  /**
   * Returns what {@code --inventory} and {@code --site} say; empty without the first.
   *
   * @throws CommandException if an option is wrong
   */
  public static Optional<InventoryTarget> of(Values values) throws CommandException {
    Optional<Location> location = location(values);
    return location.isEmpty()
        ? Optional.empty()
        : Optional.of(new InventoryTarget(location.get(), site(values)));
  }

  /**
   * Returns the inventory that {@code --inventory} names; empty without it.
   *
   * @throws CommandException if it can be none
   */
  public static Optional<Location> location(Values values) throws CommandException {
    Optional<String> given = values.last(Settings.INVENTORY);
    try {
      return given.isEmpty() ? Optional.empty() : Optional.of(Location.parse(given.get()));
    } catch (ReportException e) {
      throw CommandException.usage(e.what(), e.hint());
    }
  }

  /**
   * The site that is named, else this machine's name.
   *
   * @throws CommandException if it is empty
   */
  public static String site(Values values) throws CommandException {
    return values.last(Settings.SITE).orElseGet(InventoryTarget::hostName);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
