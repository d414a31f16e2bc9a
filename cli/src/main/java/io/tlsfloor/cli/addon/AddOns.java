package io.tlsfloor.cli.addon;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Finds add-ons: each is a folder of jars below {@code addons}, next to the application. */
public final class AddOns {
  private static final String FOLDER = "addons";

  private AddOns() {}

  /** Where an add-on lies, be it there or not. */
  public static Path folder(String name) {
    try {
      Path own = Path.of(AddOns.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path parent = own.getParent();
      return (parent == null ? own : parent).resolve(FOLDER).resolve(name);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("the application's place is no path", e);
    }
  }
}
