package io.tlsfloor.cli.serve;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.option.ServeSettings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.inventory.login.OpenIdProvider;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.report.ReportException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who may see the page, as the options say. */
final class ServeLogin {
  private static final String SECRET = "TLSFLOOR_OIDC_SECRET";
  private static final String STANDARD_CLAIM = "groups";

  private final Values values;
  private final Console console;

  ServeLogin(Values values, Console console) {
    this.values = values;
    this.console = console;
  }

  /**
   * Reads the options.
   *
   * @param here where the page listens
   */
  Access access(URI here) throws CommandException, IOException {
    Optional<String> tokens = values.last(ServeSettings.TOKEN_FILE);
    Access access =
        Access.of(proxy(), tokens.isPresent() ? Access.tokens(Path.of(tokens.get())) : List.of());
    Optional<OpenIdProvider> provider = provider(here);
    return provider.isPresent() ? access.with(provider.get()) : access;
  }

  private Optional<Access.Proxy> proxy() throws CommandException, IOException {
    Optional<String> header = values.last(ServeSettings.USER_HEADER);
    List<String> from = List.of(values.last(ServeSettings.TRUSTED_PROXY).orElse("").split(","));
    if (header.isPresent() == from.get(0).isEmpty()) {
      throw CommandException.usage(
          "--user-header and --trusted-proxy need each other",
          "A header counts only from a proxy that you name.");
    }
    if (header.isEmpty()) {
      return Optional.empty();
    }
    Set<InetAddress> addresses = new HashSet<>();
    for (String address : from) {
      if (!address.matches("[0-9a-fA-F.:]+")) {
        throw CommandException.usage(
            "--trusted-proxy cannot be \"" + address + "\"", "Give IP addresses.");
      }
      addresses.addAll(List.of(InetAddress.getAllByName(address)));
    }
    return Optional.of(
        new Access.Proxy(addresses, header.get(), new HashSet<>(values.all(ServeSettings.EDITOR))));
  }

  private Optional<OpenIdProvider> provider(URI here) throws CommandException, IOException {
    Optional<URI> issuer = values.last(ServeSettings.OIDC_ISSUER);
    Optional<String> client = values.last(ServeSettings.OIDC_CLIENT);
    if (issuer.isPresent() != client.isPresent()) {
      throw CommandException.usage(
          "--oidc-issuer and --oidc-client need each other",
          "Register the page at the provider, and give the id that it has there.");
    }
    if (issuer.isEmpty()) {
      return Optional.empty();
    }
    OpenIdProvider provider =
        new OpenIdProvider(
            new OpenIdProvider.Setup(
                issuer.get(),
                client.get(),
                console.variable(SECRET),
                values.last(ServeSettings.PAGE_URL).orElse(here),
                values.all(ServeSettings.OIDC_SCOPE),
                values.last(ServeSettings.OIDC_CLAIM).orElse(STANDARD_CLAIM),
                new HashSet<>(values.all(ServeSettings.OIDC_READER)),
                new HashSet<>(values.all(ServeSettings.OIDC_EDITOR))),
            Clock.systemUTC());
    try {
      provider.discover();
    } catch (ReportException e) { // it may be back when somebody logs in
      console.warn(e.what());
    }
    return Optional.of(provider);
  }
}
