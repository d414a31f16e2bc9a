package io.tlsfloor.report.sink.syslog;

import io.tlsfloor.report.model.Chunk;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.report.text.Version;
import io.tlsfloor.rules.Severity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/** Makes whole messages of what is to be said: RFC 5424 §6. Confined to one thread. */
final class SyslogHeader {
  private static final int INFORMATIONAL = 6; // RFC 5424 §6.2.1
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

  /** A message with a line in it, which is visible ASCII; its end is left out. */
  byte[] message(Chunk line) {
    sequence = sequence == Integer.MAX_VALUE ? 1 : sequence + 1; // §7.3.1
    Chunk.About about = line.about();
    byte[] head =
        ("<"
                + (LOCAL0 * 8 + about.severity().map(SyslogHeader::number).orElse(INFORMATIONAL))
                + ">1 "
                + Timestamps.iso(about.time().orElseGet(Instant::now)).substring(0, MICROS)
                + "Z "
                + sender
                + visible(about.id(), MAX_ID)
                + " [origin software=\"tlsfloor\" swVersion=\""
                + visible(Version.text(), MAX_SOFTWARE_VERSION)
                + "\"][meta sequenceId=\""
                + sequence
                + "\"] ")
            .getBytes(StandardCharsets.UTF_8);
    int length = line.length();
    while (length > 0 && line.bytes()[length - 1] <= ' ') {
      length--;
    }
    byte[] message = Arrays.copyOf(head, head.length + length);
    System.arraycopy(line.bytes(), 0, message, head.length, length);
    return message;
  }

  /** RFC 5424 §6.2.1. */
  private static int number(Severity severity) {
    return switch (severity) {
      case CRITICAL -> 2;
      case HIGH -> 3; // error
      case MEDIUM -> 4; // warning
      case LOW -> 5; // notice
    };
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
