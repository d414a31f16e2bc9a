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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
            "for a team, by HTTPS"));
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
    Access access = access(values);
    Store store = Store.openExisting(Location.parse(given));
    try (PageServer server =
        new PageServer(store, access, setup, Clock.systemUTC(), console::warn)) {
      String url =
          (tls.isPresent() ? "https://" : "http://")
              + setup.listen().getHostString()
              + ":"
              + server.port()
              + "/\n";
      console.out().write(url.getBytes(StandardCharsets.UTF_8));
      while (!console.interrupted()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.CLEAN;
  }

  private static Access access(Values values) throws CommandException, IOException {
    Optional<String> tokens = values.last(ServeSettings.TOKEN_FILE);
    Optional<String> header = values.last(ServeSettings.USER_HEADER);
    List<String> from = List.of(values.last(ServeSettings.TRUSTED_PROXY).orElse("").split(","));
    if (header.isPresent() == from.get(0).isEmpty()) {
      throw CommandException.usage(
          "--user-header and --trusted-proxy need each other",
          "A header counts only from a proxy that you name.");
    }
    Set<InetAddress> addresses = new HashSet<>();
    for (String address : from) {
      if (!address.isBlank()) {
        if (!address.matches("[0-9a-fA-F.:]+")) {
          throw CommandException.usage(
              "--trusted-proxy cannot be \"" + address + "\"", "Give IP addresses.");
        }
        addresses.addAll(List.of(InetAddress.getAllByName(address.strip())));
      }
    }
    return Access.of(
        header.isPresent()
            ? Optional.of(
                new Access.Proxy(
                    addresses, header.get(), new HashSet<>(values.all(ServeSettings.EDITOR))))
            : Optional.empty(),
        tokens.isPresent() ? Access.tokens(Path.of(tokens.get())) : List.of());
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
