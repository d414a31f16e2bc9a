package io.tlsfloor.inventory.answer;

import io.tlsfloor.report.form.html.Page.Owned;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where what an owner has to do can be read: on a page of {@code serve}, or in a report that is
 * published.
 *
 * @param url of {@code serve}, without a slash at its end, or of the report, which ends in {@code
 *     .html}
 */
public record OwnerPages(String url) {
  private static final String REPORT = ".html";

  /**
   * Reads an address.
   *
   * @throws IllegalArgumentException if it is none of a web page, or has a query, fragment or user
   */
  public static OwnerPages parse(String text) {
    try {
      URI uri = new URI(text);
      String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
      if (!scheme.equals("https") && !scheme.equals("http") || uri.getHost() == null) {
        throw new IllegalArgumentException("it is no address of a web page");
      }
      if (uri.getRawQuery() != null
          || uri.getRawFragment() != null
          || uri.getRawUserInfo() != null) {
        throw new IllegalArgumentException("it has a query, a fragment or a user");
      }
      return new OwnerPages(uri.toASCIIString().replaceFirst("/+$", ""));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("it is no address of a web page", e);
    }
  }

  /** The page of an owner within {@code serve}. */
  public static String path(String owner) {
    return "/owner?name=" + URLEncoder.encode(owner, StandardCharsets.UTF_8);
  }

  /** The address of an owner's page, or part of the report. */
  public String of(String owner) {
    return url.endsWith(REPORT) ? url + "#" + Owned.part(owner) : url + path(owner);
  }
}
