package io.tlsfloor.rules.catalogue;

/** The category of an endpoint set, in the order in which Microsoft says to look at them. */
public enum Category {
  OPTIMIZE("Optimize"),
  ALLOW("Allow"),
  DEFAULT("Default"),
  /** The row has none: it was added by hand, or its set is not known. */
  NONE("");

  private final String label;

  Category(String label) {
    this.label = label;
  }

  /** Returns the category as the list spells it; empty for {@link #NONE}. */
  public String label() {
    return label;
  }

  /**
   * Reads the list's spelling, in any case.
   *
   * @throws IllegalArgumentException if it is none of the three
   */
  static Category parse(String text) {
    String trimmed = text.trim();
    for (Category category : values()) {
      if (category != NONE && category.label.equalsIgnoreCase(trimmed)) {
        return category;
      }
    }
    throw new IllegalArgumentException(
        "unknown category \"" + text + "\": expected Optimize, Allow or Default");
  }
}
