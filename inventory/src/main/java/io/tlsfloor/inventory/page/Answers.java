package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Sends answers, each with the headers that keep a page to itself. */
final class Answers {
  private static final String POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private Answers() {}

  static Map<String, String> headers() {
    return Map.of(
        "Content-Security-Policy", POLICY,
        "X-Content-Type-Options", "nosniff",
        "Referrer-Policy", "same-origin",
        "Cross-Origin-Opener-Policy", "same-origin",
        "Cross-Origin-Resource-Policy", "same-origin");
  }

  /** Returns whether a request asks for something, or for its head alone (RFC 9110 §9.3). */
  static boolean isRead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("GET") || isHead(exchange);
  }

  private static boolean isHead(HttpExchange exchange) {
    return exchange.getRequestMethod().equals("HEAD");
  }

  static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
    send(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a content of any length. */
  @FunctionalInterface
  interface Content {
    void to(OutputStream out) throws IOException;
  }

  /** Sends a file to be saved, as it is written. */
  static void send(HttpExchange exchange, String type, String name, Content content)
      throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Disposition", "attachment; filename=\"" + name + "\"");
    head(exchange, type);
    if (isHead(exchange)) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange.sendResponseHeaders(200, 0); // in parts: its length is not known yet
    try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
      content.to(out);
    }
  }

  private static void head(HttpExchange exchange, String type) {
    headers().forEach(exchange.getResponseHeaders()::set);
    if (exchange.getResponseHeaders().getFirst("Cache-Control") == null) {
      exchange.getResponseHeaders().set("Cache-Control", "no-store");
    }
    String charset = type.startsWith("text/") ? "; charset=utf-8" : "";
    exchange.getResponseHeaders().set("Content-Type", type + charset);
  }

  static void send(HttpExchange exchange, int status, String type, byte[] content)
      throws IOException {
    head(exchange, type);
    if (isHead(exchange)) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(content.length));
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
  }
}
