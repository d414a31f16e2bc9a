package io.tlsfloor.cli.watch;

import io.tlsfloor.cli.evidence.EvidenceFlags;
import io.tlsfloor.cli.judging.JudgingFlags;
import io.tlsfloor.cli.pseudonym.PseudonymFlags;
import io.tlsfloor.cli.syslog.SyslogFlags;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code watch}, in the order of its help. */
final class WatchFlags {
  static final String INTERFACE = "interface";
  static final String FILTER = "filter";
  static final String SNAPLEN = "snaplen";
  static final String BUFFER = "buffer";
  static final String PROMISCUOUS = "promiscuous";
  static final String NO_PROMISCUOUS = "no-promiscuous";
  static final String CAPTURE_DIRECTION = "capture-direction";
  static final String ENGINE = "engine";
  static final String RINGS = "rings";
  static final String NO_RECONNECT = "no-reconnect";
  static final String DURATION = "duration";
  static final String COUNT = "count";
  static final String FORMAT = "format";
  static final String OUTPUT = "output";
  static final String ROTATE_SIZE = "rotate-size";
  static final String ROTATE_TIME = "rotate-time";
  static final String ROTATE_KEEP = "rotate-keep";
  static final String METRICS = "metrics";
  static final String CONFIG = "config";
  static final String USER = "user";
  static final String QUIET = "quiet";
  static final String COLOR = "color";

  private WatchFlags() {}

  static Options options() {
    Options options = new Options();
    options.addOption(
        Option.builder("i")
            .longOpt(INTERFACE)
            .hasArg()
            .argName("NAME")
            .desc(
                "the interface to capture, or any; may be repeated, or several with commas."
                    + " tlsfloor interfaces lists them")
            .get());
    value(
        options,
        FILTER,
        "TEXT",
        "capture only what this filter lets through (pcap-filter(7)); by default everything, as any"
            + " packet may carry an answer");
    value(options, SNAPLEN, "BYTES", "bytes of a frame to keep (default 262144)");
    value(options, BUFFER, "BYTES", "room in the kernel for frames that wait (default 64M)");
    flag(options, PROMISCUOUS, "capture frames to other machines too (default)");
    flag(options, NO_PROMISCUOUS, "do not capture frames to other machines");
    value(options, CAPTURE_DIRECTION, "WAY", "capture frames in, out or both (default)");
    value(
        options,
        ENGINE,
        "NAME",
        "auto (default), pcap for libpcap, ring for a ring shared with the kernel (Linux)");
    value(
        options,
        RINGS,
        "N",
        "rings for each interface, for the kernel to fill side by side (default 1)");
    flag(options, NO_RECONNECT, "end when an interface goes, instead of waiting for it");
    value(options, DURATION, "SECONDS", "end after this time");
    value(options, COUNT, "N", "end after N packets");
    value(
        options,
        FORMAT,
        "FORM",
        "form of the results: lines for people, jsonl for JSON Lines, auto (default): lines on a"
            + " terminal");
    value(options, OUTPUT, "FILE", "add the results to FILE; SIGHUP opens it again");
    value(options, ROTATE_SIZE, "BYTES", "begin a new FILE when it would grow over this size");
    value(options, ROTATE_TIME, "SECONDS", "begin a new FILE after this time");
    value(options, ROTATE_KEEP, "N", "keep only the newest N full files (default: all)");
    SyslogFlags.addTo(options);
    PseudonymFlags.addTo(options);
    EvidenceFlags.addToWatch(options);
    value(
        options,
        METRICS,
        "HOST:PORT",
        "serve numbers for Prometheus at /metrics, and /health; without HOST, on 127.0.0.1");
    value(
        options,
        CONFIG,
        "FILE",
        "read options and policy from FILE (default: /etc/tlsfloor/tlsfloor.conf if it is there)");
    value(
        options,
        USER,
        "NAME",
        "run as this user, with CAP_NET_RAW as the only right (Linux; start as root)");
    JudgingFlags.addTo(options);
    options.addOption(
        Option.builder("q")
            .longOpt(QUIET)
            .desc("print results and errors only: no warnings, no status")
            .get());
    value(options, COLOR, "WHEN", "colour: auto (default), always, never");
    return options;
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private static void flag(Options options, String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).get());
  }
}
