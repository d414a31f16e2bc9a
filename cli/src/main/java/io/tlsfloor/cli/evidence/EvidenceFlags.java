package io.tlsfloor.cli.evidence;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that have evidence written. */
public final class EvidenceFlags {
  /** Where it is written. */
  public static final String EVIDENCE = "evidence";

  /** How many files at most. */
  public static final String FILES = "evidence-files";

  /** How many bytes at most. */
  public static final String SIZE = "evidence-size";

  /** For how long it is kept, in a watch. */
  public static final String AGE = "evidence-age";

  private EvidenceFlags() {}

  /** Adds those of a scan. */
  public static void addToScan(Options options) {
    value(
        options,
        EVIDENCE,
        "DIR|FILE",
        "write what proves each finding to a capture of its own in DIR, or all to one FILE.pcapng,"
            + " with a manifest");
    value(options, FILES, "N", "write no more than N evidence files (default 10000)");
    value(options, SIZE, "BYTES", "write no more evidence than this (default 256M)");
  }

  /** Adds those of a watch. */
  public static void addToWatch(Options options) {
    value(
        options,
        EVIDENCE,
        "DIR",
        "write what proves each finding to a capture of its own in DIR, with a manifest");
    value(options, FILES, "N", "keep only the newest N evidence files (default 1000)");
    value(options, SIZE, "BYTES", "keep no more evidence than this (default 256M)");
    value(options, AGE, "SECONDS", "keep evidence for this long (default 2592000, 30 days)");
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }
}
