package io.tlsfloor.parser.preface;

import io.tlsfloor.parser.observation.Target;
import java.util.Optional;

/**
 * The lines of HTTP/1 messages that matter before TLS (RFC 9112 §3, §4, §6, §7.1). Reads no value
 * of a header but lengths and codings, so no credential.
 */
public final class HttpLines {
  private static final int VERSION_BYTES = 8; // HTTP/1.1
  private static final int MAX_CHUNK_DIGITS = 8;

  private HttpLines() {}

  /**
   * Returns what a request line asks to be connected with (RFC 9112 §3.2.3): {@code CONNECT
   * host:port HTTP/1.1}. The host is a name, an IPv4 address, or an IPv6 address without its
   * brackets.
   *
   * @return empty for any other line
   */
  public static Optional<Target> connectTarget(LineView line) {
    int authority = line.skipBlanks(7);
    int end = line.wordEnd(authority);
    int version = line.skipBlanks(end);
    if (!line.word(0, "CONNECT") || !isVersion(line, version)) {
      return Optional.empty();
    }
    boolean literal = line.at(authority) == '[';
    int hostFrom = literal ? authority + 1 : authority;
    int hostEnd = line.indexOf(literal ? ']' : ':', hostFrom);
    int colon = literal ? hostEnd + 1 : hostEnd;
    if (hostEnd <= hostFrom || colon >= end || line.at(colon) != ':') {
      return Optional.empty();
    }
    int port = line.decimal(colon + 1, end);
    if (port < 0 || port > 0xFFFF || hostEnd - hostFrom > HostText.MAX_NAME_BYTES) {
      return Optional.empty();
    }
    String host = line.copy(hostFrom, hostEnd);
    boolean sound = literal ? isIpv6Text(host) : isHostText(host);
    return sound ? Optional.of(new Target(host, port)) : Optional.empty();
  }

  /** The status code of a status line; -1 if it is none (RFC 9112 §4). */
  public static int status(LineView line) {
    int end = VERSION_BYTES + 4;
    boolean shaped = isVersion(line, 0) && (line.length() == end || line.at(end) == ' ');
    int code = shaped ? line.decimal(VERSION_BYTES + 1, end) : -1;
    return code >= 100 && code <= 599 ? code : -1;
  }

  /** The number in a Content-Length header; -1 if the line is none. */
  public static int contentLength(LineView line) {
    if (!line.startsWith("Content-Length:")) {
      return -1;
    }
    int from = line.skipBlanks(15);
    return line.decimal(from, line.wordEnd(from));
  }

  /**
   * Returns whether the line is a Transfer-Encoding header that ends in chunked (RFC 9112 §7.1).
   */
  public static boolean isChunked(LineView line) {
    return line.startsWith("Transfer-Encoding:") && line.contains("chunked");
  }

  /** The size in a chunk's first line, extensions left out; -1 if there is none. */
  public static long chunkSize(LineView line) {
    long size = 0;
    int i = 0;
    for (; i < line.length() && Character.digit(line.at(i), 16) >= 0; i++) {
      size = size << 4 | Character.digit(line.at(i), 16);
      if (i >= MAX_CHUNK_DIGITS) {
        return -1;
      }
    }
    int after = line.at(i);
    return i > 0 && (after == -1 || after == ';' || after == ' ') ? size : -1;
  }

  private static boolean isVersion(LineView line, int at) {
    int minor = line.at(at + 7);
    return line.has(at, "HTTP/1.")
        && minor >= '0'
        && minor <= '9'
        && line.wordEnd(at) == at + VERSION_BYTES;
  }

  /** Returns whether a host of an authority is a name or an IPv4 address, by its characters. */
  public static boolean isHostText(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
      if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
        return false;
      }
    }
    return !host.isEmpty() && host.charAt(0) != '.';
  }

  private static boolean isIpv6Text(String host) {
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.' && c != '%') {
        return false;
      }
    }
    return host.indexOf(':') >= 0;
  }
}
