package io.tlsfloor.cli.command;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Optional;

/** Where this installation has what is no part of its jar. */
public final class Installation {
  private Installation() {}

  /** The jar, or the folder of classes, that this class comes from; empty for anything else. */
  private static Optional<Path> own() {
    CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
    try {
      return source == null || source.getLocation() == null
          ? Optional.empty()
          : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      return Optional.empty();
    }
  }

  /**
   * What lies next to the jar, be it there or not; empty where this comes from no jar.
   *
   * @param name a path relative to the jar's folder
   */
  public static Optional<Path> beside(String name) {
    return own().filter(Files::isRegularFile).map(jar -> jar.resolveSibling(name));
  }

  /**
   * The path of a document, as people can open it: of a package or a folder with its own Java in
   * full, else as in the source tree.
   *
   * @param name below docs, such as {@code policy.md}
   */
  public static String document(String name) {
    return document(name, beside("."));
  }

  /**
   * The same, of an application in {@code home}: {@code /usr/share/tlsfloor} of the packages,
   * {@code lib/tlsfloor} of the folder, {@code /opt/tlsfloor} of the container.
   */
  static String document(String name, Optional<Path> home) {
    if (home.isPresent()) {
      for (String docs : new String[] {"../doc/tlsfloor", "../../docs", "docs"}) {
        Path path = home.get().resolve(docs).resolve(name).normalize();
        if (Files.isRegularFile(path)) {
          return path.toString();
        }
      }
    }
    return "docs/" + name;
  }
}
