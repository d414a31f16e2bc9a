package io.tlsfloor.report.model;

import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.report.text.Timestamps;
import io.tlsfloor.rules.Finding;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.RuleId;
import java.util.Locale;
import java.util.Optional;

/**
 * Holds what the service does with connections like those of a group, today and from when on.
 *
 * @param kind what it does
 * @param date since or until when, ISO 8601, where the service or an exception gives a day
 * @param version that {@link Kind#BETWEEN} was chosen
 * @param issuer of the certificate that was shown, where it was seen
 */
public record Fate(
    Kind kind, Optional<String> date, Optional<TlsVersion> version, Optional<String> issuer) {
  /** Says what the service does. The first is the most urgent. */
  public enum Kind {
    /** It takes them until a day that is to come. */
    ENDS,
    /** It takes them, and has announced no end. */
    WORKS,
    /** It refuses them by now, but the connection came about: something between them answered. */
    BETWEEN,
    /** It refused them. */
    REFUSED,
    /** It is not known. */
    UNKNOWN,
    /** They are below the floor, and an exception says until when. */
    EXCEPTED,
    /** Mail went on in clear. */
    CLEAR,
    /** They work, and go on working. */
    FINE
  }

  /** Returns what becomes of a group. */
  public static Fate of(FindingGroup group) {
    Optional<Waiver> waiver = group.waiver();
    if (waiver.isPresent()) {
      return of(Kind.EXCEPTED, Optional.of(waiver.get().until().toString()));
    }
    Optional<String> date = group.finding().flatMap(Finding::enforced);
    boolean over = date.isPresent() && date.get().compareTo(Timestamps.day(group.last())) <= 0;
    Optional<RuleId> rule = group.key().rule();
    if (rule.isEmpty() || rule.get() == RuleId.OFFERS_BELOW_FLOOR) {
      return of(kind(group, Kind.FINE), Optional.empty());
    }
    if (rule.get() == RuleId.CLEARTEXT_FALLBACK) {
      return of(Kind.CLEAR, Optional.empty());
    }
    if (!Standing.isBelow(group)) {
      Kind works = date.isPresent() && !over ? Kind.ENDS : Kind.FINE;
      Kind kind = kind(group, works);
      return of(kind, kind == Kind.ENDS ? date : Optional.empty());
    }
    if (group.established() && over) {
      return isMicrosofts(group.issuer()) || rule.get() == RuleId.REPORTED_BELOW_FLOOR
          ? of(Kind.WORKS, Optional.empty())
          : new Fate(Kind.BETWEEN, date, group.chosen(), group.issuer());
    }
    Kind kind = kind(group, date.isPresent() ? Kind.ENDS : Kind.WORKS);
    boolean tells = kind == Kind.ENDS || kind == Kind.REFUSED && over;
    return of(kind, tells ? date : Optional.empty());
  }

  private static Fate of(Kind kind, Optional<String> date) {
    return new Fate(kind, date, Optional.empty(), Optional.empty());
  }

  private static Kind kind(FindingGroup group, Kind established) {
    return group.established() ? established : group.refused() ? Kind.REFUSED : Kind.UNKNOWN;
  }

  /** The service's own certificates are by one of two. */
  private static boolean isMicrosofts(Optional<String> issuer) {
    String by = issuer.orElse("").toLowerCase(Locale.ROOT);
    return by.contains("o=microsoft corporation") || by.contains("o=digicert");
  }

  /** {@code refused since 2022-02-01}, {@code works until 2026-12-31}. */
  public String text() {
    return switch (kind) {
      case ENDS -> "works until " + date.orElse("?");
      case WORKS, FINE -> "works";
      case BETWEEN -> "works by a proxy?";
      case REFUSED -> "refused" + date.map(day -> " since " + day).orElse("");
      case UNKNOWN -> "answer not seen";
      case EXCEPTED -> "excepted until " + date.orElse("?");
      case CLEAR -> "mail in clear text";
    };
  }

  /** The same in as few characters as can be understood. */
  public String brief() {
    return switch (kind) {
      case ENDS -> "until " + date.orElse("?");
      case BETWEEN -> "by a proxy?";
      case REFUSED -> "refused";
      case UNKNOWN -> "not seen";
      case EXCEPTED -> "excepted";
      case CLEAR -> "clear text";
      case WORKS, FINE -> "works";
    };
  }
}
