package io.tlsfloor.rules.rule;

import io.tlsfloor.parser.observation.AlertNames;
import io.tlsfloor.parser.observation.AlertSeen;
import io.tlsfloor.parser.observation.Choice;
import io.tlsfloor.parser.observation.ChoiceBasis;
import io.tlsfloor.parser.observation.Contradiction;
import io.tlsfloor.parser.observation.Ending;
import io.tlsfloor.parser.observation.Evidence;
import io.tlsfloor.parser.observation.FrameRef;
import io.tlsfloor.parser.observation.HelloFormat;
import io.tlsfloor.parser.observation.LogEntry;
import io.tlsfloor.parser.observation.Offer;
import io.tlsfloor.parser.observation.Side;
import io.tlsfloor.parser.observation.TlsConnection;
import io.tlsfloor.parser.observation.TlsVersion;
import io.tlsfloor.rules.Confidence;
import io.tlsfloor.rules.ServiceEvidence;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Facts in words, the same in every finding. */
final class RuleWords {
  /** {@link #wire} of SSL 3.0 to TLS 1.3, by number: each finding says two of them. */
  private static final Map<TlsVersion, String> COMMON =
      Stream.of(
              TlsVersion.SSL_2_0,
              TlsVersion.SSL_3_0,
              TlsVersion.TLS_1_0,
              TlsVersion.TLS_1_1,
              TlsVersion.TLS_1_2,
              TlsVersion.TLS_1_3)
          .collect(Collectors.toUnmodifiableMap(version -> version, RuleWords::spelled));

  private RuleWords() {}

  static String of(Confidence confidence) {
    return confidence.name().toLowerCase(Locale.ROOT);
  }

  static String of(Side side) {
    return side == Side.CLIENT ? "client" : "server";
  }

  static String of(ServiceEvidence evidence) {
    return switch (evidence) {
      case SNI -> "SNI";
      case CONNECT -> "the CONNECT target";
      case SOCKS -> "the SOCKS target";
      case MAIL_GREETING -> "the mail greeting";
      case DNS -> "DNS";
      case CERTIFICATE -> "the certificate";
      case ADDRESS -> "the address";
      case REPORT -> "the report";
    };
  }

  /** {@code 0x0301 (TLS 1.0)}. */
  static String wire(TlsVersion version) {
    String common = COMMON.get(version);
    return common != null ? common : spelled(version);
  }

  private static String spelled(TlsVersion version) {
    String hex = "0x" + HexFormat.of().toHexDigits((short) version.value());
    String name = version.toString();
    return name.equals(hex) ? hex : hex + " (" + name + ")";
  }

  /** The versions of a list, as they stand on the wire. */
  static String wire(List<TlsVersion> versions) {
    return versions.stream().map(RuleWords::wire).collect(Collectors.joining(", "));
  }

  /** {@code in frame 12}, {@code in frames 12 to 14}, {@code in line 12 of the log}, or nothing. */
  static String in(TlsConnection connection, List<FrameRef> frames) {
    if (frames.isEmpty()) {
      return "";
    }
    if (connection.log().isPresent()) {
      return " in line " + frames.get(0).number() + " of the log";
    }
    return frames.size() == 1
        ? " in frame " + frames.get(0).number()
        : " in frames " + frames.get(0).number() + " to " + frames.get(frames.size() - 1).number();
  }

