package io.tlsfloor.report.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The first line and the headers of a request (RFC 9112 §3, §5).
 *
 * @param method as it is spelled
 * @param target what is asked for
 * @param newer whether it is of HTTP/1.1: its connection stays, and it takes parts
 * @param headers by name in lower case, values in their order
 */
record Question(String method, URI target, boolean newer, Map<String, List<String>> headers) {
  private static final int MAX_HEADERS = 100;
  private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+"; // RFC 9110 §5.6.2

  /**
   * Reads one.
   *
   * @param first byte, which was read before
   * @throws BadRequest if it breaks the grammar, or is longer than {@code most} bytes
   */
  static Question read(int first, InputStream in, int most) throws IOException {
    Lines lines = new Lines(in, most);
    String line = lines.next(first);
    while (line.isEmpty()) { // RFC 9112 §2.2: ignored before a request
      line = lines.next(in.read());
    }
    String[] words = line.split(" ", -1);
    if (words.length != 3 || !words[0].matches(TOKEN) || !words[2].matches("HTTP/1\\.[0-9]")) {
      throw new BadRequest(400, "the first line is no request");
    }
    Map<String, List<String>> headers = new LinkedHashMap<>();
    int count = 0;
    for (line = lines.next(in.read()); !line.isEmpty(); line = lines.next(in.read())) {
      if (++count > MAX_HEADERS) {
        throw new BadRequest(431, "more than " + MAX_HEADERS + " headers");
      }
      int colon = line.indexOf(':');
      if (colon < 0 || !line.substring(0, colon).matches(TOKEN)) { // a folded line among them
        throw new BadRequest(400, "a header is none");
      }
      String name = line.substring(0, colon).toLowerCase(Locale.ROOT);
      headers
          .computeIfAbsent(name, any -> new ArrayList<>(1))
          .add(line.substring(colon + 1).strip());
    }
    return new Question(words[0], target(words[1]), !words[2].equals("HTTP/1.0"), headers);
  }

  private static URI target(String text) throws BadRequest {
    try {
      URI target = new URI(text.startsWith("//") ? "/." + text : text); // else a host of its own
      if (target.getPath() == null) {
        throw new BadRequest(400, "the target has no path");
      }
      return target;
    } catch (URISyntaxException e) {
      throw new BadRequest(400, "the target is none");
    }
  }

  /** The first value of a header. */
  Optional<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** Whether the peer asks for a further answer on this connection. */
  boolean stays() {
    return newer && header("connection").filter(value -> value.matches("(?i).*close.*")).isEmpty();
  }

  /**
   * Bytes of the body.
   *
   * @throws BadRequest if they are not given in one way, or are more than {@code most}
   */
  int bodyLength(int most) throws BadRequest {
    if (headers.containsKey("transfer-encoding")) {
      throw new BadRequest(501, "no transfer coding is known");
    }
    List<String> given = headers.getOrDefault("content-length", List.of("0"));
    if (given.size() > 1 || !given.get(0).matches("[0-9]{1,18}")) {
      throw new BadRequest(400, "the length of the body is not clear");
    }
    long length = Long.parseLong(given.get(0));
    if (length > most) {
      throw new BadRequest(413, "a body of more than " + most + " bytes");
    }
    return (int) length;
  }

  /** Lines that all together have a bound. */
  private static final class Lines {
    private final InputStream in;
    private int left;

    Lines(InputStream in, int most) {
      this.in = in;
      left = most;
    }

    /** The line that begins with a byte which was read before. */
    String next(int first) throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      int next = first;
      while (next != '\n') {
        if (next < 0) {
          throw new IOException("the request is not whole");
        }
        if (next == 0 || --left < 0) {
          throw new BadRequest(next == 0 ? 400 : 431, "too long, or no text");
        }
        line.write(next);
        next = in.read();
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      String bare = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      if (bare.indexOf('\r') >= 0) {
        throw new BadRequest(400, "half an end of a line");
      }
      return bare;
    }
  }
}
