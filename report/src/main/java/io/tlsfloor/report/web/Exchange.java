package io.tlsfloor.report.web;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request that is whole, and the answer to it. Confined to the thread of its handler. */
public final class Exchange {
  private static final Map<Integer, String> REASONS =
      Map.ofEntries(
          Map.entry(200, "OK"),
          Map.entry(303, "See Other"),
          Map.entry(400, "Bad Request"),
          Map.entry(401, "Unauthorized"),
          Map.entry(403, "Forbidden"),
          Map.entry(404, "Not Found"),
          Map.entry(405, "Method Not Allowed"),
          Map.entry(413, "Content Too Large"),
          Map.entry(421, "Misdirected Request"),
          Map.entry(431, "Request Header Fields Too Large"),
          Map.entry(500, "Internal Server Error"),
          Map.entry(501, "Not Implemented"),
          Map.entry(503, "Service Unavailable"));

  private static final int NO_CONTENT_LENGTH = -1;

  private final Connection connection;
  private final @Nullable Question question; // null of a request that broke the grammar
  private final byte[] body;
  private final Map<String, List<String>> answer = new LinkedHashMap<>();
  private @Nullable AnswerStream stream;
  private boolean begun;
  private boolean stays;

  Exchange(Connection connection, @Nullable Question question, byte[] body) {
    this.connection = connection;
    this.question = question;
    this.body = body;
    stays = question != null && question.stays();
  }

  // ---- what is asked

  /** How it is asked, in capitals. */
  public String method() {
    return question == null ? "" : question.method();
  }

  /** What is asked for. */
  public URI target() {
    return question == null ? URI.create("/") : question.target();
  }

  /** The first header of a name. */
  public Optional<String> header(String name) {
    return headers(name).stream().findFirst();
  }

  /** All headers of a name, in their order. */
  public List<String> headers(String name) {
    return question == null
        ? List.of()
        : question.headers().getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** What came with it. */
  public byte[] body() {
    return body.clone();
  }

  /** Who asks. */
  public InetAddress peer() {
    return connection.peer();
  }

  /** Whether it came over TLS. */
  public boolean isSecure() {
    return connection.isSecure();
  }

  // ---- what is answered

  /** Sets a header of the answer in place of any others of its name. */
  public void set(String name, String value) {
    answer.put(name, new ArrayList<>(List.of(checked(value))));
  }

  /** Adds a header to the answer. */
  public void add(String name, String value) {
    answer.computeIfAbsent(name, any -> new ArrayList<>(1)).add(checked(value));
  }

  /** Whether the answer has a header of this name. */
  public boolean has(String name) {
    return answer.containsKey(name);
  }

  private static String checked(String value) {
    if (value.chars().anyMatch(c -> c < ' ' && c != '\t' || c > '~')) {
      throw new IllegalArgumentException("a header of an answer is printable ASCII");
    }
    return value;
  }

  /** Answers with a content that is there. */
  public void send(int status, byte[] content) throws IOException {
    byte[] head = head(status, content.length);
    boolean all = !method().equals("HEAD");
    byte[] whole = new byte[head.length + (all ? content.length : 0)];
    System.arraycopy(head, 0, whole, 0, head.length);
    System.arraycopy(content, 0, whole, head.length, whole.length - head.length);
    connection.write(whole, 0, whole.length);
  }

  /** Answers with a content whose length is not known yet, and is sent as it is written. */
  public OutputStream begin(int status) throws IOException {
    boolean parts = question != null && question.newer();
    stays &= parts;
    if (parts) {
      set("Transfer-Encoding", "chunked");
    }
    byte[] head = head(status, NO_CONTENT_LENGTH);
    connection.write(head, 0, head.length);
    stream = new AnswerStream(connection, parts, method().equals("HEAD"));
    return stream;
  }

  private byte[] head(int status, int length) {
    if (begun) {
      throw new IllegalStateException("answered already");
    }
    begun = true;
    connection.answers();
    StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " ");
    head.append(REASONS.getOrDefault(status, "")).append("\r\n");
    set("Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    if (length >= 0) {
      set("Content-Length", Integer.toString(length));
    }
    if (!stays) {
      set("Connection", "close");
    }
    answer.forEach(
        (name, values) ->
            values.forEach(value -> head.append(name + ": ").append(value).append("\r\n")));
    return head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
  }

  /** From now on the peer watches: it may be let go of between what is written. */
  public void watches() throws IOException {
    connection.watches();
  }

  /** Whether the peer was let go of, or the server is over. */
  public boolean isOver() {
    return connection.isClosed();
  }

  /** The handler has given up: the peer learns it, if it was told nothing yet. */
  void failed() throws IOException {
    stays = false;
    if (!begun) {
      send(500, new byte[0]);
    }
  }

  /**
   * Ends the answer.
   *
   * @return whether another request may follow
   */
  boolean end() throws IOException {
    if (!begun) {
      send(500, new byte[0]);
    }
    if (stream != null) {
      stream.close();
    }
    return stays;
  }
}
