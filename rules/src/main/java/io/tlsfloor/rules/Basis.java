package io.tlsfloor.rules;

import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Outcome;
import io.tlsfloor.parser.observation.Reported;
import io.tlsfloor.parser.observation.Sides;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Optional;

/**
 * What the facts of a connection are from, and what they can prove: the one table of that. A
 * connection below the floor is below whoever shows it; what proves that a client can do better
 * depends on who says so.
 */
public enum Basis {
  /** Packets that were captured. */
  PACKETS(
      "the best version offered, or the one chosen or inferred, is below the floor",
      "seen whole, from both sides, and established at or above the floor",
      "what passes elsewhere"),
  /** An entry of Zeek's {@code ssl.log}. */
  ZEEK(
      "`version`, or the offer that `ja4` or a JA3 text tells, is below the floor",
      "`established`, and `version` at or above the floor",
      "refused hellos, lists that also hold old versions, or STARTTLS that never came"),
  /**
   * An event of Suricata's EVE, which says of no connection that it was established, and shows
   * nothing that Zeek's log never shows.
   */
  EVE(
      "`version` of a ServerHello, or the offer that `ja4` or a JA3 text tells, is below the floor",
      "`version` of a ServerHello at or above the floor",
      "most clients that the service refuses or does not answer, DTLS, or TLS after IMAP, POP3,"
          + " SOCKS or CONNECT"),
  /** A sign-in of Microsoft Entra's log. */
  ENTRA(
      "marked as `Legacy TLS`, or refused with error 1002016",
      "its details are there, without that mark; for a floor up to TLS 1.2",
      "the version, the machine behind a NAT, clients that were refused before they signed in, or"
          + " other services"),
  /** A sender's mail at one version, of Exchange's report on SMTP AUTH. */
  EXCHANGE(
      "mail at a version below the floor",
      "mail at a version at or above the floor",
      "addresses, times, clients that were refused, or other protocols"),
  /** A connection that Microsoft Defender inspected. */
  DEFENDER(
      "`version`, or the offer that `ja4` or a JA3 text tells, is below the floor",
      "`established`, and `version` at or above the floor",
      "devices without its agent, such as printers, and in some tenants no version");

  /** What one connection proves of its client. */
  public enum Proof {
    /** It is below the floor. */
    BELOW,
    /** It can do better, as far as one connection shows that. */
    GOOD,
    /** Nothing. */
    NEITHER
  }

  private final String below;
  private final String good;
  private final String neverShows;

  Basis(String below, String good, String neverShows) {
    this.below = below;
    this.good = good;
    this.neverShows = neverShows;
  }

  /** Returns what a connection is known from. */
  public static Basis of(TlsConnection connection) {
    return connection.log().isEmpty()
        ? PACKETS
        : switch (connection.log().get().writer()) {
          case ZEEK -> ZEEK;
          case EVE -> EVE;
          case ENTRA -> ENTRA;
          case EXCHANGE -> EXCHANGE;
          case DEFENDER -> DEFENDER;
        };
  }

  /**
   * Returns what a connection proves. The same in every command; findings of other kinds are
   * counted as such.
   *
   * @param floor versions before it are below
   */
  public static Proof proof(TlsConnection connection, TlsVersion floor) {
    if (isBelow(connection, floor)) {
      return Proof.BELOW;
    }
    return of(connection).isGood(connection, floor) ? Proof.GOOD : Proof.NEITHER;
  }

  private static boolean isBelow(TlsConnection connection, TlsVersion floor) {
    Optional<Offer> offer = connection.offer();
    return offer.isPresent() && offer.get().max().isBefore(floor)
        || connection.choice().isPresent() && connection.choice().get().version().isBefore(floor)
        || connection.inferred().isPresent() && connection.inferred().get().isBefore(floor)
        || isMarkedOld(connection, floor);
  }

  private boolean isGood(TlsConnection connection, TlsVersion floor) {
    return switch (this) {
      case PACKETS ->
          connection.outcome() == Outcome.ESTABLISHED
              && connection.evidence().sides() == Sides.BOTH
              && connection.evidence().holes() == 0
              && (isAtFloor(chosen(connection), floor) || isAtFloor(connection.inferred(), floor));
      case ZEEK, DEFENDER, EXCHANGE ->
          connection.outcome() == Outcome.ESTABLISHED && isAtFloor(chosen(connection), floor);
      case EVE -> isAtFloor(chosen(connection), floor);
      case ENTRA -> isMarked(connection, Reported.Mark.NOT_OLD) && !isAboveMark(floor);
    };
  }

  private static Optional<TlsVersion> chosen(TlsConnection connection) {
    return connection.choice().map(Choice::version);
  }

  private static boolean isAtFloor(Optional<TlsVersion> version, TlsVersion floor) {
    return version.isPresent() && version.get().isKnown() && !version.get().isBefore(floor);
  }

  /**
   * Returns whether Microsoft reports TLS 1.0, 1.1 or 3DES, which is below a floor of TLS 1.2; a
   * lower one may be kept with TLS 1.1.
   */
  public static boolean isMarkedOld(TlsConnection connection, TlsVersion floor) {
    return isMarked(connection, Reported.Mark.OLD) && !floor.isBefore(TlsVersion.TLS_1_2);
  }

  private static boolean isMarked(TlsConnection connection, Reported.Mark mark) {
    return connection.report().isPresent() && connection.report().get().mark() == mark;
  }

  /** Returns whether a version without the mark may be below the floor all the same. */
  private static boolean isAboveMark(TlsVersion floor) {
    return TlsVersion.TLS_1_2.isBefore(floor);
  }

  /** When one of its connections shows a client below the floor, as a clause. */
  public String below() {
    return below;
  }

  /** When one of its connections shows that a client can do better, as a clause. */
  public String good() {
    return good;
  }

  /** Returns what it never shows, as a list in one text. */
  public String neverShows() {
    return neverShows;
  }

  /** The same as a clause of a sentence on what was read. */
  public String limits() {
    return switch (this) {
      case PACKETS -> "packets never show " + neverShows;
      case ZEEK -> "logs never show " + neverShows; // nor does EVE
      case EVE -> "Suricata's EVE never shows " + neverShows + " either";
      case ENTRA, EXCHANGE, DEFENDER -> "which never shows " + neverShows;
    };
  }
}
