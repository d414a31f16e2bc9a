package io.tlsfloor.inventory.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** What pages load: nothing comes from elsewhere. */
final class PageAssets {
  private static final Map<String, String> TYPES =
      Map.of(
          "/assets/icon.svg", "image/svg+xml",
          "/assets/page.css", "text/css",
          "/assets/htmx.min.js", "text/javascript",
          "/assets/htmx-sse.min.js", "text/javascript");

  private PageAssets() {}

  static Optional<byte[]> of(String path) {
    if (!TYPES.containsKey(path)) {
      return Optional.empty();
    }
    String name = path.substring("/assets/".length());
    try (InputStream in =
        PageAssets.class.getResourceAsStream("/io/tlsfloor/inventory/page/" + name)) {
      if (in == null) {
        throw new IllegalStateException("no " + name + " in the program");
      }
      return Optional.of(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String type(String path) {
    return TYPES.getOrDefault(path, "text/plain");
  }
}
