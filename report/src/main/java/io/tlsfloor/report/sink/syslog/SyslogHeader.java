package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.UnaryOperator;

/** Makes whole messages of what is to be said: RFC 5424 §6. Confined to one thread. */
final class SyslogHeader {
  /** What a severity of a message is called: RFC 5424 §6.2.1. */
  enum Severity {
    CRITICAL(2),
    ERROR(3),
    WARNING(4),
    NOTICE(5),
    INFORMATIONAL(6);

    private final int number;

    Severity(int number) {
      this.number = number;
    }
  }

  private static final int LOCAL0 = 16; // RFC 5424 §6.2.1: for local use
  private static final int MICROS = 26; // characters of a time up to its microseconds, §6.2.3
  private static final int MAX_HOST = 255;
  private static final int MAX_ID = 32;
  private static final int MAX_SOFTWARE_VERSION = 32; // §7.2.4
  private static final String NIL = "-";
  private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

  private final String sender;
  private int sequence;

  private SyslogHeader(String sender) {
    this.sender = sender;
  }

  /** As this machine, and this process. */
  static SyslogHeader ofThisMachine(UnaryOperator<String> environment) {
    return new SyslogHeader(
        visible(hostName(environment), MAX_HOST)
            + " tlsfloor "
            + ProcessHandle.current().pid()
            + " ");
  }

  /** Asks no resolver, which could take long. */
  private static String hostName(UnaryOperator<String> environment) {
    try {
      return Files.readString(HOST_NAME, StandardCharsets.ISO_8859_1).strip();
    } catch (IOException e) { // no Linux
      String name = environment.apply("COMPUTERNAME");
      return name.isEmpty() ? environment.apply("HOSTNAME") : name;
    }
  }

  /**
   * A message.
   *
   * @param time of what it tells
   * @param id what kind of thing it tells
   * @param text in visible ASCII, without a line end
   */
  byte[] message(Severity severity, Instant time, String id, String text) {
    sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1; // §7.3.1
    String message =
        "<"
            + (LOCAL0 * 8 + severity.number)
            + ">1 "
            + Timestamps.iso(time).substring(0, MICROS)
            + "Z "
            + sender
            + visible(id, MAX_ID)
            + " [origin software=\"tlsfloor\" swVersion=\""
            + visible(Version.text(), MAX_SOFTWARE_VERSION)
            + "\"][meta sequenceId=\""
            + sequence
            + "\"] "
            + text;
    return message.getBytes(StandardCharsets.UTF_8);
  }

  /** Without what has a meaning in the header; the nil value for nothing. */
  private static String visible(String text, int max) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int i = 0; i < text.length() && kept.length() < max; i++) {
      char c = text.charAt(i);
      boolean plain = c > ' ' && c < 0x7F && c != '"' && c != '\\' && c != ']';
      kept.append(plain ? c : '_');
    }
    return kept.isEmpty() ? NIL : kept.toString();
  }
}
