package io.tlsfloor.cli.watch;

import io.tlsfloor.capture.live.CaptureDirection;
import io.tlsfloor.capture.live.LiveOptions;
import io.tlsfloor.capture.track.AnalyzerOptions;
import io.tlsfloor.cli.command.CommandException;
import io.tlsfloor.cli.command.Values;
import io.tlsfloor.cli.command.When;
import io.tlsfloor.cli.evidence.EvidenceOptions;
import io.tlsfloor.cli.judging.JudgingOptions;
import io.tlsfloor.cli.pseudonym.PseudonymFlags;
import io.tlsfloor.cli.syslog.SyslogFlags;
import io.tlsfloor.report.pseudonym.PseudonymKey;
import io.tlsfloor.report.sink.RotatingFile.Rotation;
import io.tlsfloor.report.sink.syslog.SyslogOptions;
import io.tlsfloor.rules.policy.PolicyFile;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.cli.CommandLine;

/**
 * The options of a watch, checked.
 *
 * @param interfaces as given, without repeats
 * @param live how they are captured
 * @param engine by which
 * @param reconnect whether to wait for interfaces that go
 * @param duration after which to end
 * @param count of packets after which to end
 * @param format of the results
 * @param output file for the results; empty for standard output
 * @param rotation of that file
 * @param syslog where the results go by syslog; empty for nowhere
 * @param pseudonymKey for the clients' pseudonyms; empty for none
 * @param evidence where evidence goes; empty for none
 * @param metrics where to serve numbers
 * @param judging what is flagged
 * @param quiet whether only results and errors are printed
 * @param color when lines are coloured
 */
record WatchOptions(
    List<String> interfaces,
    LiveOptions live,
    Engine engine,
    boolean reconnect,
    Optional<Duration> duration,
    OptionalLong count,
    Form format,
    Optional<String> output,
    Rotation rotation,
    Optional<SyslogOptions> syslog,
    Optional<PseudonymKey> pseudonymKey,
    Optional<EvidenceOptions> evidence,
    Optional<InetSocketAddress> metrics,
    JudgingOptions judging,
    boolean quiet,
    When color) {
  private static final int MIN_SNAPLEN = 64;
  private static final long MIN_BUFFER = 1 << 20;
  private static final long MAX_BUFFER = 2047L << 20; // an int counts it
  private static final Duration LONGEST = Duration.ofDays(3650);

  /** Which way frames come. */
  enum Engine {
    AUTO,
    PCAP,
    RING
  }

  /** How results look. */
  enum Form {
    AUTO,
    LINES,
    JSONL
  }

  /** How connections are followed. */
  AnalyzerOptions analyzer() {
    AnalyzerOptions standard = AnalyzerOptions.standard(judging.policy().homeNetworks()::contains);
    return new AnalyzerOptions(
        judging.timeout(), standard.home(), standard.maxFlows(), standard.maxHeldBytes());
  }

  /**
   * Checks a parsed command line.
   *
   * @param config the policy file that {@code --config} named
   * @throws CommandException if a value is wrong; the message names option and value
   */
  static WatchOptions of(CommandLine line, Optional<PolicyFile> config) throws CommandException {
    if (!line.getArgList().isEmpty()) {
      throw CommandException.usage(
          "watch takes no argument \"" + line.getArgList().get(0) + "\"",
          "Name the interface: tlsfloor watch -i eth0. Files are read by tlsfloor scan.");
    }
    Values values = new Values(line);
    List<String> interfaces = List.copyOf(new LinkedHashSet<>(values.list(WatchFlags.INTERFACE)));
    if (interfaces.isEmpty()) {
      throw CommandException.usage(
          "watch needs an interface",
          "Name it: tlsfloor watch -i eth0. tlsfloor interfaces lists them.");
    }
    if (interfaces.size() > 1 && interfaces.contains("any")) {
      throw CommandException.usage(
          "--interface any is all interfaces already", "Leave the others out.");
    }
    return new WatchOptions(
        interfaces,
        live(values, line, interfaces),
        values.word(WatchFlags.ENGINE, Engine.class).orElse(Engine.AUTO),
        !line.hasOption(WatchFlags.NO_RECONNECT),
        values.seconds(WatchFlags.DURATION, LONGEST),
        values.number(WatchFlags.COUNT, 1, Long.MAX_VALUE),
        values.word(WatchFlags.FORMAT, Form.class).orElse(Form.AUTO),
        values.last(WatchFlags.OUTPUT).filter(file -> !file.equals("-")),
        new Rotation(
            values.bytes(WatchFlags.ROTATE_SIZE, 1, Long.MAX_VALUE).orElse(0),
            values.seconds(WatchFlags.ROTATE_TIME, LONGEST),
            (int) values.number(WatchFlags.ROTATE_KEEP, 1, 1_000_000).orElse(0)),
        SyslogFlags.of(values),
        PseudonymFlags.of(values),
        EvidenceOptions.ofWatch(values),
        metrics(values),
        JudgingOptions.of(line, config),
        line.hasOption(WatchFlags.QUIET),
        values.word(WatchFlags.COLOR, When.class).orElse(When.AUTO));
  }

  private static LiveOptions live(Values values, CommandLine line, List<String> interfaces)
      throws CommandException {
    if (line.hasOption(WatchFlags.PROMISCUOUS) && line.hasOption(WatchFlags.NO_PROMISCUOUS)) {
      throw CommandException.usage(
          "--promiscuous and --no-promiscuous exclude each other", "Give one of them.");
    }
    boolean any = interfaces.contains("any"); // has no promiscuous mode
    return new LiveOptions(
        (int)
            values
                .bytes(WatchFlags.SNAPLEN, MIN_SNAPLEN, LiveOptions.DEFAULT_SNAPLEN)
                .orElse(LiveOptions.DEFAULT_SNAPLEN),
        (int)
            values
                .bytes(WatchFlags.BUFFER, MIN_BUFFER, MAX_BUFFER)
                .orElse(LiveOptions.DEFAULT_BUFFER_BYTES),
        !any && !line.hasOption(WatchFlags.NO_PROMISCUOUS),
        values
            .word(WatchFlags.CAPTURE_DIRECTION, CaptureDirection.class)
            .orElse(CaptureDirection.BOTH),
        values.last(WatchFlags.FILTER).map(String::strip).orElse(""),
        rings(values));
  }

  private static int rings(Values values) throws CommandException {
    int rings = (int) values.number(WatchFlags.RINGS, 1, LiveOptions.MAX_RINGS).orElse(1);
    if (rings > 1
        && values.word(WatchFlags.ENGINE, Engine.class).orElse(Engine.AUTO) == Engine.PCAP) {
      throw CommandException.usage(
          "--rings " + rings + " is of the ring engine, and --engine pcap has none",
          "Leave one of them out.");
    }
    return rings;
  }

  private static Optional<InetSocketAddress> metrics(Values values) throws CommandException {
    Optional<String> given = values.last(WatchFlags.METRICS);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get();
    int colon = text.lastIndexOf(':');
    String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    List<String> problems = new ArrayList<>();
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      InetSocketAddress address =
          port >= 0 && port <= 0xFFFF ? new InetSocketAddress(host, port) : null;
      if (address != null && !address.isUnresolved()) {
        return Optional.of(address);
      }
      problems.add(address == null ? "the port is too large" : "the host is not known");
    } catch (NumberFormatException e) {
      problems.add("the port is no number");
    }
    throw CommandException.usage(
        "--metrics cannot be \"" + text + "\": " + problems.get(0),
        "Give an address and a port, such as 127.0.0.1:9365.");
  }
}
