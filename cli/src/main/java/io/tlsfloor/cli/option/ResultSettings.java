package io.tlsfloor.cli.option;

import io.tlsfloor.report.form.Format;
import io.tlsfloor.report.text.Words;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Options that say in which form results go where: outputs, evidence, pseudonyms, metrics. */
public final class ResultSettings {
  static final Setting.Rows ROWS = new Setting.Rows();

  /** Where to listen; without a host, on 127.0.0.1. */
  static final Kind<InetSocketAddress> LISTEN =
      Kind.of(HostPort::parse, "Give an address and a port, such as 127.0.0.1:9365.");

  private static final long MIN_EVIDENCE_BYTES = 1 << 16; // of one connection, about
  private static final Set<String> SCAN = Set.of("scan");
  private static final Set<String> WATCH = Set.of("watch");
  private static final Set<String> BOTH = Set.of("scan", "watch");

  private static final Kind<Optional<Format>> LIVE =
      Kind.of(
              text ->
                  text.equals("auto")
                      ? Optional.<Format>empty()
                      : Optional.of(Kind.word(Format.class).reader().apply(text)),
              "Give auto, or one of: " + String.join(", ", words()) + ".")
          .suggesting(words());

  public static final Setting<Format> FORMAT =
      ROWS.value("format", "FORM", Kind.word(Format.class))
          .more("See [other forms](results.md#other-forms).")
          .of(
              SCAN,
              "form of the results: `table` (default), `lines` (one a finding), `jsonl` (JSON"
                  + " Lines), `csv`, `cef`");

  public static final Setting<String> OUTPUT =
      ROWS.value("output", "FILE", Kind.FILE)
          .letter("o")
          .more(
              "It grows under another name next to it, so that no reader meets half a result; an"
                  + " older file of that name is replaced. Devices and pipes are written directly.")
          .of(
              SCAN,
              "write the results to FILE instead of standard output; FILE appears when it is"
                  + " complete");

  public static final Setting<WriteTarget> WRITE =
      ROWS.value(
              "write",
              "FORM=FILE",
              Kind.of(WriteTarget::parse, "Give a form and a file: --write csv=findings.csv")
                  .suggesting(WriteTarget.forms()))
          .repeated()
          .more("For instance `--write jsonl=today.jsonl --write csv=today.csv`.")
          .of(BOTH, "also write the results to FILE in this form");

  public static final Setting<Optional<Format>> LIVE_FORMAT =
      ROWS.value("format", "FORM", LIVE)
          .more("A watch writes `table` again each hour and at its end, each time as a whole.")
          .of(
              WATCH,
              "form of the results: any form of `scan`, or `auto` (default): lines on a terminal,"
                  + " else JSON Lines");

  public static final Setting<String> LIVE_OUTPUT =
      ROWS.value("output", "FILE", Kind.FILE)
          .letter("o")
          .more("logrotate rotates it: see [deliver.md](../deliver.md).")
          .of(WATCH, "append the results to FILE; SIGHUP opens it again");

  public static final Setting<String> EVIDENCE =
      ROWS.value("evidence", "DIR|FILE", Kind.FILE)
          .more("See [evidence](delivery.md#evidence).")
          .of(
              SCAN,
              "write the packets that prove each finding to a capture in the folder DIR, or all to"
                  + " one FILE.pcapng, with a manifest");

  public static final Setting<String> LIVE_EVIDENCE =
      ROWS.value("evidence", "DIR", Kind.FOLDER)
          .more("See [evidence](delivery.md#evidence).")
          .of(
              WATCH,
              "write the packets that prove each finding to a capture in the folder DIR, with a"
                  + " manifest");

  public static final Setting<Long> EVIDENCE_SIZE =
      ROWS.value("evidence-size", "BYTES", Kind.bytes(MIN_EVIDENCE_BYTES, Long.MAX_VALUE))
          .more(
              "A watch keeps the newest, 1000 files and 30 days of them; a scan stops, at 10,000 files"
                  + " too, and says how many are missing.")
          .of(BOTH, "keep this much evidence at most (default 256M)");

  public static final Setting<String> SITE =
      ROWS.value("site", "NAME", Kind.TEXT)
          .of(
              Set.of("scan", "watch", "report", "inventory"),
              "name of this site: `observer.name` of each line, and in the inventory (default: this"
                  + " host's name); inventory clients: only this site");

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
              "follow one capture that is still being written, and the files that a rotation adds;"
                  + " report findings as they appear, until interrupted");

  private ResultSettings() {}

  private static List<String> words() {
    return Arrays.stream(Format.values()).map(Words::constant).toList();
  }

  /** Whether an option changes how results are shown or where they go, and not what they are. */
  public static boolean isShowing(Setting<?> option) {
    return TerminalSettings.ROWS.list().contains(option)
        || ROWS.list().contains(option) && !option.equals(PSEUDONYMIZE)
        || InventorySettings.ROWS.list().contains(option)
        || List.of(CommandSettings.PAGE, CommandSettings.TITLE, CommandSettings.SINCE)
            .contains(option)
        || option.equals(JudgingSettings.ALL);
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
