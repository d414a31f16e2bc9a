package io.tlsfloor.cli.option;

import java.time.Duration;
import java.util.Set;

/** Options of {@code watch}: what is captured, how, and for how long. */
public final class CaptureSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  /** Which way frames come. */
  public enum Engine {
    AUTO,
    PCAP,
    RING
  }

  static final Duration LONGEST = Duration.ofDays(3650);
  private static final long MIN_BUFFER = 1 << 20;
  private static final long MAX_BUFFER = 2047L << 20; // an int counts it
  private static final Set<String> WATCH = Set.of("watch");

  public static final Setting<String> INTERFACE =
      ROWS.value("interface", "NAME", Kind.TEXT.completedWith(Kind.Completion.INTERFACE))
          .letter("i")
          .repeated()
          .more("Several names can be separated by commas. `tlsfloor watch --list` lists them.")
          .of(WATCH, "the interface to capture, or `any` for all");

  public static final Setting<Boolean> LIST =
      ROWS.flag("list")
          .more("No rights are needed.")
          .commandLineOnly()
          .of(WATCH, "list the interfaces");

  public static final Setting<String> LIVE_FILTER =
      ROWS.value("filter", "TEXT", Kind.TEXT)
          .letter("f")
          .more("By default everything is captured, as any packet may carry an answer.")
          .of(WATCH, "capture only what this filter of pcap-filter(7) lets through");

  public static final Setting<Long> BUFFER =
      ROWS.value("buffer", "BYTES", Kind.bytes(MIN_BUFFER, MAX_BUFFER))
          .more("For each interface. `K`, `M` and `G` are multiples of 1024.")
          .of(WATCH, "size of the kernel's buffer for packets (default 64M)");

  public static final Setting<Boolean> NO_PROMISCUOUS =
      ROWS.flag("no-promiscuous").of(WATCH, "capture only what this machine sends and receives");

  public static final Setting<Engine> ENGINE =
      ROWS.value("engine", "NAME", Kind.word(Engine.class))
          .of(
              WATCH,
              "how to capture: `auto` (default), `pcap` for libpcap, `ring` for a ring shared with"
                  + " the kernel (Linux)");

  public static final Setting<Duration> DURATION =
      ROWS.value("duration", "SECONDS", Kind.seconds(LONGEST)).of(WATCH, "end after this time");

  public static final Setting<Long> COUNT =
      ROWS.value("count", "N", Kind.number(1, Long.MAX_VALUE)).of(WATCH, "end after N packets");

  public static final Setting<String> CONFIG =
      ROWS.value("config", "FILE", Kind.FILE)
          .commandLineOnly()
          .of(
              WATCH,
              "read options and policy from FILE (default: `/etc/tlsfloor/tlsfloor.conf` if it is"
                  + " there)");

  public static final Setting<Boolean> NO_CONFIG =
      ROWS.flag("no-config").commandLineOnly().of(WATCH, "read no configuration file");

  public static final Setting<Boolean> CHECK_CONFIG =
      ROWS.flag("check-config")
          .commandLineOnly()
          .of(WATCH, "check options, configuration, policy and endpoint list, and end");

  public static final Setting<String> USER =
      ROWS.value("user", "NAME", Kind.TEXT)
          .commandLineOnly()
          .of(WATCH, "run as this user, with CAP_NET_RAW as its only right (Linux; start as root)");

  private CaptureSettings() {}
}
