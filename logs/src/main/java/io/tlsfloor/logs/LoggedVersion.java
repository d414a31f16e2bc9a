package io.tlsfloor.logs;

import io.tlsfloor.parser.observation.TlsVersion;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names that logs give to versions: {@code TLSv12}, {@code TLS 1.2}, {@code TLSv1}, {@code
 * SSLv3}, {@code DTLSv12}, {@code TLSv13-draft23}, {@code TLS 1.3 draft-23}, and numbers for what
 * has none.
 */
final class LoggedVersion {
  private static final Pattern NAME =
      Pattern.compile("(dtls|tls|ssl) ?v?([0-9])(?:\\.?([0-9]))?(?:[ -]draft-?([0-9]{1,3}))?");

  private static final Pattern NUMBER = Pattern.compile("unknown-([0-9]{1,5})|0x([0-9a-f]{4})");

  private LoggedVersion() {}

  /** The version that a name stands for; empty for one that stands for none. */
  static Optional<TlsVersion> parse(String logged) {
    if (logged.length() > 40) {
      return Optional.empty();
    }
    String text = logged.strip().toLowerCase(Locale.ROOT);
    Matcher number = NUMBER.matcher(text);
    if (number.matches()) {
      int value =
          number.group(1) != null
              ? Integer.parseInt(number.group(1))
              : Integer.parseInt(number.group(2), 16);
      return value == 0 || value > 0xFFFF ? Optional.empty() : Optional.of(new TlsVersion(value));
    }
    Matcher name = NAME.matcher(text);
    if (!name.matches()) {
      return Optional.empty();
    }
    String release = name.group(2) + (name.group(3) == null ? "0" : name.group(3));
    if (name.group(4) != null) {
      int draft = Integer.parseInt(name.group(4));
      boolean known = name.group(1).equals("tls") && release.equals("13") && draft <= 0xFF;
      return known ? Optional.of(new TlsVersion(0x7F00 | draft)) : Optional.empty();
    }
    return switch (name.group(1) + release) {
      case "ssl20" -> Optional.of(TlsVersion.SSL_2_0);
      case "ssl30" -> Optional.of(TlsVersion.SSL_3_0);
      case "tls10" -> Optional.of(TlsVersion.TLS_1_0);
      case "tls11" -> Optional.of(TlsVersion.TLS_1_1);
      case "tls12" -> Optional.of(TlsVersion.TLS_1_2);
      case "tls13" -> Optional.of(TlsVersion.TLS_1_3);
      case "dtls10" -> Optional.of(TlsVersion.DTLS_1_0);
      case "dtls12" -> Optional.of(TlsVersion.DTLS_1_2);
      case "dtls13" -> Optional.of(TlsVersion.DTLS_1_3);
      default -> Optional.empty();
    };
  }
}
