package io.tlsfloor.cli.syslog;

/** Numbers in words. */
final class SyslogWords {
  private SyslogWords() {}

  /** {@code 1 message}, {@code 12 messages}. */
  static String messages(long count) {
    return count + (count == 1 ? " message" : " messages");
  }
}
