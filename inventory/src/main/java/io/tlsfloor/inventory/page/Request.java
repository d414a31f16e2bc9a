package io.tlsfloor.inventory.page;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Holds what is asked: the path, and the fields of its query, the last of a name.
 *
 * @param path without the query
 * @param fields by name
 * @param partial whether a part of a page is enough: htmx asks
 */
record Request(String path, Map<String, String> fields, boolean partial) {
  private static final int MAX_FIELDS = 50;

  /** Reads a request. */
  static Request of(HttpExchange exchange) {
    Map<String, String> fields = new LinkedHashMap<>();
    add(fields, exchange.getRequestURI().getRawQuery());
    return new Request(
        exchange.getRequestURI().getPath(),
        fields,
        "true".equals(exchange.getRequestHeaders().getFirst("HX-Request")));
  }

  private static void add(Map<String, String> fields, @Nullable String text) {
    if (text == null || text.isEmpty()) {
      return;
    }
    for (String pair : text.split("&")) {
      int at = pair.indexOf('=');
      if (at > 0 && fields.size() < MAX_FIELDS) {
        try {
          fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
        } catch (IllegalArgumentException e) {
          // half an escape: a field that says nothing
        }
      }
    }
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /** A field; empty where it is left out. */
  String field(String name) {
    return fields.getOrDefault(name, "").strip();
  }

  /** A number from 1 on; 1 for anything else. */
  int page() {
    String text = field("page");
    return text.matches("[1-9][0-9]{0,6}") ? Integer.parseInt(text) : 1;
  }

  /** A query with these fields, those that are empty left out. */
  static String query(Map<String, String> fields) {
    List<String> pairs = new ArrayList<>();
    fields.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            pairs.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
          }
        });
    return String.join("&", pairs);
  }
}
