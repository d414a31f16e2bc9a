package io.tlsfloor.cli.option;

import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.sink.syslog.SyslogTarget;
import io.tlsfloor.report.text.Words;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/** Options that say in which form results go where: outputs, evidence, pseudonyms, metrics. */
public final class ResultSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  /** Where to listen; without a host, on 127.0.0.1. */
  static final Kind<InetSocketAddress> LISTEN =
      Kind.of(HostPort::parse, "Give an address and a port, such as 127.0.0.1:9365.");

  private static final long MIN_EVIDENCE_BYTES = 1 << 16; // of one connection, about
  private static final Set<String> SCAN = Set.of("scan");
  private static final Set<String> WATCH = Set.of("watch");
  private static final Set<String> BUS = Set.of("scan", "watch", "inventory");
  private static final Set<String> BOTH = Set.of("scan", "watch");

  private static final Kind<Optional<Format>> LIVE =
      Kind.of(
              text ->
                  text.equals("auto")
                      ? Optional.<Format>empty()
                      : Optional.of(Kind.word(Format.class).read(text)),
              "Give auto, or one of: " + String.join(", ", words(format -> true)) + ".")
          .suggesting(words(format -> true));

  private static final Kind<Format> MESSAGES =
      Kind.of(
              Kind.word(Format.class)::read,
              "Give one of: " + String.join(", ", words(ResultSettings::isMessages)) + ".")
          .suggesting(words(ResultSettings::isMessages));

  public static final Setting<Format> FORMAT =
      ROWS.value("format", "FORM", Kind.word(Format.class))
          .more("See [other forms](results.md#other-forms).")
          .of(
              SCAN,
              "form of the results: `table` (default), `lines` (one a finding), `jsonl` (JSON Lines),"
                  + " `csv`, `markdown`, `eve` (Suricata), `zeek`, `cef`, `github`, `html`");

  public static final Setting<String> OUTPUT =
      ROWS.value("output", "FILE", Kind.FILE)
          .letter("o")
          .more(
              "It grows under another name next to it, so that no reader meets half a result; an"
                  + " older file of that name is replaced. Devices and pipes are written directly.")
          .of(
              SCAN,
              "write the results to FILE instead of standard output; FILE appears only when it is"
                  + " complete");

  public static final Setting<WriteTarget> WRITE =
      ROWS.value(
              "write",
              "FORM=FILE",
              Kind.of(WriteTarget::parse, "Give a form and a file: --write csv=findings.csv")
                  .suggesting(WriteTarget.forms()))
          .repeated()
          .more("For instance `--write jsonl=today.jsonl --write html=today.html`.")
          .of(BOTH, "write the results to FILE in this form, in addition");

  public static final Setting<Optional<Format>> LIVE_FORMAT =
      ROWS.value("format", "FORM", LIVE)
          .more(
              "A watch writes `table`, `markdown` and `html` again each hour and at its end, each"
                  + " time as a whole.")
          .of(
              WATCH,
              "form of the results: any form of `scan`, or `auto` (default): lines on a terminal,"
                  + " else JSON Lines");

  public static final Setting<String> LIVE_OUTPUT =
      ROWS.value("output", "FILE", Kind.FILE)
          .letter("o")
          .of(WATCH, "append the results to FILE; SIGHUP opens it again");

  public static final Setting<Long> ROTATE_SIZE =
      ROWS.value("rotate-size", "BYTES", Kind.bytes(1, Long.MAX_VALUE))
          .of(WATCH, "begin a new FILE when it would grow over this size");

  public static final Setting<Duration> ROTATE_TIME =
      ROWS.value("rotate-time", "SECONDS", Kind.seconds(CaptureSettings.LONGEST))
          .of(WATCH, "begin a new FILE after this time");

  public static final Setting<Long> ROTATE_KEEP =
      ROWS.value("rotate-keep", "N", Kind.number(1, 1_000_000))
          .of(WATCH, "keep only the newest N full files (default: all)");

  public static final Setting<String> EVIDENCE =
      ROWS.value("evidence", "DIR|FILE", Kind.FILE)
          .more("See [evidence](delivery.md#evidence).")
          .of(
              SCAN,
              "write what proves each finding to a capture of its own in the folder DIR, or all to"
                  + " one FILE.pcapng, with a manifest");

  public static final Setting<String> LIVE_EVIDENCE =
      ROWS.value("evidence", "DIR", Kind.FOLDER)
          .more("See [evidence](delivery.md#evidence).")
          .of(
              WATCH,
              "write what proves each finding to a capture of its own in the folder DIR, with a"
                  + " manifest");

  public static final Setting<Long> EVIDENCE_FILES =
      ROWS.value("evidence-files", "N", Kind.number(1, 1_000_000))
          .more("A watch keeps the newest, a scan stops and says how many are missing.")
          .of(BOTH, "keep no more evidence files than N (default 10000, of a watch 1000)");

  public static final Setting<Long> EVIDENCE_SIZE =
      ROWS.value("evidence-size", "BYTES", Kind.bytes(MIN_EVIDENCE_BYTES, Long.MAX_VALUE))
          .of(BOTH, "keep no more evidence than this (default 256M)");

  public static final Setting<Duration> EVIDENCE_AGE =
      ROWS.value("evidence-age", "SECONDS", Kind.seconds(CaptureSettings.LONGEST))
          .of(WATCH, "keep evidence for this long (default 2592000, 30 days)");

  public static final Setting<SyslogTarget> SYSLOG =
      ROWS.value(
              "syslog",
              "URL",
              Kind.of(
                  SyslogTarget::parse,
                  "Give a way, a host and a port: tls://siem.example.com:6514,"
                      + " tcp://10.0.0.9:514, udp://[2001:db8::9]:514."))
          .more("See [syslog](delivery.md#syslog).")
          .of(
              BOTH,
              "send the results by syslog (RFC 5424) too: `udp://HOST:PORT`, `tcp://HOST:PORT` or"
                  + " `tls://HOST:PORT`");

  public static final Setting<Format> SYSLOG_FORMAT =
      ROWS.value("syslog-format", "FORM", MESSAGES)
          .of(
              BOTH,
              "what a syslog message says: `cef` (default), `jsonl` for everything, `eve` or"
                  + " `zeek`");

  public static final Setting<String> SYSLOG_CA =
      ROWS.value("syslog-ca", "FILE", Kind.FILE)
          .of(
              BOTH,
              "for `tls://`: the certificate authorities of the receiver, in PEM, instead of those"
                  + " that Java trusts");

  public static final Setting<List<String>> KAFKA =
      ROWS.value(
              "kafka",
              "HOST:PORT,…",
              Kind.of(BusValues::servers, "Give brokers: --kafka kafka1:9092,kafka2:9092."))
          .more("See [many gateways](../sensors.md).")
          .of(
              BOTH,
              "send the results to Kafka too, as JSON Lines: the brokers to begin with; needs the"
                  + " add-on");

  public static final Setting<String> KAFKA_TOPIC =
      ROWS.value("kafka-topic", "NAME", Kind.of(BusValues::topic, "Letters, digits, - . and _ ."))
          .of(BOTH, "topic for the results (default `tlsfloor`)");

  public static final Setting<String> KAFKA_SETTINGS =
      ROWS.value("kafka-settings", "FILE", Kind.FILE)
          .more("For instance `security.protocol=SASL_SSL`, `sasl.jaas.config=…`.")
          .of(BUS, "further settings of Kafka's client, such as those of TLS and SASL");

  public static final Setting<String> KAFKA_SPOOL =
      ROWS.value("kafka-spool", "DIR", Kind.FOLDER)
          .more(
              "The default of a watch is `tlsfloor/kafka` below `$STATE_DIRECTORY`,"
                  + " `$XDG_STATE_HOME` or `~/.local/state`; a scan has none.")
          .of(BOTH, "folder in which results wait while no broker takes them");

  public static final Setting<Long> KAFKA_SPOOL_SIZE =
      ROWS.value("kafka-spool-size", "BYTES", Kind.bytes(1 << 20, Long.MAX_VALUE))
          .of(BOTH, "how much may wait there (default 1G); what comes then is lost and counted");

  public static final Setting<String> SITE =
      ROWS.value("site", "NAME", Kind.TEXT)
          .of(BOTH, "name of this sensor, as `observer.name` in each line of JSON");

  public static final Setting<String> PSEUDONYMIZE =
      ROWS.value("pseudonymize", "KEYFILE", Kind.FILE)
          .more("See [pseudonyms](delivery.md#pseudonyms).")
          .of(
              Set.of("scan", "watch", "report"),
              "replace client addresses, MAC addresses and client names by pseudonyms that KEYFILE"
                  + " determines, for sharing; any file of 32 random bytes or more");

  public static final Setting<InetSocketAddress> METRICS =
      ROWS.value("metrics", "HOST:PORT", LISTEN)
          .more(
              "`/health` answers 200 while packets are captured, else 503. Only who asks by an"
                  + " address, `localhost`, HOST or a name of this machine is answered (else 421)."
                  + " There is no password: use another host only behind one.")
          .of(
              WATCH,
              "serve numbers for Prometheus at `/metrics`, and `/health`; without HOST, on"
                  + " 127.0.0.1");

  public static final Setting<Boolean> FOLLOW =
      ROWS.flag("follow")
          .of(
              SCAN,
              "go on while the one capture given grows, and with the next file of a rotated set;"
                  + " report findings as they appear, until interrupted");

  private ResultSettings() {}

  private static boolean isMessages(Format format) {
    return format.shape() == Format.Shape.MESSAGES;
  }

  private static List<String> words(Predicate<Format> which) {
    return Arrays.stream(Format.values()).filter(which).map(Words::constant).toList();
  }

  /** Whether an option changes how results are shown or where they go, and not what they are. */
  public static boolean isShowing(Setting<?> option) {
    return TerminalSettings.ROWS.list().contains(option)
        || ROWS.list().contains(option) && option != PSEUDONYMIZE
        || InventorySettings.ROWS.list().contains(option)
        || option == CommandSettings.HTML
        || option == CommandSettings.TITLE
        || option == CommandSettings.ORGANISATION
        || option == CommandSettings.SINCE
        || option == JudgingSettings.ALL;
  }

  /** An address and a port of this machine to listen on. */
  private static final class HostPort {
    private HostPort() {}

    static InetSocketAddress parse(String text) {
      int colon = text.lastIndexOf(':');
      String host = colon <= 0 ? "127.0.0.1" : text.substring(0, colon);
      if (host.startsWith("[") && host.endsWith("]")) {
        host = host.substring(1, host.length() - 1);
      }
      String port = text.substring(colon + 1);
      if (!port.matches("[0-9]{1,9}")) {
        throw new IllegalArgumentException("the port is no number");
      }
      if (Integer.parseInt(port) > 0xFFFF) {
        throw new IllegalArgumentException("the port is too large");
      }
      InetSocketAddress address = new InetSocketAddress(host, Integer.parseInt(port));
      if (address.isUnresolved()) {
        throw new IllegalArgumentException("the host is not known");
      }
      return address;
    }
  }
}
