package io.tlsfloor.cli.command;

import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Where this installation has the documents that messages name. */
public final class Documents {
  private Documents() {}

  /**
   * The path of a document, as people can open it: of a package or a folder with its own Java in
   * full, else as in the source tree.
   *
   * @param name below docs, such as {@code policy.md}
   */
  public static String path(String name) {
    CodeSource source = Documents.class.getProtectionDomain().getCodeSource();
    try {
      if (source != null && source.getLocation() != null) {
        Path own = Path.of(source.getLocation().toURI());
        return path(name, Files.isRegularFile(own) ? own.getParent() : null); // a jar, or a build
      }
    } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
      // Nothing is known of the place.
    }
    return path(name, null);
  }

  /**
   * The same, of an application in {@code home}: {@code /usr/share/tlsfloor} of the packages,
   * {@code lib/tlsfloor} of the folder, {@code /opt/tlsfloor} of the container.
   */
  static String path(String name, @Nullable Path home) {
    if (home != null) {
      for (String docs : new String[] {"../doc/tlsfloor", "../../docs", "docs"}) {
        Path path = home.resolve(docs).resolve(name).normalize();
        if (Files.isRegularFile(path)) {
          return path.toString();
        }
      }
    }
    return "docs/" + name;
  }
}