  /** Returns what is special about the hello, to follow a clause; empty for an ordinary one. */
  static String peculiarities(Offer offer) {
    if (offer.format() != HelloFormat.SSLV2 && !offer.fallbackScsv() && offer.whole()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    if (offer.format() == HelloFormat.SSLV2) {
      text.append(", in an SSLv2-format hello");
    }
    if (offer.fallbackScsv()) {
      text.append(", with TLS_FALLBACK_SCSV");
    }
    if (!offer.whole()) {
      text.append(", of which only a part was read");
    }
    return text.toString();
  }

  /**
   * How sure a version is: half a hello, or one of two that nothing settled, is so by half, and
   * what anyone may have sent.
   */
  static Confidence sure(TlsConnection connection, boolean whole) {
    Evidence evidence = connection.evidence();
    return whole && !evidence.contested() && !evidence.notTaken()
        ? Confidence.HIGH
        : Confidence.MEDIUM;
  }

  /**
   * Returns what to say of a connection that may be, or hold, what somebody else sent; else empty.
   */
  static String contested(TlsConnection connection) {
    if (connection.evidence().notTaken()) {
      return "; no packet shows that the other end took it, and other packets of the same ports"
          + " contradict it: somebody else may have sent it";
    }
    if (!connection.evidence().contested()) {
      return "";
    }
    return connection.evidence().contradictions().stream()
        .filter(Contradiction::mayHide)
        .map(Contradiction::meaning)
        .collect(Collectors.joining(", and ", "; ", ": what came first is reported"));
  }

  /** {@code ClientHello in frame 4, 0x0301 (TLS 1.0)}, or what a log says instead. */
  static String hello(TlsConnection connection, Offer offer) {
    List<FrameRef> frames = connection.evidence().clientHello();
    String value = maxValue(connection, offer);
    return connection.log().isPresent()
        ? maxField(connection, offer) + " " + value + in(connection, frames)
        : "ClientHello" + in(connection, frames) + ", " + value;
  }

  /** {@code ServerHello in frame 6, 0x0301 (TLS 1.0)}, or what a log says instead. */
  static String choice(TlsConnection connection, Choice choice) {
    List<FrameRef> frames = connection.evidence().serverHello();
    String value = versionValue(connection, choice);
    if (connection.log().isPresent()) {
      return versionField(connection, choice) + " " + value + in(connection, frames);
    }
    String message =
        choice.basis() == ChoiceBasis.SERVER_HELLO ? "ServerHello" : "HelloRetryRequest";
    String part = choice.whole() ? ", " : ", of which only a part was read, ";
    return message + in(connection, frames) + part + value;
  }

  /** The name of the field that holds the server's choice. */
  static String versionField(TlsConnection connection, Choice choice) {
    if (connection.log().isPresent()) {
      return "version";
    }
    return choice.basis() == ChoiceBasis.SERVER_HELLO
        ? "server_hello.version"
        : "hello_retry_request.version";
  }

  /** The value of {@link #versionField}: as it stands on the wire, or in the log. */
  static String versionValue(TlsConnection connection, Choice choice) {
    return connection.log().flatMap(LogEntry::version).orElseGet(() -> wire(choice.version()));
  }

  /** The name of the field that holds the offer's highest version. */
  static String maxField(TlsConnection connection, Offer offer) {
    Optional<String> logged = connection.log().flatMap(LogEntry::maxFrom);
    if (logged.isPresent()) {
      return logged.get();
    }
    return offer.versions().isPresent()
        ? "client_hello.supported_versions"
        : "client_hello.legacy_version";
  }

  /** The value of {@link #maxField}. */
  static String maxValue(TlsConnection connection, Offer offer) {
    if (connection.log().flatMap(LogEntry::maxFrom).equals(Optional.of("ja4"))) {
      return offer.ja4().orElse("");
    }
    return offer.versions().map(RuleWords::wire).orElseGet(() -> wire(offer.legacyVersion()));
  }

  /** How the connection went. */
  static String outcome(TlsConnection connection) {
    return switch (connection.outcome()) {
      case ESTABLISHED -> "the connection was established";
      case REFUSED ->
          connection.alert().isPresent()
              ? refused(connection, connection.alert().get())
              : "the server's answer was no ServerHello, but by all signs an alert";
      case ANSWERED_IN_CLEAR -> "the server answered in clear text";
      case RESET -> "the " + by(connection) + " reset the connection" + end(connection);
      case CLOSED -> "the " + by(connection) + " closed the connection" + end(connection);
      case INCOMPLETE ->
          connection.log().isPresent()
              ? "the log does not tell how it went on"
              : "the capture does not show the answer";
      case UNANSWERED -> "the server did not answer";
      case NEGOTIATED -> "nothing followed the ServerHello";
      case NO_TLS -> "TLS never started";
    };
  }

  private static String refused(TlsConnection connection, AlertSeen alert) {
    return "the "
        + alert.by().map(RuleWords::of).orElse("peer")
        + " refused with alert "
        + AlertNames.name(alert.description())
        + in(connection, connection.evidence().alert().stream().toList());
  }

  private static String by(TlsConnection connection) {
    return connection.ending().flatMap(Ending::by).map(RuleWords::of).orElse("peer");
  }

  private static String end(TlsConnection connection) {
    return in(connection, connection.evidence().end().map(List::of).orElse(List.of()));
  }
}
