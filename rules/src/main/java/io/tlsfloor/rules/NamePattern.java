package io.tlsfloor.rules;

/**
 * A name or wildcard of the list, taken apart at its asterisk.
 *
 * <p>The forms: an exact name; {@code *.x}, one or more labels below {@code x}; {@code *y.x}, any
 * name that ends so ({@code *cdn.onenote.net}, {@code *-admin.sharepoint.com}); {@code a.*.x},
 * exactly one label in the middle ({@code autodiscover.*.onmicrosoft.com}).
 *
 * @param form which form
 * @param head what stands before the asterisk; empty unless {@link Form#INNER}
 * @param label what follows the asterisk within its label; empty unless {@link Form#ENDING}
 * @param zone the name, or the whole labels after the asterisk: what an index looks under
 */
public record NamePattern(Form form, String head, String label, String zone) {
  /** The forms of a value. */
  public enum Form {
    EXACT,
    BELOW,
    ENDING,
    INNER
  }

  /**
   * Takes a value apart.
   *
   * @throws IllegalArgumentException if it has none of the forms; the message says why
   */
  public static NamePattern parse(String value) {
    String name = HostName.normalPattern(value);
    if (name.isEmpty()) {
      throw new IllegalArgumentException("not a host name or wildcard: \"" + value + "\"");
    }
    int star = name.indexOf('*');
    if (star < 0) {
      return new NamePattern(Form.EXACT, "", "", name);
    }
    if (name.indexOf('*', star + 1) >= 0) {
      throw new IllegalArgumentException("more than one asterisk: \"" + value + "\"");
    }
    int dot = name.indexOf('.', star);
    if (dot < 0) {
      throw new IllegalArgumentException(
          "no domain after the asterisk: \"" + value + "\"; write for example *.contoso.com");
    }
    String label = name.substring(star + 1, dot);
    String zone = name.substring(dot + 1);
    if (star == 0) {
      return new NamePattern(label.isEmpty() ? Form.BELOW : Form.ENDING, "", label, zone);
    }
    if (name.charAt(star - 1) != '.' || !label.isEmpty()) {
      throw new IllegalArgumentException(
          "an asterisk inside a name must stand for a whole label: \"" + value + "\"");
    }
    return new NamePattern(Form.INNER, name.substring(0, star), "", zone);
  }

  /** How much the pattern says apart from its zone: the more, the more specific it is. */
  public int detail() {
    return head.length() + label.length();
  }

  /** Returns whether {@code other}, which has the same zone, is the same pattern. */
  public boolean hasSameShape(NamePattern other) {
    return form == other.form && head.equals(other.head) && label.equals(other.label);
  }

  /**
   * Returns whether {@code name}, as anybody may have written it, is one that this value stands
   * for.
   */
  public boolean covers(String name) {
    String host = HostName.normal(name);
    return !host.isEmpty() && matches(host);
  }

  /** Returns whether every name that {@code other} stands for is one that this value stands for. */
  public boolean includes(NamePattern other) {
    return switch (other.form) {
      case EXACT -> matches(other.zone);
      case BELOW -> form == Form.BELOW && HostName.isWithin(other.zone, zone) || equals(other);
      case ENDING, INNER ->
          equals(other) || form == Form.BELOW && HostName.isWithin(other.zone, zone);
    };
  }

  /** Returns whether {@code name}, in normal form, is one that this value stands for. */
  public boolean matches(String name) {
    return switch (form) {
      case EXACT -> name.equals(zone);
      case BELOW -> name.length() > zone.length() + 1 && isBelowZone(name);
      case ENDING -> isBelowZone(name) && name.startsWith(label, labelEnd(name) - label.length());
      case INNER -> isBelowZone(name) && innerLabelFits(name);
    };
  }

  private boolean isBelowZone(String name) {
    int end = labelEnd(name);
    return end > 0 && name.charAt(end) == '.' && name.endsWith(zone);
  }

  /** Index of the dot before the zone. */
  private int labelEnd(String name) {
    return name.length() - zone.length() - 1;
  }

  private boolean innerLabelFits(String name) {
    int end = labelEnd(name);
    return name.startsWith(head)
        && end > head.length()
        && name.lastIndexOf('.', end - 1) == head.length() - 1;
  }

  /** The value as the list writes it. */
  @Override
  public String toString() {
    return switch (form) {
      case EXACT -> zone;
      case BELOW -> "*." + zone;
      case ENDING -> "*" + label + "." + zone;
      case INNER -> head + "*." + zone;
    };
  }
}
