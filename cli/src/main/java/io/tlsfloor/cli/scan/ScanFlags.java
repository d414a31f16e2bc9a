package io.tlsfloor.cli.scan;

import io.tlsfloor.cli.evidence.EvidenceFlags;
import io.tlsfloor.cli.judging.JudgingFlags;
import io.tlsfloor.cli.pseudonym.PseudonymFlags;
import io.tlsfloor.cli.syslog.SyslogFlags;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options of {@code scan}, in the order of its help. */
final class ScanFlags {
  static final String FORMAT = "format";
  static final String OUTPUT = "output";
  static final String WRITE = "write";
  static final String FOLLOW = "follow";
  static final String FROM = "from";
  static final String TO = "to";
  static final String CLIENT = "client";
  static final String SERVER = "server";
  static final String SERVICE = "service";
  static final String STACK = "stack";
  static final String FILTER = "filter";
  static final String QUIET = "quiet";
  static final String VERBOSE = "verbose";
  static final String COLOR = "color";
  static final String PROGRESS = "progress";

  private ScanFlags() {}

  static Options options() {
    Options options = new Options();
    value(
        options,
        FORMAT,
        "FORM",
        "form of the results: table (default), jsonl (JSON Lines), csv, markdown, eve (Suricata),"
            + " zeek, cef, html");
    value(
        options,
        OUTPUT,
        "FILE",
        "write the results to FILE instead of standard output; FILE appears only when it is whole");
    value(
        options,
        WRITE,
        "FORM=FILE",
        "write the results to FILE in this form, too; may be repeated");
    EvidenceFlags.addToScan(options);
    SyslogFlags.addTo(options);
    PseudonymFlags.addTo(options);
    options.addOption(
        Option.builder()
            .longOpt(FOLLOW)
            .desc(
                "go on while the one capture given grows, and with the next file of a rotated set;"
                    + " tell findings as they appear, until interrupted")
            .get());
    JudgingFlags.addTo(options);
    narrowing(options);
    options.addOption(flag("q", QUIET, "print results and errors only"));
    options.addOption(flag("v", VERBOSE, "show every group of findings, and what was left aside"));
    value(options, COLOR, "WHEN", "colour: auto (default), always, never");
    value(options, PROGRESS, "WHEN", "progress display: auto (default), always, never");
    return options;
  }

  static void narrowing(Options options) {
    value(
        options,
        FROM,
        "TIME",
        "look only at connections that begin from then on: ISO 8601, or +10m after the first"
            + " packet");
    value(options, TO, "TIME", "look only at connections that begin before then");
    value(options, CLIENT, "CIDR", "look only at these clients; may be repeated");
    value(
        options,
        SERVER,
        "CIDR|NAME",
        "look only at connections to these addresses or names; may be repeated");
    value(
        options,
        SERVICE,
        "NAME",
        "look only at this service, service area or cloud instance, or none; may be repeated");
    value(
        options,
        STACK,
        "NAME",
        "look only at clients that look like this, such as \"Java 7\"; may be repeated");
    value(
        options,
        FILTER,
        "TEXT",
        "read only frames that this filter lets through (pcap-filter(7)); needs libpcap");
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private static Option flag(String letter, String name, String description) {
    return Option.builder(letter).longOpt(name).desc(description).get();
  }
}
