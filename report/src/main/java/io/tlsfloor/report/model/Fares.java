package io.tlsfloor.report.model;

import java.util.Locale;
import java.util.Optional;

/**
 * How a client fares with a service, or with all of its services: the first that applies, the worst
 * first. With {@link Faring}, the one place that has the words for it.
 */
public enum Fares {
  /** The mail service took the handshake, and seems to have refused inside of it. */
  REFUSED_IN_MAIL("refused in mail?", "refused in mail?"),
  /** The service refuses that version by now, but the connection came about. */
  PROXIED("works, by a proxy?", "works, proxy?"),
  /** The service refuses it. */
  REFUSED("refused since {date}", "refused"),
  /** It is below the floor, and the service has set a day from which on it refuses that. */
  STOPS("stops on {date}", "stops {date}"),
  /** It uses a host that takes old versions for a time, at whatever version. */
  LEGACY_HOST("legacy host, until {date}", "legacy {date}"),
  /** It is below the floor and gets through, and no end is known. */
  WORKS("works", "works"),
  /** It is below the floor, and it is not known what becomes of that. */
  UNDECIDED("undecided", "undecided"),
  /** It sends mail in clear text. */
  CLEARTEXT("mail in clear text", "clear text"),
  /** It is as bad as it is, and somebody accepted that until a day. */
  EXCEPTED("excepted until {date} by {whom}", "excepted {date}"),
  /** It lists old versions beside newer ones. */
  LISTS_OLD("lists old versions", "lists old"),
  /** Nothing is wrong with it. */
  GOOD("good", "good");

  private final String text;
  private final String brief;

  Fares(String text, String brief) {
    this.text = text;
    this.brief = brief;
  }

  /** The word for programs and options: {@code refused_in_mail}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The words, with places for {@code {date}} and {@code {whom}}. */
  String text() {
    return text;
  }

  /** The same in as few characters as can be understood. */
  String brief() {
    return brief;
  }

  /**
   * What {@link #brief} means, for below a narrow table; empty where the words alone say it, or a
   * sentence that stands there anyway.
   */
  public Optional<String> legend() {
    return Optional.ofNullable(
        switch (this) {
          case LEGACY_HOST -> "legacy: takes old versions until then";
          case CLEARTEXT -> "clear text: mail without TLS";
          case EXCEPTED -> "excepted: accepted by someone until then";
          case LISTS_OLD -> "lists old: beside newer versions";
          case REFUSED_IN_MAIL, PROXIED, REFUSED, STOPS, WORKS, UNDECIDED, GOOD -> null;
        });
  }

  /** What so many clients are called that fare so: {@code 2 refused}. */
  public String noun() {
    return switch (this) {
      case REFUSED_IN_MAIL -> "perhaps refused inside TLS";
      case PROXIED -> "working, by a proxy?";
      case REFUSED -> "refused";
      case STOPS -> "to stop";
      case LEGACY_HOST -> "on a legacy host";
      case WORKS -> "working";
      case UNDECIDED -> "undecided";
      case CLEARTEXT -> "in clear text";
      case EXCEPTED -> "excepted";
      case LISTS_OLD -> "listing old versions";
      case GOOD -> "good";
    };
  }

  /** Returns whether something is to be done or to be known, that has a row of its own. */
  public boolean isWorthARow() {
    return this != LISTS_OLD && this != GOOD;
  }
}
