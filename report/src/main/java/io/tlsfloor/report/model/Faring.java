package io.tlsfloor.report.model;

import io.tlsfloor.report.text.Printable;
import io.tlsfloor.report.text.Words;
import io.tlsfloor.rules.Finding.Waiver;
import io.tlsfloor.rules.RuleId;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * How a client fares, with what belongs to it: the one answer to that, from what was found on its
 * days, what people accepted, the day of asking, and the days that the service has set.
 *
 * @param kind how
 * @param date since or until when; empty where none is known
 * @param whom who accepted it; empty where nobody did
 * @param ended an exception that holds no more, where no other one holds
 * @param issuer who signed the certificate that something between has shown, where it was seen
 */
public record Faring(
    Fares kind,
    Optional<LocalDate> date,
    String whom,
    Optional<Waiver> ended,
    Optional<String> issuer) {
  /** Of a client with nothing wrong. */
  public static final Faring GOOD = of(Fares.GOOD);

  /** The worst first; of one kind that which comes first, what has no day last. */
  public static final Comparator<Faring> WORST_FIRST = Faring::inOrder;

  private static int inOrder(Faring one, Faring other) {
    int order = one.kind.compareTo(other.kind);
    if (order == 0) {
      order = one.date.orElse(LocalDate.MAX).compareTo(other.date.orElse(LocalDate.MAX));
    }
    return order != 0 ? order : one.whom.compareTo(other.whom);
  }

  private static Faring of(Fares kind) {
    return new Faring(kind, Optional.empty(), "", Optional.empty(), Optional.empty());
  }

  private static Faring of(Fares kind, Optional<LocalDate> date) {
    return new Faring(kind, date, "", Optional.empty(), Optional.empty());
  }

  /**
   * What was found on one day.
   *
   * @param day from 1970-01-01 on
   * @param findings of it
   */
  public record OfDay(int day, List<Found> findings) {
    /** Copies the list. */
    public OfDay {
      findings = List.copyOf(findings);
    }
  }

  /**
   * How a client fares with a service. Of each stack its last day with a finding counts, so that
   * two programs of one client are two, and what was so once is not so for ever.
   *
   * @param days of it, since it was fixed last
   * @param below whether it is below the floor
   * @param asOf the day of asking
   * @param accepted what people accepted for it besides the policy's exceptions
   */
  public static Faring of(
      Iterable<OfDay> days, boolean below, LocalDate asOf, Optional<Waiver> accepted) {
    Map<String, Stack> stacks = new HashMap<>(2); // of most one
    for (OfDay day : days) {
      for (Found found : day.findings()) {
        stacks.computeIfAbsent(found.stackName(), name -> new Stack()).add(found, day.day());
      }
    }
    Faring worst = GOOD;
    for (Stack stack : stacks.values()) {
      worst = worse(worst, stack.faring(asOf));
    }
    boolean unsaid = below && worst.kind.compareTo(Fares.LISTS_OLD) >= 0; // no room
    worst = unsaid ? of(Fares.UNDECIDED) : worst;
    return accepted.isPresent() ? worst.accepted(accepted.get(), asOf) : worst;
  }

  /** The worse of two. */
  static Faring worse(Faring one, Faring other) {
    return WORST_FIRST.compare(one, other) <= 0 ? one : other;
  }

  /** The same where somebody accepted it; nothing to accept stays as it is. */
  private Faring accepted(Waiver waiver, LocalDate asOf) {
    if (!kind.isWorthARow() || kind == Fares.EXCEPTED) {
      return this;
    }
    return waiver.until().isBefore(asOf)
        ? new Faring(kind, date, whom, Optional.of(waiver), issuer)
        : excepted(waiver);
  }

  private static Faring excepted(Waiver waiver) {
    return new Faring(
        Fares.EXCEPTED,
        Optional.of(waiver.until()),
        waiver.owner(),
        Optional.empty(),
        Optional.empty());
  }

  /** What was found on the last day of one stack. */
  private static final class Stack {
    private int day = Integer.MIN_VALUE;
    private long through;
    private long refused;
    private long refusedInside;
    private boolean throughLate; // although the service refused it by then
    private boolean below;
    private boolean other; // wrong, and neither below nor one of the following
    private boolean clear;
    private boolean listsOld;
    private Optional<LocalDate> ends = Optional.empty();
    private Optional<LocalDate> legacyEnds = Optional.empty();
    private boolean legacy;
    private Optional<LocalDate> refusedSince = Optional.empty();
    private Optional<String> issuer = Optional.empty();
    private Optional<Waiver> waiver = Optional.empty();
    private Optional<Waiver> ended = Optional.empty();
    private boolean unexcepted;

    private void add(Found found, int onDay) {
      if (onDay < day) {
        return;
      }
      if (onDay > day) {
        clear();
        day = onDay;
      }
      if (found.waiver().isPresent()) {
        waiver = Optional.of(later(found.waiver().get(), waiver));
      }
      if (found.flagged() || !unexcepted) { // what is not excepted decides, if there is any
        if (found.flagged() && !unexcepted) {
          Optional<Waiver> excepting = waiver;
          clear();
          day = onDay;
          waiver = excepting;
          unexcepted = true;
        }
        count(found);
      }
    }

    private static Waiver later(Waiver one, Optional<Waiver> other) {
      return other.filter(each -> each.until().isAfter(one.until())).orElse(one);
    }

    private void clear() {
      through = 0;
      refused = 0;
      refusedInside = 0;
      throughLate = false;
      below = false;
      other = false;
      clear = false;
      listsOld = false;
      legacy = false;
      ends = Optional.empty();
      legacyEnds = Optional.empty();
      refusedSince = Optional.empty();
      issuer = Optional.empty();
      waiver = Optional.empty();
      ended = Optional.empty();
      unexcepted = false;
    }

    private void count(Found found) {
      if (found.worst().expired().isPresent()) {
        ended = Optional.of(later(found.worst().expired().get(), ended));
      }
      Optional<LocalDate> set = endOf(found);
      RuleId rule = found.rule();
      if (found.isBelow()) {
        below = true;
        through += found.answers().through();
        refused += found.answers().refused();
        refusedInside += found.answers().refusedInside();
        refusedSince = first(refusedSince, found.answers().refusedSince().map(Faring::day));
        ends = first(ends, set);
        boolean over = set.isPresent() && set.get().toEpochDay() <= day;
        if (over && found.answers().through() > 0 && !isMicrosofts(found)) {
          throughLate = true;
          issuer = found.sight().issuer();
        }
        return;
      }
      switch (rule) {
        case LEGACY_ENDPOINT -> {
          legacy = true;
          legacyEnds = first(legacyEnds, set);
        }
        case CLEARTEXT_FALLBACK -> clear = true;
        case OFFERS_BELOW_FLOOR -> listsOld = true;
        default -> {
          other = true;
          through += found.answers().through();
          refused += found.answers().refused();
          refusedSince = first(refusedSince, found.answers().refusedSince().map(Faring::day));
        }
      }
    }

    private static Optional<LocalDate> first(Optional<LocalDate> one, Optional<LocalDate> other) {
      if (one.isEmpty() || other.isEmpty()) {
        return one.isEmpty() ? other : one;
      }
      return other.get().isBefore(one.get()) ? other : one;
    }

    private Faring faring(LocalDate asOf) {
      if (!unexcepted && waiver.isPresent()) {
        if (!waiver.get().until().isBefore(asOf)) {
          return excepted(waiver.get());
        }
        ended = waiver;
      }
      Faring plain = plain(asOf);
      return new Faring(plain.kind, plain.date, "", ended, plain.issuer);
    }

    private Faring plain(LocalDate asOf) {
      if (below && refusedInside > 0 && 2 * refusedInside >= through) {
        return of(Fares.REFUSED_IN_MAIL);
      }
      if (throughLate) {
        return new Faring(Fares.PROXIED, ends, "", Optional.empty(), issuer);
      }
      boolean over = ends.isPresent() && !ends.get().isAfter(asOf);
      boolean seenAfter = ends.isPresent() && ends.get().toEpochDay() <= day;
      if ((below || other) && refused > 0 && through == 0) {
        return of(Fares.REFUSED, over ? ends : refusedSince);
      }
      if (below && through > 0 && over && !seenAfter) {
        return of(Fares.REFUSED, ends);
      }
      if (below && ends.isPresent() && !over) {
        return of(Fares.STOPS, ends);
      }
      if (legacy) {
        return of(Fares.LEGACY_HOST, legacyEnds.filter(end -> end.isAfter(asOf)));
      }
      if ((below || other) && through > 0) {
        return of(Fares.WORKS);
      }
      if (below || other) {
        return of(Fares.UNDECIDED);
      }
      return clear ? of(Fares.CLEARTEXT) : listsOld ? of(Fares.LISTS_OLD) : GOOD;
    }
  }

  /** The service's own certificates are by one of two. */
  private static boolean isMicrosofts(Found found) {
    String by = found.sight().issuer().orElse("").toLowerCase(Locale.ROOT);
    return by.contains("o=microsoft corporation") || by.contains("o=digicert");
  }

  /** The day on which the service ends what was found, where one is set. */
  public static Optional<LocalDate> endOf(Found found) {
    return found.worst().enforced().flatMap(Faring::date);
  }

  private static LocalDate day(Instant time) {
    return time.atOffset(ZoneOffset.UTC).toLocalDate();
  }

  /** A day as the catalogue writes it, {@code 2026-12-31}: without a formatter's classes. */
  private static Optional<LocalDate> date(String text) {
    if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return Optional.empty();
    }
    try {
      return Optional.of(
          LocalDate.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 5, 7, 10),
              Integer.parseInt(text, 8, 10, 10)));
    } catch (NumberFormatException | DateTimeException e) {
      return Optional.empty();
    }
  }

  /** {@code stops on 2026-12-31}, {@code excepted until 2027-01-31 by J. Doe}. */
  public String text() {
    return filled(kind.text());
  }

  /** The same in as few characters as can be understood. */
  public String brief() {
    return filled(kind.brief());
  }

  /** Puts day and owner into their places; what is not known goes, with its preposition. */
  private String filled(String words) {
    if (words.indexOf('{') < 0) {
      return words;
    }
    String known =
        date.isPresent()
            ? words.replace("{date}", date.get().toString())
            : words.replaceAll(",? ?(since|on|until)? \\{date}", "");
    return whom.isEmpty()
        ? known.replace(" by {whom}", "")
        : known.replaceAll("\\{whom}", Matcher.quoteReplacement(Printable.text(whom)));
  }

  /** How, and that an exception ended. */
  public String wholeText() {
    return text() + endedText().map(words -> "; " + words).orElse("");
  }

  /** That an exception ended, in words; empty for none. */
  public Optional<String> endedText() {
    return ended.map(
        waiver ->
            "the exception ended on "
                + waiver.until()
                + " ("
                + Printable.text(waiver.owner())
                + ")");
  }

  /**
   * So many clients that fare so, as a part of a sentence: {@code 3 stop on 2026-12-31}.
   *
   * @param count of them, as text
   */
  public String counted(String count, boolean one) {
    String day = date.map(LocalDate::toString).orElse("");
    return count
        + " "
        + switch (kind) {
          case REFUSED_IN_MAIL ->
              (one ? "was" : "were") + " perhaps refused inside TLS (421 4.7.66)";
          case PROXIED -> (one ? "works" : "work") + ", perhaps by a proxy";
          case REFUSED -> (one ? "is" : "are") + " refused";
          case STOPS -> (one ? "stops" : "stop") + " on " + day;
          case LEGACY_HOST ->
              (one ? "uses" : "use") + " a legacy host" + (day.isEmpty() ? "" : " until " + day);
          case WORKS -> one ? "works" : "work";
          case UNDECIDED -> (one ? "is" : "are") + " undecided";
          case CLEARTEXT -> (one ? "sends" : "send") + " mail in clear text";
          case EXCEPTED -> (one ? "is " : "are ") + text();
          case LISTS_OLD -> (one ? "lists" : "list") + " old versions beside newer ones";
          case GOOD -> one ? "is good" : "are good";
        };
  }

  /** How many fare how, the worst first: {@code 2 stop on 2026-12-31, 3 are refused}. */
  public static String inWords(Collection<Faring> all) {
    Map<Faring, Long> counts = new TreeMap<>(WORST_FIRST);
    all.forEach(each -> counts.merge(each.alike(), 1L, Long::sum));
    List<String> parts = new ArrayList<>();
    counts.forEach((faring, count) -> parts.add(faring.counted(Words.number(count), count == 1)));
    return String.join(", ", parts);
  }

  /** Those that are of one kind and day are counted together. */
  static List<Faring> distinct(Collection<Faring> all) {
    return all.stream().map(Faring::alike).distinct().sorted(WORST_FIRST).toList();
  }

  /** Returns whether it does not work, stops on a day, or gives secrets away. */
  public boolean isBad() {
    return switch (kind) {
      case REFUSED_IN_MAIL, REFUSED, STOPS, CLEARTEXT -> true;
      case LEGACY_HOST -> date.isPresent();
      case PROXIED, WORKS, UNDECIDED, EXCEPTED, LISTS_OLD, GOOD -> false;
    };
  }

  /** The same without what tells it from others that are counted with it. */
  public Faring alike() {
    boolean dated = kind == Fares.STOPS || kind == Fares.LEGACY_HOST || kind == Fares.EXCEPTED;
    return new Faring(
        kind, dated ? date : Optional.empty(), whom, Optional.empty(), Optional.empty());
  }
}
