package io.tlsfloor.cli.serve;

import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;

/** Pages that {@code serve} gives of an inventory. */
public final class Served {
  private Served() {}

  /** A page at noon of a day, such as {@code /clients}. */
  public static String page(String inventory, String day, String path) {
    PageServer.Setup setup =
        new PageServer.Setup(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 14, OptionalInt.empty());
    Clock clock = Clock.fixed(Instant.parse(day + "T12:00:00Z"), ZoneOffset.UTC);
    try {
      Store store = Store.open(Location.parse(inventory), notice -> {});
      try (PageServer server = new PageServer(store, Access.local(), setup, clock, said -> {})) {
        URI address = URI.create("http://127.0.0.1:" + server.port() + path);
        return HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
            .body();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
