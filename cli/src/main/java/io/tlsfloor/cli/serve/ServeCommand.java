package io.tlsfloor.cli.serve;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.InventorySettings;
import io.tlsfloor.cli.option.ServeSettings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.answer.Days;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.report.text.Reasons;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.apache.commons.cli.CommandLine;

/** {@code tlsfloor serve}: the page that a team works from. */
public final class ServeCommand implements Command {
  private static final InetSocketAddress STANDARD =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 8418);
  private static final long LOOK_MILLIS = 200;

  @Override
  public String name() {
    return "serve";
  }

  @Override
  public String summary() {
    return "Serves the inventory as pages: who is left, what to do, what comes in.";
  }

  @Override
  public String arguments() {
    return "--inventory FILE|URL";
  }

  @Override
  public List<Example> examples() {
    return List.of(
        new Example("tlsfloor serve --inventory i.db", "on http://127.0.0.1:8418"),
        new Example(
            "tlsfloor serve --inventory i.db --listen 10.0.0.5:8443 \\\n"
                + "      --keystore page.p12 --token-file tokens",
            "for a team, by HTTPS"),
        new Example(
            "tlsfloor serve --inventory i.db --oidc-issuer https://id.example \\\n"
                + "      --oidc-client tlsfloor --oidc-editor tls-team \\\n"
                + "      --page-url https://tls.example",
            "with the login of the organization"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    if (!values.arguments().isEmpty()) {
      throw CommandException.usage(
          "serve cannot use \"" + values.arguments().get(0) + "\"", "Leave it out.");
    }
    String given =
        values
            .last(InventorySettings.INVENTORY)
            .orElseThrow(
                () ->
                    CommandException.usage(
                        "serve needs an inventory", "Add --inventory FILE, or its URL."));
    Optional<SSLContext> tls = tls(values, console);
    PageServer.Setup setup =
        new PageServer.Setup(
            values.last(ServeSettings.LISTEN).orElse(STANDARD),
            tls,
            values
                .last(InventorySettings.WINDOW)
                .map(Long::intValue)
                .orElse(InventorySettings.STANDARD_WINDOW),
            values
                .last(InventorySettings.TARGET)
                .map(day -> OptionalInt.of(Days.of(day)))
                .orElse(OptionalInt.empty()));
    String scheme = tls.isPresent() ? "https://" : "http://";
    InetSocketAddress listen = setup.listen();
    URI here = URI.create(scheme + listen.getHostString() + ":" + listen.getPort());
    Access access = new ServeLogin(values, console).access(here);
    Store store = Store.openExisting(Location.parse(given));
    try (PageServer server =
        new PageServer(store, access, setup, Clock.systemUTC(), console::warn)) {
      String url = scheme + setup.listen().getHostString() + ":" + server.port() + "/\n";
      console.out().write(url.getBytes(StandardCharsets.UTF_8));
      while (!console.interrupted()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.CLEAN;
  }

  private static Optional<SSLContext> tls(Values values, Console console) throws CommandException {
    Optional<String> file = values.last(ServeSettings.KEYSTORE);
    if (file.isEmpty()) {
      return Optional.empty();
    }
    char[] password = console.variable("TLSFLOOR_KEYSTORE_PASSWORD").toCharArray();
    try (InputStream in = Files.newInputStream(Path.of(file.get()))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, password);
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(store, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return Optional.of(context);
    } catch (IOException | GeneralSecurityException e) {
      throw CommandException.usage(
          "cannot use " + file.get() + ": " + Reasons.of(e),
          "Give a PKCS #12 file, and its password in TLSFLOOR_KEYSTORE_PASSWORD.");
    }
  }
}
