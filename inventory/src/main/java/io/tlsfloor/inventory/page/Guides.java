package io.tlsfloor.inventory.page;

import io.tlsfloor.report.form.html.Page.Guide;
import io.tlsfloor.rules.RemedyPages;
import java.util.Map;
import java.util.Optional;

/** Leads from a finding to the page that says what to do about it. */
public final class Guides {
  private Guides() {}

  /** Returns whether there is a page; a reference from another version's lines may lead nowhere. */
  public static boolean has(String reference) {
    return RemedyPages.name(reference).flatMap(RemedyPages::text).isPresent();
  }

  /** The page's name; empty for none. */
  public static String name(String reference) {
    return RemedyPages.name(reference).orElse("");
  }

  /** Where the page is. */
  public static String link(String reference) {
    return "/remedy?" + Request.query(Map.of("name", name(reference)));
  }

  /** The page; empty if there is none of that name. */
  static Optional<Guide> of(String reference) {
    return has(reference) ? RemedyPages.name(reference).map(Guide::of) : Optional.empty();
  }
}
