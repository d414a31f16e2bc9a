package io.tlsfloor.cli.addon;

import io.tlsfloor.cli.command.Documents;
import io.tlsfloor.report.ReportException;
import io.tlsfloor.report.bus.Bus;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Finds add-ons: each is a folder of jars below {@code addons}, next to the application. */
public final class AddOns {
  private static final String FOLDER = "addons";
  private static final String KAFKA = "kafka";

  private AddOns() {}

  /**
   * The message bus.
   *
   * @throws ReportException if its add-on is not there
   */
  public static Bus bus() throws IOException {
    Optional<Bus> here = ServiceLoader.load(Bus.class).findFirst(); // on the class path of a test
    if (here.isPresent()) {
      return here.get();
    }
    Path folder = folder(KAFKA);
    List<URL> jars = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.filter(path -> path.toString().endsWith(".jar")).sorted().toList()) {
          jars.add(file.toUri().toURL());
        }
      }
    }
    ClassLoader loader =
        new URLClassLoader(jars.toArray(new URL[0]), AddOns.class.getClassLoader());
    Optional<Bus> bus = ServiceLoader.load(Bus.class, loader).findFirst();
    if (bus.isEmpty()) {
      throw ReportException.given(
          "the add-on for Kafka is not in " + folder,
          "Put its jars there: " + Documents.path("sensors.md") + " says how it is built.");
    }
    Thread.currentThread().setContextClassLoader(loader); // by which Kafka finds its own parts
    return bus.get();
  }

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
