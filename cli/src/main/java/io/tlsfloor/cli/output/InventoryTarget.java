package io.tlsfloor.cli.output;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.people.Sites;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * An inventory that results go to.
 *
 * @param location where it is
 * @param site where the results were seen; empty until it is known
 */
public record InventoryTarget(Location location, Optional<String> site) {
  /** In the place of a file: no inventory, though the environment names one. */
  private static final String NONE = "none";

  /**
   * Returns what {@code --inventory} and {@code --site} say; empty without the first.
   *
   * @throws CommandException if an option is wrong
   */
  public static Optional<InventoryTarget> of(Values values) throws CommandException {
    Optional<Location> location = location(values);
    return location.isEmpty()
        ? Optional.empty()
        : Optional.of(new InventoryTarget(location.get(), values.last(Settings.SITE)));
  }

  /**
   * Returns the inventory that {@code --inventory} names; empty without it.
   *
   * @throws CommandException if it can be none
   */
  public static Optional<Location> location(Values values) throws CommandException {
    return location(values.last(Settings.INVENTORY).filter(name -> !name.equals(NONE)));
  }

  static Optional<Location> location(Optional<String> given) throws CommandException {
    try {
      return given.isEmpty() ? Optional.empty() : Optional.of(Location.parse(given.get()));
    } catch (ReportException e) {
      throw CommandException.usage(e.what(), e.hint());
    }
  }

  /** The sites that it knows; none where it is yet to be made. */
  private Sites sites(Consumer<String> notices) throws IOException {
    return location.isThere()
        ? Store.openExisting(location, notices).read(handle -> Sites.of(handle, location.shown()))
        : new Sites(location.shown(), List.of());
  }

  /**
   * The same with the site of a run that ends by itself: the one that is named, else the only one
   * that the inventory knows, else this machine's name.
   *
   * @param notices as of {@link Store#open}
   * @throws ReportException if the inventory does not know it, or knows several and none is named
   */
  public InventoryTarget settled(Consumer<String> notices) throws IOException {
    Sites sites = sites(notices);
    String settled = site.isPresent() ? sites.known(site.get()) : sites.standard(hostName());
    return new InventoryTarget(location, Optional.of(settled));
  }

  /**
   * The same for a watch: without a name it is a sensor of the site that is called as this machine.
   * A database that does not answer yet is asked nothing.
   *
   * @param notices as of {@link Store#open}
   * @throws ReportException if the inventory does not know the site
   */
  public InventoryTarget settledForWatch(Consumer<String> notices) throws IOException {
    String name = site.orElseGet(InventoryTarget::hostName);
    try {
      return new InventoryTarget(location, Optional.of(sites(notices).known(name)));
    } catch (ReportException e) {
      if (e.side() == ReportException.Side.GIVEN) {
        throw e;
      }
      return new InventoryTarget(location, Optional.of(name));
    }
  }

  /** {@code i.db as site hq}. */
  public String shown() {
    return location.shown() + site.map(name -> " as site " + name).orElse("");
  }

  /** This machine's name. */
  public static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
