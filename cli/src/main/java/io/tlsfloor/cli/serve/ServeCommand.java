package io.tlsfloor.cli.serve;

import io.tlsfloor.cli.command.Command;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Console;
import io.tlsfloor.cli.command.ExitCode;
import io.tlsfloor.cli.option.Settings;
import io.tlsfloor.cli.option.Values;
import io.tlsfloor.cli.output.RememberedInventory;
import io.tlsfloor.inventory.derive.Standard;
import io.tlsfloor.inventory.page.Access;
import io.tlsfloor.inventory.page.PageServer;
import io.tlsfloor.inventory.store.Location;
import io.tlsfloor.inventory.store.Store;
import io.tlsfloor.inventory.store.Times;
import io.tlsfloor.rules.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
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
    return "Serves the inventory as web pages: what to do, who is left, whose it is.";
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
            "tlsfloor serve --inventory i.db --trusted-proxy X-Remote-User \\\n"
                + "      --proxy-address 127.0.0.1",
            "behind a proxy that authenticates"));
  }

  @Override
  public ExitCode run(CommandLine line, Console console) throws CommandException, IOException {
    Values values = new Values(name(), line);
    if (!values.arguments().isEmpty()) {
      throw CommandException.usage(
          "serve cannot use \"" + values.arguments().get(0) + "\"", "Leave it out.");
    }
    Location location = RememberedInventory.needed(name(), values);
    PageServer.Setup setup =
        new PageServer.Setup(
            values.last(Settings.LISTEN).orElse(STANDARD),
            values.last(Settings.WINDOW).map(Long::intValue).orElse(Standard.WINDOW),
            values
                .last(Settings.TARGET)
                .map(day -> OptionalInt.of(Times.day(day)))
                .orElse(OptionalInt.empty()));
    Access access = access(values);
    Store store = Store.openExisting(location, console::warn);
    try (PageServer server =
        new PageServer(store, access, setup, Clock.systemUTC(), console::warn)) {
      String url = "http://" + setup.listen().getHostString() + ":" + server.port() + "/\n";
      console.out().write(url.getBytes(StandardCharsets.UTF_8));
      while (!console.interrupted()) {
        Thread.sleep(LOOK_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return ExitCode.CLEAN;
  }

  private static Access access(Values values) throws CommandException {
    Optional<String> header = values.last(Settings.TRUSTED_PROXY);
    List<IpPrefix> addresses = values.all(Settings.PROXY_ADDRESS);
    if (header.isPresent() == addresses.isEmpty()) {
      throw CommandException.usage(
          "--trusted-proxy and --proxy-address need each other",
          "A header counts only from the addresses of a proxy that you name.");
    }
    return header.isEmpty()
        ? Access.local()
        : Access.behind(new Access.Proxy(header.get(), addresses));
  }
}
