package io.tlsfloor.cli.judging;

import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;

/** The options that say what is flagged and told, in the order of the help. */
public final class JudgingFlags {
  public static final String ALL = "all";
  static final String MIN_SEVERITY = "min-severity";
  static final String MIN_CONFIDENCE = "min-confidence";
  static final String RULE = "rule";
  static final String ANY_SERVICE = "any-service";
  static final String DIRECTION = "direction";
  static final String HOME_NET = "home-net";
  static final String INSTANCE = "instance";
  static final String ENDPOINTS = "endpoints";
  static final String FLOOR = "floor";
  static final String TIMEOUT = "timeout";
  static final String POLICY = "policy";

  private JudgingFlags() {}

  /** Adds them to those of a command. */
  public static void addTo(Options options) {
    flag(options, ALL, "tell of every TLS connection, not only of flagged ones");
    value(options, MIN_SEVERITY, "LEVEL", "flag from here: low (default), medium, high, critical");
    value(options, MIN_CONFIDENCE, "LEVEL", "flag from here: low, medium (default), high");
    value(
        options,
        RULE,
        "NAME",
        "flag only what this rule finds; may be repeated. Rules: negotiated-below-floor, downgrade,"
            + " offered-below-floor, inferred-below-floor, legacy-endpoint, cleartext-fallback,"
            + " no-common-suite, offers-below-floor");
    flag(options, ANY_SERVICE, "flag connections to any server, not only to Microsoft 365");
    value(
        options,
        DIRECTION,
        "WAY",
        "flag connections that go this way: outbound (default), inbound, internal, external, any;"
            + " may be repeated");
    value(
        options,
        HOME_NET,
        "CIDR",
        "a range of the home networks, instead of the private ranges; may be repeated");
    value(
        options,
        INSTANCE,
        "NAME",
        "look only for this cloud instance of the endpoint list, such as Worldwide or China; may be"
            + " repeated");
    value(
        options,
        ENDPOINTS,
        "FILE",
        "use this saved answer of Microsoft's endpoint service instead of the bundled list; of"
            + " Worldwide, or of the one --instance given");
    value(
        options, FLOOR, "VERSION", "the lowest version that is good: 1.0, 1.1, 1.2 (default), 1.3");
    value(
        options,
        TIMEOUT,
        "SECONDS",
        "silence after a hello for this long, in packet time, counts as no answer (default 10)");
    value(
        options,
        POLICY,
        "FILE",
        "what differs at your place: floors, severities, home networks, exceptions, own services;"
            + " options of the command line come after it");
  }

  private static void value(Options options, String name, String argument, String description) {
    options.addOption(
        Option.builder().longOpt(name).hasArg().argName(argument).desc(description).get());
  }

  private static void flag(Options options, String name, String description) {
    options.addOption(Option.builder().longOpt(name).desc(description).get());
  }
}
