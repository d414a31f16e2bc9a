package io.tlsfloor.cli.option;

import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.report.bus.BusOptions;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options of {@link ResultSettings} that only together say how a message bus is reached. */
public final class BusValues {
  private static final String DEFAULT_TOPIC = "tlsfloor";
  private static final long DEFAULT_SPOOL_BYTES = 1L << 30;
  private static final String SCHEME = "kafka://";
  private static final Pattern SERVER =
      Pattern.compile("(\\[[0-9A-Fa-f:.]+]|[^:/,\\s]+):[0-9]{1,5}");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
  private static final Pattern SOURCE =
      Pattern.compile("kafka://([^/?]+)/([^/?]+)(?:\\?group=([A-Za-z0-9._-]{1,200}))?");

  private BusValues() {}

  /**
   * A topic to read.
   *
   * @param bus how it is reached
   * @param group among whose members it is divided
   */
  public record Source(BusOptions bus, String group) {}

  static List<String> servers(String text) {
    List<String> servers = List.of(text.split(",", -1));
    for (String server : servers) {
      if (!SERVER.matcher(server).matches()) {
        throw new IllegalArgumentException("\"" + server + "\" is no HOST:PORT");
      }
    }
    return servers;
  }

  static String topic(String text) {
    if (!TOPIC.matcher(text).matches()) {
      throw new IllegalArgumentException("it is no name of a topic");
    }
    return text;
  }

  /** Whether an input is a topic. */
  public static boolean isSource(String input) {
    return input.startsWith(SCHEME);
  }

  /**
   * Reads {@code kafka://HOST:PORT,…/TOPIC?group=NAME}.
   *
   * @throws CommandException if it has not that form
   */
  public static Source source(String input, Values values) throws CommandException {
    Matcher parts = SOURCE.matcher(input);
    try {
      if (parts.matches()) {
        BusOptions bus =
            new BusOptions(
                servers(parts.group(1)),
                topic(parts.group(2)),
                values.last(ResultSettings.KAFKA_SETTINGS).map(Path::of),
                Optional.empty(),
                0,
                "");
        return new Source(bus, parts.group(3) == null ? "tlsfloor-inventory" : parts.group(3));
      }
    } catch (IllegalArgumentException wrong) { // reported below
    }
    throw CommandException.usage(
        input + " is no topic",
        "Give brokers and topic: kafka://kafka1:9092,kafka2:9092/tlsfloor?group=inventory");
  }

  /**
   * How results are sent.
   *
   * @return empty where no bus is asked for
   * @throws CommandException if one of the options is wrong: exit 2
   */
  public static Optional<BusOptions> bus(Values values) throws CommandException {
    Optional<List<String>> servers = values.last(ResultSettings.KAFKA);
    if (servers.isEmpty()) {
      for (Setting<?> other :
          List.of(
              ResultSettings.KAFKA_TOPIC,
              ResultSettings.KAFKA_SETTINGS,
              ResultSettings.KAFKA_SPOOL,
              ResultSettings.KAFKA_SPOOL_SIZE)) {
        if (values.has(other)) {
          throw CommandException.usage(
              other + " has no effect without " + ResultSettings.KAFKA,
              "Say where results go: --kafka kafka1:9092.");
        }
      }
      return Optional.empty();
    }
    return Optional.of(
        new BusOptions(
            servers.get(),
            values.last(ResultSettings.KAFKA_TOPIC).orElse(DEFAULT_TOPIC),
            values.last(ResultSettings.KAFKA_SETTINGS).map(Path::of),
            values.last(ResultSettings.KAFKA_SPOOL).map(Path::of),
            values.last(ResultSettings.KAFKA_SPOOL_SIZE).orElse(DEFAULT_SPOOL_BYTES),
            values.last(ResultSettings.SITE).orElseGet(BusValues::hostName)));
  }

  /** These options with a folder for what waits, where none was named. */
  public static BusOptions spooling(BusOptions options, UnaryOperator<String> environment) {
    if (options.spool().isPresent()) {
      return options;
    }
    String state = environment.apply("STATE_DIRECTORY"); // of a service; may be several
    if (state.isEmpty()) {
      state = environment.apply("XDG_STATE_HOME");
    }
    Path base =
        state.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".local", "state")
            : Path.of(state.split(":", 2)[0]);
    return new BusOptions(
        options.servers(),
        options.topic(),
        options.properties(),
        Optional.of(base.resolve("tlsfloor").resolve("kafka").resolve(options.topic())),
        options.spoolBytes(),
        options.observer());
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
